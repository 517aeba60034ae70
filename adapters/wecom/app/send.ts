import { z } from 'zod';
import type { Outgoing, SendResult } from '../../../src/host/channel.ts';
import { BoundedMap } from '../../../src/host/shelf/bounded-map.ts';
import { pressedOf, targetOf } from '../../../src/host/shelf/target.ts';
import type { DoorWords } from '../../../src/model/door-wording.ts';
import type { Block, Choice } from '../../../src/model/message.ts';
import type { Reply, WecomApi } from '../api.ts';
import { fileLimit } from '../files.ts';
import type { OpenMenus } from '../open-menus.ts';
import { failureResult } from '../send-result.ts';
import type { AppSettings } from '../settings.ts';
import type { CardCodes } from './card-codes.ts';
import { wholeCard } from './card-layout.ts';
import { cardRef } from './decode.ts';
import { type Encoded, encodeApp, type Part } from './encode.ts';
import type { MemberRate } from './rate.ts';

const Sent = z.looseObject({
  invaliduser: z.string().optional(),
  /** Members without a licence for this interface: errcode 0, and nothing was delivered (path/90236). */
  unlicenseduser: z.string().optional(),
  msgid: z.string().optional(),
  response_code: z.string().optional(),
});
const Uploaded = z.looseObject({ media_id: z.string() });

/** "The task id is not legal": ours always are, so it can only mean that the card was sent before (path/90313). */
const taskExists = 42014;
/** The response code has been used or is older than 72 hours, or its card is unknown (path/90313). */
const codeSpent = new Set([42015, 42016, 42022, 60140]);
/** Longest text of a used button; the clients cut beyond. */
const replaceNameLimit = 20;

const shortened = (text: string): string => [...text].slice(0, replaceNameLimit).join('');

/** What a card asked. */
interface Question {
  readonly member: string;
  readonly prompt: string;
  readonly choices: readonly Choice[];
}

/** What may stand on a used button: the last line of what was said, or else what it stands under. */
const buttonWords = (blocks: readonly Block[]): string => {
  const last = blocks.at(-1);
  const heading = blocks.find(block => block.kind === 'heading');
  return (last?.kind === 'text' ? last.text.split('\n').at(-1) : heading?.text) ?? '';
};

const taskOf = (ref: string): string => ref.split('|')[0] ?? '';

/**
 * The card to change: the same logical card as before; or, for quiet messages and cards, the one that was pressed. When
 * they are one, the press has the newer code.
 */
const cardToChange = ({ message, replaces }: Outgoing): string | undefined => {
  const pressed = pressedOf(message);
  const target = targetOf(message, replaces);
  return pressed !== undefined && target !== undefined && taskOf(pressed) === taskOf(target)
    ? pressed
    : target;
};

interface Progress {
  readonly done: number;
  readonly ref: string | undefined;
}

export interface AppSenderDeps {
  readonly api: WecomApi;
  readonly settings: AppSettings;
  readonly codes: CardCodes;
  readonly rate: MemberRate;
  readonly menus: OpenMenus;
  readonly now: () => number;
  readonly words: DoorWords;
}

/** Sends messages of the self-built app: in place where a card can still be updated, as new messages otherwise. */
export class AppSender {
  readonly #deps: AppSenderDeps;
  /** Parts of a delivery that have gone out, so that a retry does not repeat its texts and files. */
  readonly #progress = new BoundedMap<Progress>(5_000);
  /** Codes whose update went out without an answer: "used" is then the success of that call. */
  readonly #unanswered = new BoundedMap<true>(5_000);

  /** Questions on cards: what a press of them answers. */
  readonly #asked = new BoundedMap<Question>(20_000);

  constructor(deps: AppSenderDeps) {
    this.#deps = deps;
  }

  /**
   * A question was answered on its card: show the choice in place of the buttons, with the code the press brought.
   * Cards that ask nothing (a case with its actions) keep their buttons, and their code for later.
   */
  async answered(member: string, taskId: string, token: string): Promise<void> {
    const asked = this.#asked.get(taskId);
    const choice = asked?.choices.find(one => one.token === token);
    const code = this.#deps.codes.usable(taskId, '');
    if (choice === undefined || code === null || !token.startsWith(`${asked?.prompt}_`)) return;
    this.#asked.delete(taskId);
    this.#deps.codes.spend(taskId, code);
    await this.#deps.api.post('/cgi-bin/message/update_template_card', {
      userids: [member],
      agentid: this.#deps.settings.agentId,
      response_code: code,
      button: { replace_name: shortened(this.#deps.words('door.chosen', { label: choice.label })) },
    });
  }

  forget(member: string): void {
    this.#asked.deleteWhere(question => question.member === member);
  }

