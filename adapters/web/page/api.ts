import type { Refusal } from '../wire.ts';

const keyName = 'shenbao-key';

const randomText = (bytes: number): string =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(bytes))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

const storedKey = (): string => {
  const fresh = randomText(32);
  try {
    const known = localStorage.getItem(keyName);
    if (known && /^[A-Za-z0-9_-]{43}$/.test(known)) return known;
    localStorage.setItem(keyName, fresh);
  } catch {
    // Storage is switched off: the conversation lasts as long as this page.
  }
  return fresh;
};

/** Who this browser is. Sent with every request, never in an address. */
const key = storedKey();

/** Id of one act of the person; sent again unchanged when the act has to be sent again. */
export const newEventId = (): string => randomText(16);

/** The house said no, in words. */
export class Refused extends Error {
  readonly code: string;
  /** Worth trying again as it is. */
  readonly passing: boolean;
  constructor(refusal: Refusal, passing: boolean) {
    super(refusal.message);
    this.code = refusal.code;
    this.passing = passing;
  }
}

const offline: Refusal = { code: 'page:offline', message: '暂时连不上服务，请稍后再试。' };

/** A request as this browser. Throws Refused, also when nothing answers. */
export const request = async (path: string, init: RequestInit = {}): Promise<Response> => {
  const headers = { ...(init.headers as Record<string, string>), 'x-shenbao-key': key };
  let response: Response;
  try {
    // Only who is signed in at the desk has a cookie; everywhere else the key says who this is.
    const credentials = /^\/api\/(?:desk|studio)\//.test(path) ? 'same-origin' : 'omit';
    response = await fetch(path, { ...init, headers, credentials, cache: 'no-store' });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new Refused(offline, true);
  }
  if (response.ok) return response;
  const refusal = await response.json().catch(() => offline);
  throw new Refused(refusal as Refusal, response.status === 503);
};

export const getJson = async <T>(path: string): Promise<T> => (await request(path)).json();

export const sendJson = async <T>(
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<T> =>
  (
    await request(path, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  ).json();

/** Words for an error of whatever kind. */
export const wordsOf = (error: unknown): string =>
  error instanceof Refused ? error.message : offline.message;
