/** Not run, because one before it in its lane failed. */
export class HeldBack extends Error {}

/**
 * Runs tasks of different keys at the same time and tasks of one key in the order they came. When a task fails, those
 * of its key that already wait behind it are held back: overtaking would change the order.
 */
export class Lanes {
  readonly #tails = new Map<string, Promise<unknown>>();

  /** Rejects with what the task throws, or with `HeldBack`. */
  run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(key) ?? Promise.resolve();
    const done = before.then(task, () => {
      throw new HeldBack();
    });
    this.#tails.set(key, done);
    const clear = () => {
      if (this.#tails.get(key) === done) this.#tails.delete(key);
    };
    done.then(clear, clear);
    return done;
  }
}
