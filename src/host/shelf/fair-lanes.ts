/** Work of those who wait that is done in one go before everything else is looked at (requests, sends, timers), in milliseconds. */
const SLICE_MS = 10;

type Start = () => Promise<void>;

const nextRound = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

/**
 * Runs tasks of one key one after the other, in the order they came; each stands for itself. Whoever has nothing done in
 * this round of the event loop begins at once. What comes behind that is let in one of each key in turn, a time slice a
 * round: so the many messages of one chat hold up nobody, even on a store that answers without the loop going round
 * (SQLite).
 */
export class FairLanes {
  /** Key -> what waits behind the task that runs. */
  readonly #lanes = new Map<string, Start[]>();
  /** Keys whose task has ended, the one that waits longest first. */
  readonly #ring: string[] = [];
  readonly #running = new Set<Promise<void>>();
  readonly #elapsed: () => number;
  #going = false;

  /** `elapsed`: a stopwatch, milliseconds. */
  constructor(elapsed: () => number = () => performance.now()) {
    this.#elapsed = elapsed;
  }

  /** Settles as the task does. */
  run<T>(key: string, task: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const start: Start = async () => {
        try {
          resolve(await task());
        } catch (error) {
          reject(error);
        }
      };
      const waiting = this.#lanes.get(key);
      if (waiting) {
        waiting.push(start);
        return;
      }
      this.#lanes.set(key, []);
      void this.#begin(key, start);
    });
  }

  /** Resolves when everything that runs or waits now has ended. */
  async idle(): Promise<void> {
    while (this.#lanes.size > 0) await Promise.race([...this.#running, nextRound()]);
  }

  #begin(key: string, start: Start): Promise<void> {
    const done = start().then(() => {
      this.#running.delete(done);
      // Even with nothing behind it: what comes later in this round, of the same socket say, waits for the next.
      this.#ring.push(key);
      if (!this.#going) void this.#goRound();
    });
    this.#running.add(done);
    return done;
  }

  async #goRound(): Promise<void> {
    this.#going = true;
    while (this.#ring.length > 0) {
      await nextRound();
      const from = this.#elapsed();
      let inThisRound = true;
      while (inThisRound && this.#ring.length > 0 && this.#elapsed() - from < SLICE_MS) {
        const key = this.#ring.shift()!;
        const start = this.#lanes.get(key)!.shift();
        if (start === undefined) {
          this.#lanes.delete(key);
          continue;
        }
        const done = this.#begin(key, start);
        // One that waits for the network goes on while others begin; one that does not is done first.
        inThisRound = await Promise.race([done.then(() => true), nextRound().then(() => false)]);
      }
    }
    this.#going = false;
  }
}
