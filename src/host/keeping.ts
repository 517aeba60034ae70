import type { Lease, Store } from '../store/port.ts';
import type { Logger } from './log.ts';

/**
 * Keeps the leases of what is being carried out: renewed well before they run out, so that a send that takes longer than
 * a lease is not sent by somebody else meanwhile, and given up with the process, so that a crash costs one lease.
 */
export class Keeping {
  readonly #store: Store;
  readonly #log: Logger;
  readonly #leaseMs: number;
  readonly #held = new Map<string, Set<Lease>>();
  #timer: NodeJS.Timeout | null = null;

  /** `leaseMs`: how long each renewal lasts, in milliseconds. */
  constructor(store: Store, log: Logger, leaseMs: number) {
    this.#store = store;
    this.#log = log;
    this.#leaseMs = leaseMs;
  }

  hold(space: string, lease: Lease): void {
    const held = this.#held.get(space) ?? new Set();
    this.#held.set(space, held.add(lease));
    this.#timer ??= setInterval(() => void this.#renew(), this.#leaseMs / 3).unref();
  }

  release(space: string, lease: Lease): void {
    const held = this.#held.get(space);
    held?.delete(lease);
    if (held?.size === 0) this.#held.delete(space);
    if (this.#held.size > 0 || this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
  }

  async #renew(): Promise<void> {
    await Promise.all(
      [...this.#held].map(async ([space, held]) => {
        try {
          const leases = [...held];
          const states = await this.#store.renew(space, leases, this.#leaseMs);
          const lost = leases.filter((lease, index) => states[index] === 'lost' && held.has(lease));
          for (const { item } of lost)
            this.#log.warn({ space, item: item.id }, 'lease passed to another process');
        } catch (error) {
          this.#log.warn(
            { space, error: error instanceof Error ? error.name : 'error' },
            'leases not renewed',
          );
        }
      }),
    );
  }
}
