interface Entry<Value> {
  readonly value: Value;
  readonly since: number;
}

/** A conversation that rests this long, in milliseconds, is read anew; so nothing personal lingers in the process. */
const longestMs = 15 * 60 * 1000;

/** What this process saw or wrote last of records, by space and name. */
export class Memory<Value> {
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #limit: number;
  readonly #now: () => number;

  constructor(limit: number, now: () => number = () => performance.now()) {
    this.#limit = limit;
    this.#now = now;
  }

  get(space: string, name: string): Value | undefined {
    const entry = this.#entries.get(`${space} ${name}`);
    return entry && entry.since + longestMs > this.#now() ? entry.value : undefined;
  }

  set(space: string, name: string, value: Value): void {
    const key = `${space} ${name}`;
    const now = this.#now();
    this.#entries.delete(key);
    this.#entries.set(key, { value, since: now });
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
