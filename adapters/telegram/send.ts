import { setTimeout as sleep } from 'node:timers/promises';
import type { Api, InputFile } from 'grammy';
import type { OutFile, Outgoing, SendResult } from '../../src/host/channel.ts';
import { BoundedMap } from '../../src/host/shelf/bounded-map.ts';
import type { Pace } from '../../src/host/shelf/pace.ts';
import { pressedOf, targetOf } from '../../src/host/shelf/target.ts';
import type { DoorWords } from '../../src/model/door-wording.ts';
import type { OutMessage } from '../../src/model/message.ts';
import { Arrivals, type Before } from './arrivals.ts';
import { captionLimit, encode, type Part } from './encode.ts';
import { type Attempt, attempt, backOffSeconds, describeFailure, judge, type Verdict } from './failure.ts';

/** core.telegram.org/bots/api#senddocument: 50 MB. */
const uploadLimit = 50 * 1024 * 1024;
/** A rate limit in the middle of a message in several parts is waited out up to this many seconds. */
const patienceSeconds = 10;
/** Deliveries whose first parts are out; enough for every chat that can be at work at once. */
const rememberedDeliveries = 1_000;

/** One Bot API message: some text, or a file with or without a caption. */
type Piece =
  | { readonly kind: 'text'; readonly part: Part }
  | { readonly kind: 'file'; readonly file: OutFile; readonly caption: Part | undefined };

export interface SenderDeps {
  readonly api: Api;
  readonly InputFile: typeof InputFile;
  readonly pace: Pace;
  readonly words: DoorWords;
  /** Telegram no longer knows the token, or somebody else uses it. */
  readonly onStopped: (detail: string) => void;
}

const piecesOf = (message: OutMessage, files: readonly OutFile[], words: DoorWords): Piece[] => {
  const parts = encode(message, words);
  const only = parts.length === 1 && files.length === 1 && message.card === undefined ? parts[0] : undefined;
  if (only && only.text.length <= captionLimit) return [{ kind: 'file', file: files[0]!, caption: only }];
  return [
    ...parts.map(part => ({ kind: 'text', part }) as const),
    ...files.map(file => ({ kind: 'file', file, caption: undefined }) as const),
  ];
};

