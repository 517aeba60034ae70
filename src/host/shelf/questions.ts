import type { DoorWords } from '../../model/door-wording.ts';
import { type OutMessage, promptOf } from '../../model/message.ts';
import { plainText } from '../../model/plain-text.ts';
import { BoundedMap } from './bounded-map.ts';

/** Questions that are remembered: a few kilobytes each. What is forgotten keeps its buttons, which say kindly that they are old. */
const most = 2_000;

/** Words of a message that are remembered, in UTF-16 units: a question with its help. */
const longestWords = 1_000;

/** What the cards of open questions show, by the platform's id, so that the answer to a press can show it once more. */
export class ShownQuestions {
  readonly #shown = new BoundedMap<OutMessage>(most);
  /** What was asked, answered since or not: somebody may reply to it. */
  readonly #asked = new BoundedMap<{ readonly chat: string; readonly words: string }>(most);

  /** A card was sent, or changed into this message. Only questions are worth keeping. */
  show(id: string, message: OutMessage): void {
    if (message.prompt !== null)
      this.#asked.set(id, { chat: message.to.chat, words: plainText(message).slice(-longestWords) });
    if (message.choices.some(({ token }) => promptOf(token) !== null) && !message.form?.length)
      this.#shown.set(id, message);
    else this.#shown.delete(id);
  }

  /** What the person had deleted is not remembered here either. */
  forget(chat: string): void {
    this.#shown.deleteWhere(({ to }) => to.chat === chat);
    this.#asked.deleteWhere(other => other.chat === chat);
  }

  /** The words of a question that was sent; undefined where that is not known here. */
  wordsOf(id: string): string | undefined {
    return this.#asked.get(id)?.words;
  }

  /**
   * The pressed question once it was answered: without its options, so that it cannot be answered twice, and with what
   * was chosen if the press counted; buttons that only lead somewhere stay. null: nothing is to change, or not known.
   */
  answered(id: string, token: string, chosen: string | undefined, words: DoorWords): OutMessage | null {
    const shown = this.#shown.get(id);
    const prompt = promptOf(token);
    if (shown === undefined || prompt === null) return null;
    return {
      ...shown,
      blocks:
        chosen === undefined
          ? shown.blocks
          : [...shown.blocks, { kind: 'text', text: words('door.chosen', { label: chosen }) }],
      choices: shown.choices.filter(choice => promptOf(choice.token) !== prompt),
    };
  }
}
