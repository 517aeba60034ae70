/** A clock that jumps to the next moment anybody waits for, once nothing else is left to do. */
export class VirtualTime {
  now = 0;
  #sleepers: { readonly at: number; readonly wake: () => void }[] = [];

  wait(ms: number): Promise<void> {
    return new Promise(wake => this.#sleepers.push({ at: this.now + ms, wake }));
  }

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
