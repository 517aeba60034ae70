import { createHash, timingSafeEqual } from 'node:crypto';
import type { HttpRoute, RawRequest, RawResponse } from '../../src/host/channel.ts';
import type { WebhookSettings } from './settings.ts';

/** Updates are far smaller; the largest known are messages of 4096 characters with their entities. */
const maxBytes = 1024 * 1024;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Same time whatever is given: both sides are hashed first, so that lengths are equal and nothing can throw. */
const sameSecret = (given: string | undefined, wanted: string): boolean =>
  timingSafeEqual(digest(given ?? ''), digest(wanted)) && given !== undefined;

const parse = (body: Uint8Array): { readonly update: unknown } | null => {
  try {
    return { update: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) };
  } catch {
    return null;
  }
};

/**
 * The callback path. The secret header is the only proof of origin (core.telegram.org/bots/api#setwebhook), so it is
 * checked before the body is looked at. 200 only after the update is safe; 503 makes Telegram deliver again.
 *
 * @param handle null while the channel does not run.
 */
export const webhookRoute = (
  settings: WebhookSettings,
  handle: () => ((update: unknown) => Promise<void>) | null,
): HttpRoute => ({
  path: settings.path,
  maxBytes,
  async handle(request: RawRequest): Promise<RawResponse> {
    if (request.method !== 'POST') return { status: 405 };
    if (!sameSecret(request.headers['x-telegram-bot-api-secret-token'], settings.secret))
      return { status: 401 };
    const parsed = parse(request.body);
    if (!parsed) return { status: 400 };
    const take = handle();
    if (!take) return { status: 503 };
    try {
      await take(parsed.update);
      return { status: 200 };
    } catch {
      return { status: 503 };
    }
  },
});
