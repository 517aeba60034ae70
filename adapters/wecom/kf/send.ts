import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Outgoing, SendResult } from '../../../src/host/channel.ts';
import { BoundedMap } from '../../../src/host/shelf/bounded-map.ts';
import type { DoorWords } from '../../../src/model/door-wording.ts';
import type { Reply, WecomApi } from '../api.ts';
import { fileLimit } from '../files.ts';
import type { OpenMenus } from '../open-menus.ts';
import { failureResult } from '../send-result.ts';
import { type Budget, budgetLimit } from './budget.ts';
import { encodeKf } from './encode.ts';
import { isWithHuman } from './handover.ts';
import type { WelcomeCodes } from './welcome.ts';

const Uploaded = z.looseObject({ media_id: z.string() });
/** This `msgid` was accepted before (path/90313). */
const msgidRepeated = 95033;
/** Over the limit of five, or of 48 hours (path/90313). */
const budgetCodes = new Set([95001, 95002]);

/** The session is not ours to send in: a human has it, or it has ended (path/90313). */
const stateForbids = 95018;

/** A msgid has at most 32 bytes of `[0-9a-zA-Z_-]`; those of files are derived from the delivery's key. */
const fileMsgid = (key: string, index: number): string =>
  createHash('sha256').update(`${key}/file/${index}`).digest('base64url').slice(0, 32);

export interface KfSenderDeps {
  readonly api: WecomApi;
  readonly openKfId: string;
  readonly budget: Budget;
  readonly welcome: WelcomeCodes;
  readonly menus: OpenMenus;
  readonly now: () => number;
  readonly words: DoorWords;
  /** A servicer has the session, and not by our doing. */
  readonly onHuman: (chat: string) => void;
}

/** Sends to customers of 微信客服: one message per OutMessage, files apart, each with its own idempotency key. */
export class KfSender {
  readonly #deps: KfSenderDeps;
  /** Messages of a delivery that have gone out already, so that a retry does not count them again. */
  readonly #done = new BoundedMap<true>(10_000);

  constructor(deps: KfSenderDeps) {
    this.#deps = deps;
  }

  async send(outgoing: Outgoing): Promise<SendResult> {
    const { message, key, files } = outgoing;
    const chat = message.to.chat;
    if (files.some(({ bytes }) => bytes > fileLimit))
      return { kind: 'rejected', reason: 'kf:file-too-large' };
    // Nothing can be edited here: what is only worth sending as an edit is dropped.
    if (message.quiet) return { kind: 'sent' };
    const left = this.#deps.budget.left(chat, this.#deps.now());
    const { content, menu, whole } = encodeKf(message, {
      last: left === 1,
      // On a retry the text has gone already, and what was said in it stands.
      roomForFile: left > files.length + (this.#done.has(key) ? 0 : 1),
      words: this.#deps.words,
    });
    let repeated = content !== null;
    if (content !== null && !this.#done.has(key)) {
      const failure = await this.#deliver(chat, key, content, true);
      if (failure !== null && failure.kind !== 'duplicate') return failure;
      repeated = failure !== null;
      this.#done.set(key, true);
    }
    const { api } = this.#deps;
    const uploads = [
      // With a mark at its beginning by which every reader knows the encoding.
      ...(whole === undefined
        ? []
        : [() => api.upload(this.#deps.words('door.wholeFile'), Buffer.from(`\uFEFF${whole}\n`))]),
      ...files.map(
        ({ name, content }) =>
          async () =>
            api.upload(name, await content()),
      ),
    ];
    for (const [index, upload] of uploads.entries()) {
      // Numbered from behind: whether the words come whole as well changes no other file's number.
      const msgid = fileMsgid(key, uploads.length - 1 - index);
      if (this.#done.has(msgid)) continue;
      if (this.#deps.budget.left(chat, this.#deps.now()) === 0) return parked;
      const uploaded = await upload();
      if (uploaded.kind !== 'ok') return failureResult(uploaded, true);
      const { media_id } = Uploaded.parse(uploaded.body);
      const failure = await this.#deliver(chat, msgid, { msgtype: 'file', file: { media_id } }, false);
      if (failure !== null && failure.kind !== 'duplicate') return failure;
      repeated = false;
      this.#done.set(msgid, true);
    }
    this.#deps.menus.sent(chat, message, menu);
    return { kind: repeated ? 'duplicate' : 'sent', ref: key };
  }

  /** Null: sent. */
  async #deliver(chat: string, msgid: string, content: object, greets: boolean): Promise<SendResult | null> {
    const { api, budget, openKfId, now } = this.#deps;
    const code = greets ? this.#deps.welcome.take(chat, now()) : null;
    if (code !== null) {
      const reply = await api.post('/cgi-bin/kf/send_msg_on_event', { code, msgid, ...content });
      if (reply.kind === 'ok') return null;
      if (reply.kind === 'lost') return { kind: 'unknown', reason: 'kf:welcome-answer-lost' };
    }
    if (budget.left(chat, now()) === 0) return parked;
    const reply: Reply = await api.post('/cgi-bin/kf/send_msg', {
      touser: chat,
      open_kfid: openKfId,
      msgid,
      ...content,
    });
    if (reply.kind === 'ok') {
      budget.sent(chat);
      return null;
    }
    if (reply.kind === 'error' && reply.code === msgidRepeated) return { kind: 'duplicate', ref: msgid };
    if (reply.kind === 'error' && budgetCodes.has(reply.code)) budget.exhausted(chat, now());
    if (reply.kind === 'error' && reply.code === stateForbids && (await isWithHuman(api, openKfId, chat))) {
      this.#deps.onHuman(chat);
      return { kind: 'parked', reason: 'kf:with-a-servicer' };
    }
    return failureResult(reply, true);
  }
}

const parked: SendResult = { kind: 'parked', reason: `kf:${budgetLimit}-messages-used` };
