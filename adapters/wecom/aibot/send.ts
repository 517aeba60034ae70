import type { WSClient } from '@wecom/aibot-node-sdk';
import { z } from 'zod';
import type { Outgoing, SendResult } from '../../../src/host/channel.ts';
import { BoundedMap } from '../../../src/host/shelf/bounded-map.ts';
import type { ShownQuestions } from '../../../src/host/shelf/questions.ts';
import type { Address } from '../../../src/model/address.ts';
import type { DoorWords } from '../../../src/model/door-wording.ts';
import type { MemberRate } from '../app/rate.ts';
import { fileLimit } from '../files.ts';
import type { OpenMenus } from '../open-menus.ts';
import { failureResult } from '../send-result.ts';
import { encodeBot, type Part } from './encode.ts';
import type { WelcomeFrames } from './welcome.ts';

/** A refusal: the client rejects with the frame itself. */
const Refused = z.looseObject({ errcode: z.number().int() });
/** The client could not even write: nothing has left. */
const notWritten = /not connected/i;

export interface BotSenderDeps {
  readonly client: WSClient;
  readonly rate: MemberRate;
  readonly menus: OpenMenus;
  readonly questions: ShownQuestions;
  readonly welcome: WelcomeFrames;
  readonly words: DoorWords;
  readonly now: () => number;
  /** Whether the connection is there. */
  readonly connected: () => boolean;
}

/** Seconds until the next look for a connection. */
const waitForConnection = 5;

const outcome = (error: unknown): SendResult => {
  const refused = Refused.safeParse(error);
  if (refused.success) return failureResult({ kind: 'error', code: refused.data.errcode }, false);
  return notWritten.test(error instanceof Error ? error.message : '')
    ? { kind: 'retry', afterSeconds: waitForConnection, reason: 'aibot:not-connected', asked: true }
    : { kind: 'unknown', reason: 'aibot:answer-lost' };
};

/** Sends messages of the bot. Nothing sent can be changed later, except the pressed card in answer to its press. */
export class BotSender {
  readonly #deps: BotSenderDeps;
  /** Parts of a delivery that have gone out, so that a retry does not repeat them. */
  readonly #done = new BoundedMap<number>(5_000);

  constructor(deps: BotSenderDeps) {
    this.#deps = deps;
  }

  async send(outgoing: Outgoing): Promise<SendResult> {
    const { message, key, files } = outgoing;
    const { rate, menus, questions, words, now, connected } = this.#deps;
    if (message.quiet) return { kind: 'sent' };
    if (files.some(({ bytes }) => bytes > fileLimit))
      return { kind: 'rejected', reason: 'aibot:file-too-large' };
    if (!connected())
      return { kind: 'retry', afterSeconds: waitForConnection, reason: 'aibot:not-connected', asked: true };
    const { chat } = message.to;
    const { parts, menu } = encodeBot(message, files.length, words);
    let done = this.#done.get(key) ?? 0;
    const wait = rate.wait(chat, parts.length - done, now());
    if (wait > 0) return { kind: 'retry', afterSeconds: wait, reason: 'aibot:chat-rate', asked: true };
    for (const part of parts.slice(done)) {
      try {
        await this.#sendPart(outgoing, part);
      } catch (error) {
        return outcome(error);
      }
      rate.sent(chat, now());
      if (part.kind === 'card') questions.show(key, message);
      done += 1;
      this.#done.set(key, done);
    }
    menus.sent(chat, message, menu);
    return { kind: 'sent', ref: key };
  }

  async #sendPart(outgoing: Outgoing, part: Part): Promise<void> {
    switch (part.kind) {
      case 'markdown':
        return this.#post(outgoing, { msgtype: 'markdown', markdown: { content: part.text } });
      case 'card':
        return this.#post(outgoing, {
          msgtype: 'template_card',
          template_card: { ...part.card, task_id: outgoing.key },
        });
      case 'file': {
        const file = outgoing.files[part.index]!;
        const content = Buffer.from(await file.content());
        const { media_id } = await this.#deps.client.uploadMedia(content, {
          type: 'file',
          filename: file.name,
        });
        return this.#post(outgoing, { msgtype: 'file', file: { media_id } });
      }
      default:
        return part satisfies never;
    }
  }

  /** The answer to somebody who has just come in is a welcome: the bot may not speak to her otherwise yet. */
  async #post({ message }: Outgoing, body: Readonly<Record<string, unknown>>): Promise<void> {
    const { client, welcome, now } = this.#deps;
    const { chat } = message.to;
    const frame = body.msgtype === 'file' ? null : welcome.take(chat, now());
    if (frame !== null) {
      const greeting =
        body.msgtype === 'markdown'
          ? { msgtype: 'text', text: body.markdown }
          : { msgtype: 'template_card', template_card: body.template_card };
      await client.reply(frame, greeting, 'aibot_respond_welcome_msg');
      return;
    }
    await this.#speak(message.to, body);
  }

  /** A line of the channel's own. Rejects as the client does. */
  hint(to: Address, content: string): Promise<void> {
    return this.#speak(to, { msgtype: 'markdown', markdown: { content } });
  }

  async #speak({ chat, kind }: Address, body: Readonly<Record<string, unknown>>): Promise<void> {
    // Without `chat_type` WeCom takes the id for a group's first (path/101463).
    await this.#deps.client.sendMessage(chat, { chat_type: kind === 'group' ? 2 : 1, ...body });
  }
}
