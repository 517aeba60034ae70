/** Not run, because one before it in its lane failed. */
export class HeldBack extends Error {}

/**
 * What a failed task means for those that already wait behind it in its lane: `goes-on`, each stands for itself;
 * `holds-back`, they reject with `HeldBack`, because overtaking it would change the order.
 */
export type AfterFailure = 'goes-on' | 'holds-back';

/** Runs tasks of one key one after the other, in the order they came, and of different keys side by side. */
export class Lanes {
  readonly #tails = new Map<string, Promise<unknown>>();
  readonly #afterFailure: AfterFailure;

  constructor(afterFailure: AfterFailure) {
    this.#afterFailure = afterFailure;
  }

  /** Settles as the task does, or rejects with `HeldBack`. */
  run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(key) ?? Promise.resolve();
    const skip = (): never => {
      throw new HeldBack();
    };
    const done = before.then(task, this.#afterFailure === 'goes-on' ? task : skip);
    this.#tails.set(key, done);
    const clear = () => {
      if (this.#tails.get(key) === done) this.#tails.delete(key);
    };
    done.then(clear, clear);
    return done;
  }

  /** Resolves when everything that runs or waits now has ended. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#tails.values());
  }
}
