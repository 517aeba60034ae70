import { z } from 'zod';
import type { HttpRoute, RawRequest, RawResponse } from '../../src/host/channel.ts';
import type { Logger } from '../../src/host/log.ts';
import { decrypt, isSigned, sameText } from './crypto.ts';
import { callbackBytes } from './limits.ts';
import type { Receiver } from './receive.ts';
import type { Settings } from './settings.ts';
import { parseStrictBytes, parseStrictJson } from './strict-json.ts';

/** Paths to enter in the developer console: events, and card callbacks. Both take either. */
export const callbackPaths = ['/callback/feishu/event', '/callback/feishu/card'] as const;

const Sealed = z.strictObject({ encrypt: z.string().min(1) });
const Verification = z.object({
  type: z.literal('url_verification'),
  challenge: z.string().max(1000),
  token: z.string(),
});
const Event = z.object({ schema: z.literal('2.0'), header: z.looseObject({ token: z.string() }) });

/** One answer for everything whose origin is not proven: nobody learns which check failed. */
const refused: RawResponse = { status: 401 };

const json = (body: unknown): RawResponse => ({
  status: 200,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(body),
});

/** The body inside a request, or null unless the signature holds over the raw bytes and it decrypts to strict JSON. */
export const openBody = (request: RawRequest, encryptKey: string, nowMs: number): unknown => {
  if (request.method !== 'POST' || !isSigned(request.headers, request.body, encryptKey, nowMs)) return null;
  const sealed = Sealed.safeParse(parseStrictBytes(request.body));
  if (!sealed.success) return null;
  const text = decrypt(sealed.data.encrypt, encryptKey);
  return text === null ? null : parseStrictJson(text);
};

export interface HttpModeDeps {
  readonly callback: NonNullable<Settings['callback']>;
  readonly now: () => number;
  readonly receive: Receiver;
  readonly log: Logger;
}

/**
 * Events and card callbacks over HTTP. The SDK's own check is left out: it compares no token, knows no freshness, and
 * signs a re-serialised body. 503 makes Feishu deliver an event again (15 s, 5 min, 1 h, 6 h).
 */
export const createRoutes = ({ callback, now, receive, log }: HttpModeDeps): HttpRoute[] => {
  const handle = async (request: RawRequest): Promise<RawResponse> => {
    const body = openBody(request, callback.encryptKey, now());
    const verification = Verification.safeParse(body);
    if (verification.success) {
      const { challenge, token } = verification.data;
      return sameText(token, callback.verificationToken) ? json({ challenge }) : refused;
    }
    const event = Event.safeParse(body);
    if (!event.success || !sameText(event.data.header.token, callback.verificationToken)) {
      log.warn(
        { channel: 'feishu', bytes: request.body.length },
        'feishu: callback of unproven origin refused',
      );
      return refused;
    }
    try {
      return json((await receive(body)) ?? {});
    } catch (error) {
      log.warn(
        { channel: 'feishu', error: (error as Error).name },
        'feishu: event not taken, delivered again',
      );
      return { status: 503 };
    }
  };
  return callbackPaths.map(path => ({ path, maxBytes: callbackBytes, handle }));
};
