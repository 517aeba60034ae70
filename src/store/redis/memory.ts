import type { StoredRecord } from '../port.ts';
import type { SealState } from './sealed.ts';

/** A record and the seals it had, always of the same moment. */
export interface Remembered {
  readonly record: StoredRecord;
  readonly state: SealState;
}

interface Entry extends Remembered {
  readonly since: number;
}

/** A conversation that rests this long, in milliseconds, is read anew; so nothing personal lingers in the process. */
const longestMs = 15 * 60 * 1000;

/**
 * Records as this process saw or wrote them last. A turn may be computed from them, because its commit compares
 * revisions and seals with what the server has.
 */
export class Memory {
  readonly #entries = new Map<string, Entry>();
  readonly #limit: number;
  readonly #now: () => number;

  constructor(limit: number, now: () => number = () => performance.now()) {
    this.#limit = limit;
    this.#now = now;
  }

  get(space: string, name: string): Remembered | undefined {
    const entry = this.#entries.get(`${space} ${name}`);
    return entry && entry.since + longestMs > this.#now() ? entry : undefined;
  }

  set(space: string, name: string, { record, state }: Remembered): void {
    const key = `${space} ${name}`;
    const now = this.#now();
    this.#entries.delete(key);
    this.#entries.set(key, { record, state, since: now });
    for (const [oldest, { since }] of this.#entries) {
      if (this.#entries.size <= this.#limit && since + longestMs > now) return;
      this.#entries.delete(oldest);
    }
  }

  delete(space: string, name: string): void {
    this.#entries.delete(`${space} ${name}`);
  }

  /** Forget a whole space. */
  clear(space: string): void {
    for (const key of this.#entries.keys()) if (key.startsWith(`${space} `)) this.#entries.delete(key);
  }
}
