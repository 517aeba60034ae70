import type { Store } from '../port.ts';

export type Settlement = Parameters<Store['settle']>[1][number];

interface Waiting {
  readonly settlement: Settlement;
  readonly resolve: (settled: boolean) => void;
  readonly reject: (error: unknown) => void;
}

const batchLimit = 200;

/**
 * Settlements of one space that also write a reference, on their way to the server. While one script runs, what comes
 * in meanwhile waits and goes with the next one: under load, many are settled with one round trip and one fsync.
 */
export class SettleQueue {
  readonly #carryOut: (batch: readonly Settlement[]) => Promise<boolean[]>;
  #waiting: Waiting[] = [];
  #running = false;

  constructor(carryOut: (batch: readonly Settlement[]) => Promise<boolean[]>) {
    this.#carryOut = carryOut;
  }

  add(settlement: Settlement): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ settlement, resolve, reject });
      if (!this.#running) queueMicrotask(() => this.#start());
    });
  }

  #start(): void {
    if (this.#running) return;
    this.#running = true;
    void this.#drain();
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#take();
      try {
        const settled = await this.#carryOut(batch.map(({ settlement }) => settlement));
        for (const [index, { resolve }] of batch.entries()) resolve(settled[index] === true);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#running = false;
  }

  /** Two values for one reference, or two settlements of one item, never share a batch: the later builds on the first. */
  #take(): Waiting[] {
    const items = new Set<string>();
    const references = new Set<string>();
    let size = 0;
    for (const { settlement } of this.#waiting) {
      const { lease, remember } = settlement;
      if (size >= batchLimit || items.has(lease.item.id)) break;
      if (remember !== undefined && references.has(remember.id)) break;
      items.add(lease.item.id);
      if (remember !== undefined) references.add(remember.id);
      size += 1;
    }
    const batch = this.#waiting.slice(0, size);
    this.#waiting = this.#waiting.slice(size);
    return batch;
  }
}