/** grammY writes the name unquoted into the form header, where these signs would end or break it. */
const uploadName = (name: string): string => name.replace(/[;"\\\u0000-\u001f\u007f]/g, '_');

const markupOf = ({ keyboard }: Part) =>
  keyboard ? { reply_markup: { inline_keyboard: keyboard.map(row => [...row]) } } : {};

/** The chat may take what its topic does not. */
const ofTopic = (verdict: Verdict): boolean => verdict === 'topic-gone' || verdict === 'topic-closed';

/**
 * Whether a message asks for a decision out of turn (a card of the next stage, a reminder). Changing a message rings no
 * bell in Telegram, so such a card is sent anew below; the old one only loses its buttons.
 */
const callsForAttention = ({ message, replaces }: Outgoing): boolean =>
  replaces !== undefined &&
  !message.quiet &&
  message.pressed === undefined &&
  message.choices.some(({ style }) => style === 'primary');

/**
 * Delivers messages. Telegram has no idempotency key: a call whose answer was lost may have been carried out. A new
 * message then ends as `unknown`, and before it is sent again it is looked for; edits can simply be repeated.
 */
export class Sender {
  readonly #deps: SenderDeps;
  /** Old id -> new id of groups that became supergroups; learnt again from Telegram's refusal after a restart. */
  readonly #moved = new Map<string, string>();
  /** Delivery key -> pieces already out and the id of the first, so that a retry goes on where it stopped. */
  readonly #progress = new BoundedMap<{ readonly done: number; readonly ref: string }>(rememberedDeliveries);

  /** Delivery key -> the newest ids known before the call whose answer was lost. */
  readonly #lost = new BoundedMap<Before>(rememberedDeliveries);
  /** Topics that are gone, as `chat thread`: what belongs there goes into the chat itself. */
  readonly #goneTopics = new BoundedMap<true>(rememberedDeliveries);
  readonly arrivals: Arrivals;

  constructor(deps: SenderDeps) {
    this.#deps = deps;
    this.arrivals = new Arrivals(deps.api);
  }

  moved(from: string, to: string): void {
    this.#moved.set(from, to);
  }

  async send(outgoing: Outgoing): Promise<SendResult> {
    const tooLarge = outgoing.files.find(({ bytes }) => bytes > uploadLimit);
    if (tooLarge) return { kind: 'rejected', reason: 'telegram: file over 50 MB' };
    const found = outgoing.repeat
      ? await this.#lookFor(outgoing, piecesOf(outgoing.message, outgoing.files, this.#deps.words))
      : 'absent';
    const pieces = piecesOf(
      (found === 'unclear' && outgoing.repeat) || outgoing.message,
      outgoing.files,
      this.#deps.words,
    );
    const target = targetOf(outgoing.message, outgoing.replaces);
    const first = pieces[0];
    const inPlace = target !== undefined && !callsForAttention(outgoing);
    if (inPlace && first?.kind === 'text' && !this.#progress.has(outgoing.key)) {
      const edited = await this.#edit(outgoing, target, first.part);
      if (edited !== 'impossible') {
        if (edited.kind !== 'sent') return edited;
        const copy = pressedOf(outgoing.message);
        // The button stood on another copy of the card (under the full text): that one is settled too.
        if (copy !== undefined && copy !== target) await this.#edit(outgoing, copy, first.part);
        return this.#rest(outgoing, pieces, 1, target);
      }
    }
    if (outgoing.message.quiet) return { kind: 'sent' };
    const begun = this.#progress.get(outgoing.key);
    const result = await this.#rest(outgoing, pieces, begun?.done ?? 0, begun?.ref);
    if (result.kind === 'sent' && outgoing.replaces && callsForAttention(outgoing)) {
      await this.#disarm(outgoing, outgoing.replaces);
    }
    return result;
  }

  /** Whether the piece whose answer was lost is there after all; if so, the delivery goes on behind it. */
  async #lookFor(outgoing: Outgoing, pieces: Piece[]): Promise<'found' | 'absent' | 'unclear'> {
    const before = this.#lost.get(outgoing.key);
    const begun = this.#progress.get(outgoing.key);
    const piece = pieces[begun?.done ?? 0];
    if (before === undefined || piece === undefined) return 'unclear';
    const { chat } = outgoing.message.to;
    const keyboard = piece.kind === 'text' ? piece.part.keyboard : piece.caption?.keyboard;
    const found = await this.arrivals.find(this.#moved.get(chat) ?? chat, before, keyboard);
    if (typeof found === 'string') return found;
    this.#progress.set(outgoing.key, { done: (begun?.done ?? 0) + 1, ref: begun?.ref ?? String(found) });
    return 'found';
  }

  /** Take the buttons off a message that another has overtaken. They are void anyway: failing is harmless. */
  async #disarm(outgoing: Outgoing, target: string): Promise<void> {
    await this.#toChat(outgoing, chat => this.#deps.api.editMessageReplyMarkup(chat, Number(target)));
  }

  /** Change an earlier message. Repeating it is harmless, so a lost answer is a retry. */
  async #edit(outgoing: Outgoing, target: string, part: Part): Promise<SendResult | 'impossible'> {
    const keyboard = { reply_markup: { inline_keyboard: part.keyboard?.map(row => [...row]) ?? [] } };
    const edit = (text: string, mode: { readonly parse_mode?: 'HTML' }) => (chat: string) =>
      this.#deps.api.editMessageText(chat, Number(target), text, {
        ...mode,
        ...keyboard,
        link_preview_options: { is_disabled: true },
      });
    const result = await this.#withFallback(outgoing, part, edit);
    if (result.ok) return { kind: 'sent', ref: target };
    const { failure } = result;
    if (failure.kind === 'refused') {
      const verdict = judge(failure);
      if (verdict === 'unchanged') return { kind: 'sent', ref: target };
      if (verdict === 'edit-impossible' || ofTopic(verdict)) return 'impossible';
    } else {
      return this.#retry(outgoing, describeFailure(failure));
    }
    return this.#classify(outgoing, result);
  }

  /** Send the pieces from `from` on; `ref` is the id of the message's first piece, if it is out. */
  async #rest(outgoing: Outgoing, pieces: Piece[], from: number, ref?: string): Promise<SendResult> {
    let first = ref;
    for (let index = from; index < pieces.length; index += 1) {
      const result = await this.#sendPatiently(outgoing, pieces[index]!, index > 0);
      if (!result.ok) return this.#classify(outgoing, result);
      this.arrivals.seen(outgoing.message.to.chat, result.value.message_id);
      first ??= String(result.value.message_id);
      this.#progress.set(outgoing.key, { done: index + 1, ref: first });
    }
    this.#progress.delete(outgoing.key);
    this.#lost.delete(outgoing.key);
    return { kind: 'sent', ...(first === undefined ? {} : { ref: first }) };
  }

  async #sendPatiently(
    outgoing: Outgoing,
    piece: Piece,
    begun: boolean,
  ): Promise<Attempt<{ message_id: number }>> {
    const before = this.arrivals.now(outgoing.message.to.chat);
    const result = await this.#sendPiece(outgoing, piece);
    if (!result.ok && result.failure.kind === 'lost') this.#lost.set(outgoing.key, before);
    if (result.ok || !begun || result.failure.kind !== 'refused') return result;
    const { retryAfter } = result.failure;
    if (retryAfter === undefined || retryAfter > patienceSeconds) return result;
    await sleep(retryAfter * 1000);
    return this.#sendPiece(outgoing, piece);
  }

  /**
   * Into the topic it belongs to; into the chat itself when the topic takes nothing. A closed one may be opened again
   * any time and is tried every time; one that is gone is not.
   */
  async #sendPiece(outgoing: Outgoing, piece: Piece): Promise<Attempt<{ message_id: number }>> {
    const { chat, thread } = outgoing.message.to;
    const topic = `${chat} ${thread}`;
    if (thread === undefined || this.#goneTopics.has(topic)) return this.#sendTo({}, outgoing, piece);
    const result = await this.#sendTo({ message_thread_id: Number(thread) }, outgoing, piece);
    if (result.ok || result.failure.kind !== 'refused' || !ofTopic(judge(result.failure))) return result;
    if (judge(result.failure) === 'topic-gone') this.#goneTopics.set(topic, true);
    return this.#sendTo({}, outgoing, piece);
  }

  #sendTo(
    place: { readonly message_thread_id?: number },
    outgoing: Outgoing,
    piece: Piece,
  ): Promise<Attempt<{ message_id: number }>> {
    const { api, InputFile } = this.#deps;
    if (piece.kind === 'text') {
      return this.#withFallback(
        outgoing,
        piece.part,
        (text, mode) => chat =>
          api.sendMessage(chat, text, {
            ...mode,
            ...place,
            ...markupOf(piece.part),
            link_preview_options: { is_disabled: true },
          }),
      );
    }
    const { file, caption } = piece;
    const document = () => new InputFile(async () => [await file.content()], uploadName(file.name));
    if (!caption) return this.#toChat(outgoing, chat => api.sendDocument(chat, document(), place));
    return this.#withFallback(
      outgoing,
      caption,
      (text, mode) => chat =>
        api.sendDocument(chat, document(), { caption: text, ...mode, ...place, ...markupOf(caption) }),
    );
  }

  /** As HTML; should Telegram not understand it, the same words without markup rather than no message. */
  async #withFallback<T>(
    outgoing: Outgoing,
    part: Part,
    call: (text: string, mode: { readonly parse_mode?: 'HTML' }) => (chat: string) => Promise<T>,
  ): Promise<Attempt<T>> {
    const result = await this.#toChat(outgoing, call(part.html, { parse_mode: 'HTML' }));
    if (result.ok || result.failure.kind !== 'refused' || judge(result.failure) !== 'bad-markup')
      return result;
    return this.#toChat(outgoing, call(part.text, {}));
  }

  /** To the chat's present id, following a supergroup migration once. */
  async #toChat<T>({ message, rank }: Outgoing, call: (chat: string) => Promise<T>): Promise<Attempt<T>> {
    const { chat } = message.to;
    if (!(await this.#deps.pace.ready(chat, rank)))
      return { ok: false, failure: { kind: 'unreachable', detail: 'stopping' } };
    const result = await attempt(() => call(this.#moved.get(chat) ?? chat));
    if (result.ok || result.failure.kind !== 'refused' || result.failure.migrateTo === undefined)
      return result;
    const { migrateTo } = result.failure;
    this.moved(chat, migrateTo);
    return attempt(() => call(migrateTo));
  }

  #classify(outgoing: Outgoing, { failure }: Extract<Attempt<unknown>, { ok: false }>): SendResult {
    const reason = describeFailure(failure);
    if (failure.kind === 'unreachable') return this.#retry(outgoing, reason);
    if (failure.kind === 'lost') return { kind: 'unknown', reason };
    const verdict = judge(failure);
    switch (verdict) {
      case 'slow-down':
        if (failure.retryAfter === undefined) return this.#retry(outgoing, reason);
        return { kind: 'retry', afterSeconds: failure.retryAfter, reason, asked: true };
      // Without a topic: the chat's own general one is closed.
      case 'topic-closed':
      case 'unreachable':
        return { kind: 'unreachable', reason };
      case 'bot-stopped':
        this.#deps.onStopped(reason);
        return { kind: 'down', afterSeconds: 300, reason };
      case 'migrated':
        return { kind: 'retry', afterSeconds: 1, reason };
      case 'bad-markup':
      case 'unchanged':
      case 'edit-impossible':
      case 'topic-gone':
      case 'rejected':
        return { kind: 'rejected', reason };
      default:
        return verdict satisfies never;
    }
  }

  #retry(outgoing: Outgoing, reason: string): SendResult {
    return { kind: 'retry', afterSeconds: backOffSeconds(outgoing.attempts), reason };
  }
}
