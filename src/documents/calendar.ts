import dayjs from 'dayjs';
import utc from 'dayjs/plugin/utc.js';
import type { Manifest } from '../model/pack/manifest.ts';

dayjs.extend(utc);

const compact = (date: string): string => date.replaceAll('-', '');

const dayAfter = (date: string): string => dayjs.utc(date).add(1, 'day').format('YYYYMMDD');

/** RFC 5545, 3.3.11. */
const escaped = (text: string): string =>
  text.replace(/[\\;,]/g, character => `\\${character}`).replace(/\r?\n/g, '\\n');

/** RFC 5545, 3.1: lines of at most 75 octets, continued after a line break and one space; never inside a character. */
const folded = (line: string): string => {
  const parts = [''];
  for (const character of line) {
    const room = parts.length === 1 ? 75 : 74;
    if (Buffer.byteLength(parts.at(-1)! + character) > room) {
      parts.push('');
    }
    parts[parts.length - 1] += character;
  }
  return parts.join('\r\n ');
};

/**
 * The deadline of a notice as an iCalendar file: one all-day event on the last day, with a reminder the day before.
 * The UID is the pack's, so importing it again moves the entry instead of doubling it.
 */
export const deadlineCalendar = (
  manifest: Pick<Manifest, 'id' | 'subject' | 'office' | 'window'>,
): string => {
  const { opens, closes, clause, quote } = manifest.window;
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//shenbao//deadline//ZH',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${manifest.id}-deadline@shenbao`,
    `DTSTAMP:${compact(opens)}T000000Z`,
    `DTSTART;VALUE=DATE:${compact(closes)}`,
    `DTEND;VALUE=DATE:${dayAfter(closes)}`,
    `SUMMARY:${escaped(`${manifest.subject}申报截止`)}`,
    `DESCRIPTION:${escaped(`${manifest.office}：${quote}（${clause}）`)}`,
    'TRANSP:TRANSPARENT',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escaped(`${manifest.subject}明日申报截止`)}`,
    'TRIGGER:-P1D',
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]
    .map(folded)
    .join('\r\n');
};