  async send(outgoing: Outgoing): Promise<SendResult> {
    const { message } = outgoing;
    const target = cardToChange(outgoing);
    if (target !== undefined) {
      const updated = await this.#update(outgoing, target);
      const copy = pressedOf(message);
      // The button stood on another copy of the card (under the full text): that one is settled too.
      if (updated !== null && copy !== undefined && taskOf(copy) !== taskOf(target))
        await this.#update(outgoing, copy);
      if (updated !== null) return updated;
    }
    if (message.quiet) return { kind: 'sent' };
    if (outgoing.files.some(({ bytes }) => bytes > fileLimit))
      return { kind: 'rejected', reason: 'wecom:file-too-large' };
    return this.#deliver(
      outgoing,
      encodeApp(message, outgoing.files.length, {
        markdown: this.#deps.settings.markdown,
        words: this.#deps.words,
      }),
    );
  }

  /** Null: this card cannot be updated any more. */
  async #update(outgoing: Outgoing, target: string): Promise<SendResult | null> {
    const { message } = outgoing;
    const [taskId = '', remembered] = target.split('|');
    if (remembered === undefined) return null;
    // A quiet line only marks the button; a quiet card is the next state of the case, with who did what and when.
    const card = message.quiet && message.card === undefined ? null : wholeCard(message, this.#deps.words);
    if (!message.quiet && (card === null || outgoing.files.length > 0)) return null;
    const words = message.toast ?? buttonWords(message.blocks);
    const change =
      card === null
        ? { button: { replace_name: shortened(words || this.#deps.words('door.done')) } }
        : { template_card: card };
    const shows = JSON.stringify(change);
    const code = this.#deps.codes.usable(taskId, remembered);
    if (code === null) {
      return this.#deps.codes.shows(taskId) === shows
        ? { kind: 'duplicate', ref: cardRef(taskId, '') }
        : null;
    }
    const reply = await this.#deps.api.post('/cgi-bin/message/update_template_card', {
      userids: [message.to.chat],
      agentid: this.#deps.settings.agentId,
      response_code: code,
      ...change,
    });
    if (reply.kind === 'lost') this.#unanswered.set(code, true);
    const accepted =
      reply.kind === 'ok' ||
      (reply.kind === 'error' && codeSpent.has(reply.code) && this.#unanswered.has(code));
    if (accepted) {
      this.#deps.codes.spend(taskId, code, shows);
      return { kind: 'sent', ref: cardRef(taskId, '') };
    }
    if (reply.kind === 'error' && codeSpent.has(reply.code)) {
      this.#deps.codes.spend(taskId, code);
      return null;
    }
    return failureResult(reply, true);
  }

  async #deliver(outgoing: Outgoing, encoded: Encoded): Promise<SendResult> {
    const { message, key } = outgoing;
    const before = this.#progress.get(key) ?? { done: 0, ref: undefined };
    let { done, ref } = before;
    const member = message.to.chat;
    const wait = this.#deps.rate.wait(member, encoded.parts.length - done, this.#deps.now());
    if (wait > 0) return { kind: 'retry', afterSeconds: wait, reason: 'wecom:member-rate', asked: true };
    let repeated = false;
    for (const part of encoded.parts.slice(done)) {
      const reply = await this.#sendPart(outgoing, part);
      if (reply.kind === 'error' && reply.code === taskExists && part.kind === 'card') {
        ref = cardRef(key, '');
        repeated = true;
      } else if (reply.kind !== 'ok') {
        return failureResult(reply, part.kind === 'card');
      } else {
        const sent = Sent.parse(reply.body);
        if (sent.invaliduser) return { kind: 'unreachable', reason: 'wecom:invaliduser' };
        if (sent.unlicenseduser) return { kind: 'unreachable', reason: 'wecom:unlicenseduser' };
        this.#deps.rate.sent(member, this.#deps.now());
        if (part.kind === 'card') {
          this.#deps.codes.note(key, sent.response_code ?? '');
          if (message.prompt !== null)
            this.#asked.set(key, { member, prompt: message.prompt, choices: message.choices });
          ref = cardRef(key, sent.response_code ?? '');
        } else ref ??= sent.msgid;
      }
      done += 1;
      this.#progress.set(key, { done, ref });
    }
    this.#deps.menus.sent(member, message, encoded.menu);
    return { kind: repeated ? 'duplicate' : 'sent', ...(ref === undefined ? {} : { ref }) };
  }

  async #sendPart(outgoing: Outgoing, part: Part): Promise<Reply> {
    switch (part.kind) {
      case 'text':
      case 'markdown':
        return this.#post(outgoing, part.kind, { content: part.text });
      case 'card':
        return this.#post(outgoing, 'template_card', { ...part.card, task_id: outgoing.key });
      case 'file': {
        const file = outgoing.files[part.index]!;
        const uploaded = await this.#deps.api.upload(file.name, await file.content());
        if (uploaded.kind === 'lost') return { kind: 'unreached' };
        if (uploaded.kind !== 'ok') return uploaded;
        return this.#post(outgoing, 'file', { media_id: Uploaded.parse(uploaded.body).media_id });
      }
      default:
        return part satisfies never;
    }
  }

  #post(outgoing: Outgoing, type: string, content: unknown): Promise<Reply> {
    return this.#deps.api.post('/cgi-bin/message/send', {
      touser: outgoing.message.to.chat,
      msgtype: type,
      agentid: this.#deps.settings.agentId,
      [type]: content,
      // Off: the check compares the text, and would swallow an equal question asked again on purpose.
      enable_duplicate_check: 0,
    });
  }
}
