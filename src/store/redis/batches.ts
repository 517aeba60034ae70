import { carryOut, type Waiting } from './waiting.ts';

/**
 * Calls that come in together leave together: whatever is added while the process works through one round of input is
 * carried out by one script call, at most `limit` at a time. Nothing waits for a clock; a call that comes alone leaves
 * alone, at once.
 */
export class Batches<Item, Answer> {
  readonly #limit: number;
  readonly #carryOut: (items: readonly Item[]) => Promise<readonly (Answer | Error)[]>;
  #waiting: Waiting<Item, Answer>[] = [];

  /** `carryOut` answers each item in order; an Error is that item's own. */
  constructor(limit: number, carryOut: (items: readonly Item[]) => Promise<readonly (Answer | Error)[]>) {
    this.#limit = limit;
    this.#carryOut = carryOut;
  }

  add(item: Item): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => this.#send());
      if (this.#waiting.length >= this.#limit) this.#send();
    });
  }

  #send(): void {
    const batch = this.#waiting;
    if (batch.length === 0) return;
    this.#waiting = [];
    // Whoever waits gets the error.
    carryOut(batch, this.#carryOut).catch(() => undefined);
  }
}
