import type { HttpRoute, RawResponse } from '../../../src/host/channel.ts';
import type { Logger } from '../../../src/host/log.ts';
import { withPatience } from '../../../src/host/shelf/patience.ts';
import { clockTrouble, maxCallbackBytes, openCallback } from '../callback.ts';
import type { CallbackSecrets } from '../crypto.ts';
import { textOf } from '../xml.ts';

export const kfCallbackPath = '/callback/wecom/kf';
const refusal: RawResponse = { status: 401, body: '' };
const acknowledged: RawResponse = { status: 200, body: '' };

/** Milliseconds after which a callback is answered although reading goes on: WeCom waits 5 s (path/90930). */
const patience = 4_000;

export interface KfInbox {
  now(): number;
  /** WeCom's request came at our time: null; or what the operator is told. */
  clock(trouble: string | null): void;
  /** Read what is there; resolves after the commits. */
  sync(token: string | null): Promise<void>;
}

/**
 * The callback address of 微信客服. A callback only says that there is something to read; the messages stay at WeCom
 * for 3 days and the cursor moves after their commit, so a callback that is answered early loses nothing.
 */
export const kfRoute = (
  secrets: CallbackSecrets,
  openKfId: string,
  log: Logger,
  inbox: () => KfInbox | null,
): HttpRoute => ({
  path: kfCallbackPath,
  maxBytes: maxCallbackBytes,
  async handle(request) {
    const open = inbox();
    if (open === null) return 'drop';
    const callback = openCallback(secrets, request, open.now());
    if (callback.kind === 'refused') {
      log.warn({ code: `kf:${callback.reason}`, skew: callback.skew }, 'callback refused');
      if (callback.skew !== undefined) open.clock(clockTrouble(callback));
      return refusal;
    }
    open.clock(null);
    if (callback.kind === 'echo')
      return { status: 200, headers: { 'content-type': 'text/plain' }, body: callback.text };
    const isOurs =
      textOf(callback.xml, 'Event') === 'kf_msg_or_event' && textOf(callback.xml, 'OpenKfId') === openKfId;
    if (!isOurs) return acknowledged;
    try {
      await withPatience(open.sync(textOf(callback.xml, 'Token') ?? null), patience);
      return acknowledged;
    } catch {
      log.error({ code: 'kf:not-kept' }, 'messages could not be taken in, callback left unanswered');
      return 'drop';
    }
  },
});
