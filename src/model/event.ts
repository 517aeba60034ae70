import { z } from 'zod';
import { Actor, Address } from './address.ts';
import { FileRefusal, StoredFile } from './file.ts';

/** Kinds of message that are not read. The person is told so, and what can be sent instead. */
export const UnreadKind = z.enum([
  'voice',
  'video',
  'animation',
  'sticker',
  'location',
  'contact',
  'poll',
  'dice',
  'story',
  'folder',
  'shared',
  /** Whatever it was, it came after more than is taken of one person. */
  'hurried',
  'other',
]);
export type UnreadKind = z.infer<typeof UnreadKind>;

/**
 * Longest text of a message that is read, in UTF-16 units; own cap. The whole form has some 5,000; the longest message of
 * any platform is 4,096 (Telegram) to 30 KB (Feishu). A longer one is answered without being looked at.
 */
export const LONGEST_TEXT = 20_000;

/** Words of an officer's, or one of the pack's prepared reasons by its id. */
const Reason = z.union([z.strictObject({ typed: z.string() }), z.strictObject({ prepared: z.string() })]);

/** What happened, in the words every platform shares. A new kind needs a fixture in test/fixtures/events. */
export const EventBody = z.discriminatedUnion('kind', [
  /**
   * The person wrote something. `prompt`: the prompt it answers, where the platform can tell (a reply, a numbered menu);
   * `quotes`: the words of the message of ours that it replies to; `repliesTo`: the platform's id of her own message that it does.
   */
  z.strictObject({
    kind: z.literal('text'),
    text: z.string(),
    prompt: z.string().optional(),
    quotes: z.string().optional(),
    repliesTo: z.string().max(200).optional(),
  }),
  /** A button was pressed. `message`: the platform's id of the message that carried it. */
  z.strictObject({ kind: z.literal('press'), token: z.string(), message: z.string().optional() }),
  /** A file arrived and is already kept beside the store. `for`: the paper of the checklist that it was sent as. */
  z.strictObject({
    kind: z.literal('file'),
    file: StoredFile,
    caption: z.string().optional(),
    for: z.string().max(100).optional(),
  }),
  /** A file was refused before it was kept, or could not be fetched. */
  z.strictObject({ kind: z.literal('file-refused'), reason: FileRefusal, name: z.string() }),
  /** A message of a kind that is not read; `caption`: words that came along with it. */
  z.strictObject({ kind: z.literal('unread'), what: UnreadKind, caption: z.string().optional() }),
  /** A form card with several inputs was submitted: field id -> what was typed. */
  z.strictObject({
    kind: z.literal('form'),
    prompt: z.string(),
    values: z.record(z.string(), z.string()),
    message: z.string().optional(),
  }),
  /** The person pointed at a place of her form, by its id, where the platform shows the form: it is asked for next. */
  z.strictObject({ kind: z.literal('place'), place: z.string().max(100) }),
  /**
   * An officer opened a case at the desk, or, with the token of one of its buttons, acted on it: what the chat asks step by
   * step comes along at once. The stored button decides what may be done, as in chat.
   */
  z.strictObject({
    kind: z.literal('case'),
    /** The notice, by its pack's id: somebody may have a seat in several. */
    notice: z.string(),
    number: z.string(),
    token: z.string().optional(),
    /** Opened to take a file of it along. */
    download: z.literal(true).optional(),
    /** One reason for the whole. */
    reason: Reason.optional(),
    /** Field -> why it is returned. */
    fields: z.record(z.string(), Reason).optional(),
    /** What the stage wants recorded, by its id. */
    records: z.record(z.string(), z.string()).optional(),
    /** Actor id of the colleague who is asked. */
    person: z.string().optional(),
  }),
  /** The person edited an earlier message: what it says now. `Event.message` names it. */
  z.strictObject({ kind: z.literal('edited'), text: z.string() }),
  /** The person took an earlier message back. `Event.message` names it. */
  z.strictObject({ kind: z.literal('recalled') }),
  /** The person opened the chat, or followed a link that carried a payload. */
  z.strictObject({ kind: z.literal('enter'), payload: z.string().optional() }),
  /** A timer set by an earlier turn is due. */
  z.strictObject({ kind: z.literal('timer'), name: z.string(), data: z.record(z.string(), z.string()) }),
  /** A message could not be delivered for good, or can be delivered no more. */
  z.strictObject({ kind: z.literal('undelivered'), message: z.string(), reason: z.string() }),
  /** The operator did something at the command line: staff bindings, wiping a rehearsal. */
  z.strictObject({
    kind: z.literal('operator'),
    command: z.string(),
    data: z.record(z.string(), z.string()),
  }),
]);
export type EventBody = z.infer<typeof EventBody>;

/** What goes along with a pressed button of a case. */
export type CaseGiven = Omit<Extract<EventBody, { kind: 'case' }>, 'kind' | 'notice' | 'number'>;

/**
 * A normalised immutable fact. `id` is the same for every redelivery of the same platform update and different for
 * everything else; it is what makes a turn happen once. `at` is when it happened, in milliseconds since 1970 (UTC).
 */
export const Event = z.strictObject({
  id: z.string().min(1).max(200),
  at: z.number().int(),
  address: Address,
  actor: Actor,
  /** The platform's id of the person's own message, where she can edit it or take it back. */
  message: z.string().max(200).optional(),
  /** Further files of the same message or album follow: one answer for all of them comes with the last. */
  more: z.literal(true).optional(),
  /** The platform's own order within a chat, where it has one (Telegram update_id). */
  seq: z.number().int().optional(),
  body: EventBody,
  /**
   * Rules of the door the event came through. `no-personal-data`: answer questions and check eligibility, but collect
   * no form, contact or file here (a group; a channel whose servers are abroad). `rehearses`: a rehearsal can be begun
   * here, and may be named where the real thing is not possible now.
   */
  policies: z.array(z.enum(['no-personal-data', 'rehearses'])).optional(),
});
export type Event = z.infer<typeof Event>;
