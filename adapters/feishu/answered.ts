import { BoundedMap } from '../../src/host/shelf/bounded-map.ts';
import type { DoorWords } from '../../src/model/door-wording.ts';
import { type OutMessage, promptOf } from '../../src/model/message.ts';
import { type Card, encode } from './encode.ts';

/** Questions whose cards are remembered: a few kilobytes each. What is forgotten keeps its buttons, which say kindly that they are old. */
const mostCards = 2_000;

/** What stands on the cards of open questions, by Feishu's message id, so that the answer to a click can show it again. */
export class ShownCards {
  readonly #shown = new BoundedMap<OutMessage>(mostCards);

  /** A card was sent, or changed into this message. Only questions are worth keeping. */
  show(id: string, message: OutMessage): void {
    if (message.choices.some(({ token }) => promptOf(token) !== null) && !message.form?.length)
      this.#shown.set(id, message);
    else this.#shown.delete(id);
  }

  /**
   * The pressed question once it was answered: without its options, so that it cannot be answered twice, and with what
   * was chosen if the press counted; buttons that only lead somewhere stay. null: nothing is to change, or not known.
   */
  answered(id: string, token: string, chosen: string | undefined, words: DoorWords): Card | null {
    const shown = this.#shown.get(id);
    const prompt = promptOf(token);
    if (shown === undefined || prompt === null) return null;
    const message: OutMessage = {
      ...shown,
      blocks:
        chosen === undefined
          ? shown.blocks
          : [...shown.blocks, { kind: 'text', text: words('door.chosen', { label: chosen }) }],
      choices: shown.choices.filter(choice => promptOf(choice.token) !== prompt),
    };
    const cards = encode(message);
    if (cards.length !== 1) return null;
    this.show(id, message);
    return cards[0]!;
  }
}
