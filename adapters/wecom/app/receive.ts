import type { HttpRoute, Intake, RawResponse } from '../../../src/host/channel.ts';
import type { Logger } from '../../../src/host/log.ts';
import type { Lanes } from '../../../src/host/shelf/lanes.ts';
import type { Event } from '../../../src/model/event.ts';
import { clockTrouble, maxCallbackBytes, openCallback } from '../callback.ts';
import type { CallbackSecrets } from '../crypto.ts';
import { type Decoded, decodeApp } from './decode.ts';

export const appCallbackPath = '/callback/wecom/app';

/** Everybody who cannot prove to be WeCom gets the same answer, whatever was wrong. */
export const refusal: RawResponse = { status: 401, body: '' };
const acknowledged: RawResponse = { status: 200, body: '' };

/** What the route does with decoded callbacks; set while the channel runs. */
export interface AppInbox {
  readonly intake: Intake;
  /** Settle what is not an event. Rejects when nothing could be kept. */
  other(decoded: Exclude<Decoded, { kind: 'event' }>): Promise<void>;
  /** What the house gets for a decoded event: numbers read as choices; null when it is not worth a turn. */
  seen(event: Event): Event | null;
  /** WeCom's request came at our time: null; or what the operator is told. */
  clock(trouble: string | null): void;
  /** The event is in. */
  taken(event: Event): void;
}

/**
 * The callback address of the self-built app. WeCom repeats a callback only when the connection fails or no answer
 * comes within 5 s, never on a 5xx (path/90930); so it is answered after the commit, and when nothing could be kept
 * the connection is closed without an answer.
 */
export const appRoute = (
  secrets: CallbackSecrets,
  agentId: number,
  lanes: Lanes,
  log: Logger,
  inbox: () => AppInbox | null,
): HttpRoute => ({
  path: appCallbackPath,
  maxBytes: maxCallbackBytes,
  async handle(request) {
    const open = inbox();
    if (open === null) return 'drop';
    const callback = openCallback(secrets, request, open.intake.now());
    if (callback.kind === 'refused') {
      log.warn({ code: `wecom:${callback.reason}`, skew: callback.skew }, 'callback refused');
      if (callback.skew !== undefined) open.clock(clockTrouble(callback));
      return refusal;
    }
    open.clock(null);
    if (callback.kind === 'echo')
      return { status: 200, headers: { 'content-type': 'text/plain' }, body: callback.text };
    const decoded = decodeApp(callback.xml, callback.plain, agentId);
    try {
      if (decoded.kind === 'event') {
        await lanes.run(decoded.event.address.chat, async () => {
          const event = open.seen(decoded.event);
          if (event === null) return;
          await open.intake.receive(event);
          open.taken(event);
        });
      } else {
        await open.other(decoded);
      }
      return acknowledged;
    } catch {
      log.error(
        { code: 'wecom:not-kept' },
        'callback could be neither committed nor spooled, left unanswered',
      );
      return 'drop';
    }
  },
});
