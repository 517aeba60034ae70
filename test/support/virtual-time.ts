import type { PaceTime } from '../../src/host/shelf/pace.ts';

/** Time for tests of something else: a wait is over at once, and as if it had lasted. */
export const hurried = (): PaceTime => {
  let now = 0;
  return {
    elapsed: () => now,
    wait: async ms => {
      now += ms;
    },
  };
};

/** A clock that jumps to the next moment anybody waits for, once nothing else is left to do. */
export class VirtualTime implements PaceTime {
  now = 0;
  #sleepers: { readonly at: number; readonly wake: () => void }[] = [];

  readonly elapsed = () => this.now;

  readonly wait = (ms: number): Promise<void> =>
    new Promise(wake => this.#sleepers.push({ at: this.now + ms, wake }));

  /** Let time pass until all of this is done. */
  async run(work: readonly Promise<unknown>[]): Promise<void> {
    let done = false;
    const all = Promise.all(work).finally(() => {
      done = true;
    });
    while (!done) {
      // Everything that can go on without time passing goes on first.
      for (let turn = 0; turn < 3; turn += 1) await new Promise(resolve => setImmediate(resolve));
      if (done) break;
      const next = Math.min(...this.#sleepers.map(({ at }) => at));
      if (next === Number.POSITIVE_INFINITY) continue;
      this.now = Math.max(this.now, next);
      const due = this.#sleepers.filter(({ at }) => at <= this.now);
      this.#sleepers = this.#sleepers.filter(({ at }) => at > this.now);
      for (const { wake } of due) wake();
    }
    await all;
  }
}
