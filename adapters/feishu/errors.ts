/**
 * What an error code means for the message that met it.
 * `later` passing · `token` refresh and try again · `receiver` this person or group is gone · `content` this message
 * will never be accepted · `layout` not as a card: too long or badly built · `card` the message to update can be
 * updated no more, or not changed so · `place` the topic is not there, or the group has none: into the chat instead ·
 * `private` refused by the tenant's leak prevention · `setup` the operator has to change something, perhaps for this
 * receiver only · `down` he has to before anything at all can be sent · `unclear` no answer: nobody knows.
 */
export type Trouble =
  | 'later'
  | 'token'
  | 'receiver'
  | 'content'
  | 'layout'
  | 'card'
  | 'place'
  | 'private'
  | 'setup'
  | 'down'
  | 'unclear';

export interface Failure {
  readonly trouble: Trouble;
  /** Feishu's code, or 0 when there was none. */
  readonly code: number;
  /** Seconds the platform asks us to wait. */
  readonly waitSeconds?: number;
}

/**
 * Sources: open.feishu.cn/document/server-docs/im-v1/message/create, …/message/reply, …/message-card/patch (error tables)
 * and ukTMukTMukTM/ugjM14COyUjL4ITN (general codes).
 */
const codes: Readonly<Record<Exclude<Trouble, 'unclear'>, readonly number[]>> = {
  later: [99991400, 1000004, 230020, 230049, 11232, 11233, 11247, 1500, 2200, 5000, 1254036],
  token: [99991663, 99991661, 99991664, 99991665, 99991668],
  receiver: [230013, 230029, 230034, 230035, 230038, 230053, 230002, 232009, 99992351, 99992361],
  card: [230011, 230110, 230031, 230054],
  place: [230019, 230071, 230072],
  private: [230028],
  setup: [230018, 230027],
  // Quota of the edition used up, app switched off or not in use, no bot, scope or trusted address, wrong secret, no key.
  down: [99991403, 99991662, 99991673, 230006, 99991672, 99991401, 10014, 10003, 10012, 10015, 230036],
  layout: [230025, 230099, 11310, 200621, 200861],
  content: [230001, 230022, 230055, 230075, 100290, 300090],
};

const troubleByCode = new Map<number, Trouble>(
  (Object.keys(codes) as (keyof typeof codes)[]).flatMap(trouble =>
    codes[trouble].map(code => [code, trouble] as const),
  ),
);

/** Meaning of a code that came with this HTTP status. Unlisted codes: 4xx is refused for good, 5xx passes. */
export const troubleOf = (code: number, status: number): Trouble =>
  troubleByCode.get(code) ?? (status === 429 || status >= 500 ? 'later' : 'content');

interface HttpError {
  readonly response?: { readonly status?: number; readonly data?: unknown; readonly headers?: unknown };
}

const codeIn = (body: unknown): number | undefined => {
  const code = (body as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'number' ? code : undefined;
};

const waitIn = (headers: unknown): { waitSeconds: number } | Record<string, never> => {
  const seconds = Number((headers as Record<string, unknown> | undefined)?.['x-ogw-ratelimit-reset']);
  return Number.isFinite(seconds) && seconds > 0 ? { waitSeconds: Math.min(Math.ceil(seconds), 3600) } : {};
};

/** A thrown HTTP or network error. Without a response nobody knows whether the request was carried out. */
export const failureOfError = (error: unknown): Failure => {
  const response = (error as HttpError | null)?.response;
  if (!response) return { trouble: 'unclear', code: 0 };
  const code = codeIn(response.data) ?? 0;
  return { trouble: troubleOf(code, response.status ?? 0), code, ...waitIn(response.headers) };
};

/** An answer that arrived with HTTP 200 and a code; null when the code is 0. The SDK returns these, it does not throw. */
export const failureOfBody = (body: unknown): Failure | null => {
  const code = codeIn(body);
  if (code === 0) return null;
  return code === undefined ? { trouble: 'unclear', code: 0 } : { trouble: troubleOf(code, 200), code };
};
