import { carryOut, type Waiting } from './waiting.ts';

/** One settlement as a script takes it: id, fence, kind, due, error; and the keys it touches. */
export interface Rider {
  readonly args: readonly string[];
  readonly keys: readonly string[];
}

/** How long, in milliseconds, a settlement waits for a commit to ride with. Its lease runs for thousands of times that. */
const patienceMs = 4;
const mostTogether = 64;

/**
 * Settlements that go with the next commit of their space: no call and no fsync of their own while there is traffic,
 * and a chat's lane is free by the time its next turn is taken. Without a commit they leave by themselves.
 */
export class Riders {
  readonly #leaveAlone: (riders: readonly Rider[]) => Promise<readonly (boolean | Error)[]>;
  #waiting: Waiting<Rider, boolean>[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(leaveAlone: (riders: readonly Rider[]) => Promise<readonly (boolean | Error)[]>) {
    this.#leaveAlone = leaveAlone;
  }

  /** Whether the lease was still held; rejects as the call it went with does. */
  add(item: Rider): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#timer ??= setTimeout(() => this.#leave(), patienceMs);
    });
  }

  #leave(): void {
    this.#timer = null;
    if (this.#waiting.length === 0) return;
    // Whoever waits gets the error.
    this.ride(riders => this.#leaveAlone(riders)).catch(() => undefined);
    if (this.#waiting.length > 0) this.#timer = setTimeout(() => this.#leave(), patienceMs);
  }

  /** Take along what waits. `carry` answers each rider; what it throws, all of them and the caller get. */
  async ride(carry: (riders: readonly Rider[]) => Promise<readonly (boolean | Error)[]>): Promise<void> {
    const taken = this.#waiting.slice(0, mostTogether);
    this.#waiting = this.#waiting.slice(mostTogether);
    await carryOut(taken, carry);
  }
}
