import type { Outgoing, SendResult } from '../../../src/host/channel.ts';
import { BoundedMap } from '../../../src/host/shelf/bounded-map.ts';
import type { DoorWords } from '../../../src/model/door-wording.ts';
import { fileLimit } from '../files.ts';
import type { OpenMenus } from '../open-menus.ts';
import { encodeWechaty } from './encode.ts';
import type { Gateway, GatewayTarget, Said } from './gateway.ts';

/** gRPC UNAVAILABLE: no connection, nothing was carried out. UNAUTHENTICATED and RESOURCE_EXHAUSTED likewise. */
const unavailable = 14;
const unauthenticated = 16;
const exhausted = 8;
/** gRPC INVALID_ARGUMENT and OUT_OF_RANGE: the gateway will not take this content. */
const refused = new Set([3, 11]);

const waitForGateway = 15;
const waitForRate = 60;

const failure = (said: Exclude<Said, { kind: 'said' }>): SendResult => {
  if (said.kind === 'no-such-chat') return { kind: 'unreachable', reason: 'wechaty:no-such-chat' };
  const reason = `wechaty:grpc-${said.code ?? 'none'}`;
  if (said.code === unavailable || said.code === unauthenticated)
    return { kind: 'retry', afterSeconds: waitForGateway, reason };
  if (said.code === exhausted) return { kind: 'retry', afterSeconds: waitForRate, reason };
  return refused.has(said.code ?? -1) ? { kind: 'rejected', reason } : { kind: 'unknown', reason };
};

/** Sends through the gateway. There is no idempotency key and no receipt: what is lost on the way is `unknown`. */
export class WechatySender {
  readonly #gateway: () => Gateway | null;
  readonly #menus: OpenMenus;
  readonly #words: DoorWords;
  /** Texts and files of a delivery that have gone out, so that a retry does not repeat them. */
  readonly #progress = new BoundedMap<{ done: number; ref: string | undefined }>(5_000);

  constructor(gateway: () => Gateway | null, menus: OpenMenus, words: DoorWords) {
    this.#gateway = gateway;
    this.#menus = menus;
    this.#words = words;
  }

  async send(outgoing: Outgoing): Promise<SendResult> {
    const { message, key, files } = outgoing;
    if (message.quiet) return { kind: 'sent' };
    const gateway = this.#gateway();
    if (gateway === null || !gateway.loggedIn())
      return { kind: 'retry', afterSeconds: waitForGateway, reason: 'wechaty:not-logged-in' };
    if (files.some(({ bytes }) => bytes > fileLimit))
      return { kind: 'rejected', reason: 'wechaty:file-too-large' };
    const to: GatewayTarget = { kind: message.to.kind, id: message.to.chat };
    const steps = [
      ...encodeWechaty(message, this.#words).map(text => () => gateway.sayText(to, text)),
      ...files.map(
        ({ name, content }) =>
          async () =>
            gateway.sayFile(to, name, await content()),
      ),
    ];
    let { done, ref } = this.#progress.get(key) ?? { done: 0, ref: undefined };
    for (const step of steps.slice(done)) {
      const said = await step();
      if (said.kind !== 'said') return failure(said);
      done += 1;
      ref ??= said.id;
      this.#progress.set(key, { done, ref });
    }
    this.#menus.sent(message.to.chat, message, message.choices);
    return { kind: 'sent', ...(ref === undefined ? {} : { ref }) };
  }
}
