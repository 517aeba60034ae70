import type { Store } from '../port.ts';
import { carryOut, type Waiting } from './waiting.ts';

export type Settlement = Parameters<Store['settle']>[1][number];

/** A settlement that also writes a reference. */
export interface ReferenceSettlement extends Settlement {
  readonly remember: NonNullable<Settlement['remember']>;
}

const batchLimit = 200;

/**
 * Settlements of one space that also write a reference, on their way to the server. While one script runs, what comes
 * in meanwhile waits and goes with the next one: under load, many are settled with one round trip and one fsync.
 */
export class SettleQueue {
  readonly #carryOut: (batch: readonly ReferenceSettlement[]) => Promise<boolean[]>;
  #waiting: Waiting<ReferenceSettlement, boolean>[] = [];
  #running = false;

  constructor(carryOut: (batch: readonly ReferenceSettlement[]) => Promise<boolean[]>) {
    this.#carryOut = carryOut;
  }

  add(item: ReferenceSettlement): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
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
      // Whoever waits gets the error.
      await carryOut(this.#take(), this.#carryOut).catch(() => undefined);
    }
    this.#running = false;
  }

  /** Two values for one reference, or two settlements of one item, never share a batch: the later builds on the first. */
  #take(): Waiting<ReferenceSettlement, boolean>[] {
    const items = new Set<string>();
    const references = new Set<string>();
    let size = 0;
    for (const { item } of this.#waiting) {
      const { lease, remember } = item;
      if (size >= batchLimit || items.has(lease.item.id) || references.has(remember.id)) break;
      items.add(lease.item.id);
      references.add(remember.id);
      size += 1;
    }
    const batch = this.#waiting.slice(0, size);
    this.#waiting = this.#waiting.slice(size);
    return batch;
  }
}
