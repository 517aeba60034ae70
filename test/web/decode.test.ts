import { describe, expect, it } from 'vitest';
import {
  decodeChair,
  decodeClock,
  decodePosted,
  decodeUpload,
  maxEventBytes,
  maxTextUnits,
  postedEvent,
  uploadEvent,
} from '../../adapters/web/decode.ts';
import { actorOf, addressOf, browserOf, chatOf, placeOf, seats } from '../../adapters/web/seat.ts';
import { refuseContent } from '../../src/documents/refusal.ts';
import { fileBody } from '../../src/host/file-body.ts';
import { sessionIdOf } from '../../src/model/address.ts';
import { Event } from '../../src/model/event.ts';
import { ContentRefusal } from '../../src/model/file.ts';

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const browser = 'a'.repeat(32);
const id = 'event-0001';

describe('what the page posts', () => {
  it.each([
    [
      { kind: 'text', id, seat: 'self', text: '我们能申报吗？', prompt: 'p1' },
      { kind: 'text', text: '我们能申报吗？', prompt: 'p1' },
    ],
    [
      { kind: 'text', id, seat: 'self', text: '\u202e<b>\ud800' },
      { kind: 'text', text: '\u202e<b>\ud800' },
    ],
    [
      { kind: 'press', id, seat: 'reviewer', token: 'abc_1', message: 'r_2' },
      { kind: 'press', token: 'abc_1', message: 'r_2' },
    ],
    [{ kind: 'enter', id, seat: 'rehearsal' }, { kind: 'enter' }],
  ])('becomes an event: %j', (posted, body) => {
    const decoded = decodePosted(bytes(posted));
    if (!decoded.ok) throw new Error('refused');
    const event = postedEvent(browser, decoded.value, 1_000);
    expect(Event.parse(event)).toEqual(event);
    expect(event).toMatchObject({ at: 1_000, body, address: addressOf(browser, decoded.value.seat) });
  });

  it.each([
    ['not JSON', new TextEncoder().encode('{')],
    ['not UTF-8', new Uint8Array([0x22, 0xff, 0x22])],
    ['an unknown kind', bytes({ kind: 'operator', id, seat: 'self', command: 'bind' })],
    ['an unknown seat', bytes({ kind: 'enter', id, seat: 'operator' })],
    ['an unknown property', bytes({ kind: 'enter', id, seat: 'self', actor: 'web:someone' })],
    ['an empty text', bytes({ kind: 'text', id, seat: 'self', text: '' })],
    ['too long a text', bytes({ kind: 'text', id, seat: 'self', text: 'x'.repeat(maxTextUnits + 1) })],
    ['an id with a colon', bytes({ kind: 'enter', id: 'web:other:1', seat: 'self' })],
    ['a token no button has', bytes({ kind: 'press', id, seat: 'self', token: 'a b' })],
    ['nothing', bytes(null)],
  ])('is refused in words when it is %s', (_, body) => {
    expect(decodePosted(body)).toMatchObject({ ok: false, issues: [{ code: 'web:bad-request' }] });
  });

  it('fits the body cap even when every unit of the longest text is escaped', () => {
    const text = '\u0000'.repeat(maxTextUnits);
    const body = bytes({ kind: 'text', id, seat: 'self', text });
    expect(body.length).toBeLessThanOrEqual(maxEventBytes);
    expect(decodePosted(body).ok).toBe(true);
  });

  it('gives the same event for the same act and another for everything else', () => {
    const act = (seat: 'self' | 'reviewer', event: string, who = browser) =>
      postedEvent(who, { kind: 'enter', id: event, seat }, 1).id;
    expect(act('self', id)).toBe(act('self', id));
    const others = [
      act('self', id),
      act('reviewer', id),
      act('self', 'event-0002'),
      act('self', id, 'b'.repeat(32)),
    ];
    expect(new Set(others).size).toBe(4);
  });

  it.each([
    ['2022-09-01', true],
    [null, true],
    ['2022-02-30', false],
    ['2022-09-01T00:00:00Z', false],
    [20220901, false],
  ])('takes %s for a rehearsal date: %s', (date, ok) => {
    expect(decodeClock(bytes({ date })).ok).toBe(ok);
  });

  it.each([
    [{ section: 's', role: 'reviewer' }, true],
    [{ section: 's', role: 'boss' }, false],
    [{ section: '', role: 'reviewer' }, false],
  ])('takes %j for a chair: %s', (chair, ok) => {
    expect(decodeChair(bytes(chair)).ok).toBe(ok);
  });
});

describe('uploads', () => {
  const upload = decodeUpload({ id, seat: 'self', name: '申请书.docx' });

  it.each(ContentRefusal.options)('that are refused as %s tell the engine just that', reason => {
    if (!upload.ok) throw new Error('refused');
    const event = uploadEvent(browser, upload.value, 1, fileBody(refuseContent(reason), '申请书.docx'));
    expect(Event.parse(event).body).toEqual({ kind: 'file-refused', reason, name: '申请书.docx' });
  });

  it('that were kept arrive as they were kept', () => {
    if (!upload.ok) throw new Error('refused');
    const file = { id: 'f'.repeat(64), name: '申请书.docx', type: 'docx', bytes: 9 } as const;
    expect(uploadEvent(browser, upload.value, 1, { kind: 'file', file }).body).toEqual({
      kind: 'file',
      file,
    });
  });

  it('need a name', () => {
    expect(decodeUpload({ id, seat: 'self' }).ok).toBe(false);
  });
});

describe('seats', () => {
  it('have chat ids that lead back to them and to nothing else', () => {
    for (const seat of seats) expect(placeOf(chatOf(browser, seat))).toEqual({ browser, seat });
    for (const chat of ['', 'abc', `${browser}-staff`, `rehearsal-${browser}x`, `x${browser}`]) {
      expect(placeOf(chat)).toBeNull();
    }
  });

  it('are three conversations', () => {
    const sessions = seats.map(seat => sessionIdOf(addressOf(browser, seat), actorOf(browser, seat)));
    expect(new Set(sessions).size).toBe(3);
  });

  it('belong to a key that their ids do not give away', () => {
    const key = 'k'.repeat(43);
    expect(browserOf(key)).toMatch(/^[a-f0-9]{32}$/);
    expect(browserOf(`${key}x`)).toBeNull();
    expect(browserOf(undefined)).toBeNull();
    expect(browserOf('k'.repeat(42))).toBeNull();
    expect(browserOf(browserOf(key) ?? '')).toBeNull();
  });
});
