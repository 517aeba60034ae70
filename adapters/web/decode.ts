import { z } from 'zod';
import type { FileBody } from '../../src/host/file-body.ts';
import type { Event, EventBody } from '../../src/model/event.ts';
import type { Issue, Result } from '../../src/model/issue.ts';
import { tokenPattern } from '../../src/model/message.ts';
import { StaffRole } from '../../src/model/staff.ts';
import { actorOf, addressOf } from './seat.ts';
import type { Seat } from './wire.ts';

/** Made by the browser once for each act; a retry sends it again and so is a redelivery. */
const EventId = z.string().regex(/^[A-Za-z0-9_-]{8,40}$/);

/** Longest text taken, in UTF-16 units. What a field takes is the engine's to say; this only bounds the request. */
export const maxTextUnits = 200_000;
/** Bytes of an `/api/events` body: the longest text with every unit escaped as \uXXXX, and some room. */
export const maxEventBytes = maxTextUnits * 6 + 4_096;

export const SeatName = z.enum(['self', 'rehearsal', 'reviewer']);

const SignIn = z.strictObject({ link: z.string().min(1).max(600) });

const CaseNumber = z.string().regex(/^[A-Z0-9]{2,12}-\d{3,8}-[A-Z]$/);
const DeskOpen = z.strictObject({ id: EventId, number: CaseNumber });
const Why = z.union([
  z.strictObject({ typed: z.string().min(1).max(2_000) }),
  z.strictObject({ prepared: z.string().min(1).max(100) }),
]);
const given = {
  token: z.string().regex(tokenPattern),
  reason: Why.optional(),
  fields: z.record(z.string().max(100), Why).optional(),
  records: z.record(z.string().max(100), z.string().max(2_000)).optional(),
  person: z.string().max(300).optional(),
};
const DeskPreview = z.strictObject({ number: CaseNumber, ...given });
/** `version`: the case as it stood on screen. */
const DeskAct = z.strictObject({
  id: EventId,
  number: CaseNumber,
  version: z.number().int().positive(),
  ...given,
});

const Posted = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('text'),
    id: EventId,
    seat: SeatName,
    text: z.string().min(1).max(maxTextUnits),
    /** The prompt that stood on screen when it was sent. */
    prompt: z.string().max(64).optional(),
  }),
  z.strictObject({
    kind: z.literal('press'),
    id: EventId,
    seat: SeatName,
    token: z.string().regex(tokenPattern),
    /** Reference of the message that carried the button. */
    message: z.string().max(64).optional(),
  }),
  z.strictObject({ kind: z.literal('place'), id: EventId, seat: SeatName, place: z.string().max(100) }),
  z.strictObject({ kind: z.literal('enter'), id: EventId, seat: SeatName }),
]);
export type Posted = z.infer<typeof Posted>;

const Upload = z.strictObject({
  id: EventId,
  seat: SeatName,
  name: z.string().min(1).max(400),
  /** The paper of the checklist it is sent as. */
  for: z.string().max(100).optional(),
  /** Another file follows at once. */
  more: z.literal('true').optional(),
});
export type Upload = z.infer<typeof Upload>;

const PhoneAsk = z.strictObject({ code: z.string().regex(/^[A-Z0-9]{10,20}$/) });
const TourAsk = z.strictObject({ id: EventId });
const ClockChange = z.strictObject({ date: z.iso.date().nullable() });
const Chair = z.strictObject({ section: z.string().min(1).max(100), role: StaffRole });

const unreadable: Issue = { code: 'web:bad-request', message: '网页发来的内容不完整，请刷新页面后重试。' };

/** A JSON body that has this shape. */
export const decodeJson = <T>(schema: z.ZodType<T>, bytes: Uint8Array): Result<T> => {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return { ok: false, issues: [unreadable] };
  }
  const parsed = schema.safeParse(value);
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, issues: [unreadable] };
};

/** What the page posted to `/api/events`. */
export const decodePosted = (bytes: Uint8Array): Result<Posted> => decodeJson(Posted, bytes);
export const decodeSignIn = (bytes: Uint8Array): Result<z.infer<typeof SignIn>> => decodeJson(SignIn, bytes);
export const decodeDeskOpen = (bytes: Uint8Array): Result<z.infer<typeof DeskOpen>> =>
  decodeJson(DeskOpen, bytes);
export const decodeDeskPreview = (bytes: Uint8Array): Result<z.infer<typeof DeskPreview>> =>
  decodeJson(DeskPreview, bytes);
export const decodeDeskAct = (bytes: Uint8Array): Result<z.infer<typeof DeskAct>> =>
  decodeJson(DeskAct, bytes);
/** A date to rehearse, or null to stop. */
export const decodeClock = (bytes: Uint8Array): Result<{ date: string | null }> =>
  decodeJson(ClockChange, bytes);
/** The next act of a rehearsal that plays by itself, with the id of the event that it may cause. */
export const decodeTour = (bytes: Uint8Array): Result<{ id: string }> => decodeJson(TourAsk, bytes);
/** The code of a draft that is to go on elsewhere. */
export const decodePhone = (bytes: Uint8Array): Result<{ code: string }> => decodeJson(PhoneAsk, bytes);
/** The section and role to sit in for. */
export const decodeChair = (bytes: Uint8Array): Result<z.infer<typeof Chair>> => decodeJson(Chair, bytes);

/** The query of an upload; the file itself is the body. */
export const decodeUpload = (query: Readonly<Record<string, string>>): Result<Upload> => {
  const parsed = Upload.safeParse(query);
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, issues: [unreadable] };
};

const bodyOf = (posted: Posted): EventBody => {
  switch (posted.kind) {
    case 'text':
      return {
        kind: 'text',
        text: posted.text,
        ...(posted.prompt === undefined ? {} : { prompt: posted.prompt }),
      };
    case 'press':
      return {
        kind: 'press',
        token: posted.token,
        ...(posted.message === undefined ? {} : { message: posted.message }),
      };
    case 'place':
      return { kind: 'place', place: posted.place };
    case 'enter':
      return { kind: 'enter' };
    default:
      return posted satisfies never;
  }
};

/** An event of this browser. Its id carries the chat, so that no browser can use up another's event ids. */
const eventOf = (browser: string, seat: Seat, id: string, at: number, body: EventBody): Event => {
  const address = addressOf(browser, seat);
  return {
    id: `web:${address.chat}:${id}`,
    at,
    address,
    actor: actorOf(browser, seat),
    body,
    ...(seat === 'self' ? { policies: ['rehearses'] } : {}),
  };
};

export const postedEvent = (browser: string, posted: Posted, at: number): Event =>
  eventOf(browser, posted.seat, posted.id, at, bodyOf(posted));

/** An upload that was kept, or the reason why it was not. */
export const uploadEvent = (browser: string, upload: Upload, at: number, body: FileBody): Event => ({
  ...eventOf(
    browser,
    upload.seat,
    upload.id,
    at,
    body.kind === 'file' && upload.for !== undefined ? { ...body, for: upload.for } : body,
  ),
  ...(upload.more ? { more: true } : {}),
});
