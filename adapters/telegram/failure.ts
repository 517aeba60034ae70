import { z } from 'zod';
import { backOff } from '../../src/host/shelf/back-off.ts';

/** Why a Bot API call did not succeed. Never holds an address, a payload or the token. */
export type Failure =
  /** Telegram answered `ok: false`. */
  | {
      readonly kind: 'refused';
      readonly code: number;
      readonly description: string;
      readonly retryAfter: number | undefined;
      readonly migrateTo: string | undefined;
    }
  /** No connection was made, so nothing was carried out. */
  | { readonly kind: 'unreachable'; readonly detail: string }
  /** The connection broke, timed out or gave something that is no Bot API answer: nobody knows what was carried out. */
  | { readonly kind: 'lost'; readonly detail: string };

export type Attempt<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

/** What GrammyError carries; read by shape, so that grammY stays a lazy import. */
const Refusal = z.object({
  error_code: z.number().int(),
  description: z.string(),
  parameters: z
    .object({ retry_after: z.number().optional(), migrate_to_chat_id: z.number().int().optional() })
    .default({}),
});

/** HttpError wraps the error of node-fetch, whose message holds the address with the token: only its code is read. */
const NetworkTrouble = z.object({
  name: z.literal('HttpError'),
  error: z.object({ code: z.string().optional(), errno: z.string().optional() }).optional(),
});

/** No byte of the request can have arrived. */
const notConnected = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

/** Turn what grammY throws into data. Anything else is a bug and is thrown on. */
const failureOf = (error: unknown): Failure => {
  const refusal = Refusal.safeParse(error);
  if (refusal.success) {
    const { error_code: code, description, parameters } = refusal.data;
    // A 5xx may come from a proxy after the call was carried out.
    if (code >= 500) return { kind: 'lost', detail: `HTTP ${code}` };
    const migrateTo = parameters.migrate_to_chat_id;
    return {
      kind: 'refused',
      code,
      description,
      retryAfter: parameters.retry_after,
      migrateTo: migrateTo === undefined ? undefined : String(migrateTo),
    };
  }
  const trouble = NetworkTrouble.safeParse(error);
  if (trouble.success) {
    const detail = trouble.data.error?.code ?? trouble.data.error?.errno ?? 'no usable answer';
    return notConnected.includes(detail) ? { kind: 'unreachable', detail } : { kind: 'lost', detail };
  }
  // grammY throws a GrammyError without code when a body is JSON but no Bot API answer.
  if (error instanceof Error && error.name === 'GrammyError')
    return { kind: 'lost', detail: 'no usable answer' };
  throw error;
};

/** Carry out one Bot API call; expected trouble comes back as data. */
export const attempt = async <T>(call: () => Promise<T>): Promise<Attempt<T>> => {
  try {
    return { ok: true, value: await call() };
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
};

/** What to do about a refusal. Wording: tdlib/telegram-bot-api Client.cpp; texts change, so parts are matched. */
export type Verdict =
  | 'unreachable'
  | 'rejected'
  | 'slow-down'
  | 'migrated'
  | 'bad-markup'
  | 'unchanged'
  | 'edit-impossible'
  | 'topic-gone'
  | 'topic-closed'
  | 'bot-stopped';

const goneWords = [
  'chat not found',
  'user not found',
  'bot was blocked',
  'user is deactivated',
  'bot was kicked',
  'bot is not a member',
  "can't initiate conversation",
  "bots can't send messages to bots",
  'chat_write_forbidden',
  'have no rights to send',
  'not enough rights to send',
  'peer_id_invalid',
  'the group chat was deactivated',
];
const goneTopicWords = ['message thread not found', 'topic_deleted', 'topic_id_invalid'];
const editWords = [
  'message to edit not found',
  "message can't be edited",
  'message_id_invalid',
  'there is no text in the message to edit',
];

export const judge = (failure: Extract<Failure, { kind: 'refused' }>): Verdict => {
  const words = failure.description.toLowerCase();
  if (failure.code === 401 || failure.code === 404 || failure.code === 409) return 'bot-stopped';
  if (failure.code === 429) return 'slow-down';
  if (failure.migrateTo !== undefined) return 'migrated';
  if (words.includes('message is not modified')) return 'unchanged';
  if (words.includes("can't parse entities")) return 'bad-markup';
  if (goneTopicWords.some(part => words.includes(part))) return 'topic-gone';
  if (words.includes('topic_closed')) return 'topic-closed';
  if (editWords.some(part => words.includes(part))) return 'edit-impossible';
  return failure.code === 403 || goneWords.some(part => words.includes(part)) ? 'unreachable' : 'rejected';
};

/** For logs and results: a code and Telegram's own words, cut short. */
export const describeFailure = (failure: Failure): string =>
  failure.kind === 'refused'
    ? `telegram ${failure.code}: ${failure.description.slice(0, 120)}`
    : `telegram connection: ${failure.detail}`;

/** Seconds to wait before the next attempt: 1, 2, 4 … 60, or what Telegram asks for. */
export const backOffSeconds = backOff(1, 60);
