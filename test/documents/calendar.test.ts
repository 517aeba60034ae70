import { describe, expect, it } from 'vitest';
import { deadlineCalendar } from '../../src/documents/calendar.ts';

const manifest = {
  id: 'wanzhou-2022',
  subject: '区级技术创新中心',
  office: '区科技局',
  window: {
    opens: '2022-08-22',
    closes: '2022-09-16',
    clause: '通知·五(一)',
    quote: '自即日起至2022年9月16日止。',
  },
};

const unfolded = (text: string): string[] => text.replaceAll('\r\n ', '').split('\r\n');

describe('the deadline as a calendar file', () => {
  it('is one all-day event on the last day', () => {
    expect(unfolded(deadlineCalendar(manifest))).toEqual(
      expect.arrayContaining([
        'UID:wanzhou-2022-deadline@shenbao',
        'DTSTAMP:20220822T000000Z',
        'DTSTART;VALUE=DATE:20220916',
        'DTEND;VALUE=DATE:20220917',
        'SUMMARY:区级技术创新中心申报截止',
        'DESCRIPTION:区科技局：自即日起至2022年9月16日止。（通知·五(一)）',
      ]),
    );
  });

  it.each([
    ['2024-02-28', '20240229'],
    ['2023-12-31', '20240101'],
  ])('ends the day after %s', (closes, end) => {
    const text = deadlineCalendar({ ...manifest, window: { ...manifest.window, closes } });
    expect(text).toContain(`DTEND;VALUE=DATE:${end}`);
  });

  it('keeps every line within 75 octets and breaks no character', () => {
    const long = { ...manifest, window: { ...manifest.window, quote: '长'.repeat(200) } };
    const text = deadlineCalendar(long);
    for (const line of text.split('\r\n')) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    }
    expect(unfolded(text).join('\n')).toContain('长'.repeat(200));
    expect(text).not.toContain('\ufffd');
  });

  it('escapes what the format would take for syntax', () => {
    const text = deadlineCalendar({ ...manifest, subject: 'a,b;c\\d\nBEGIN:VALARM' });
    expect(unfolded(text)).toContain('SUMMARY:a\\,b\\;c\\\\d\\nBEGIN:VALARM申报截止');
    expect(unfolded(text).filter(line => line === 'BEGIN:VALARM')).toHaveLength(1);
  });

  it('is the same bytes every time', () => {
    expect(deadlineCalendar(manifest)).toBe(deadlineCalendar(structuredClone(manifest)));
  });
});
