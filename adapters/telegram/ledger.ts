/**
 * Tries before an update is given up that nobody can take while others are taken: it would hold up everybody else once
 * a full batch waits behind it. While nothing at all is taken (the store is away) nothing is given up.
 */
const mostTries = 10;

interface Entry {
  state: 'running' | 'done' | 'failed';
  tries: number;
  /** How many updates had been taken when this one failed first. */
  takenBefore: number;
}

/**
 * Which updates were given out by getUpdates and what became of them. Telegram forgets everything below the offset, so
 * the offset stays at the first update that is not done with.
 */
export class Ledger {
  readonly #entries = new Map<number, Entry>();
  #offset: number | undefined;
  #taken = 0;

  /** For the next getUpdates; undefined asks for the earliest that is not confirmed. */
  get offset(): number | undefined {
    return this.#offset;
  }

  /** How many updates were taken so far. */
  get taken(): number {
    return this.#taken;
  }

  /** True when the update is to be handled now: new, or failed before. */
  begin(id: number): boolean {
    const entry = this.#entries.get(id) ?? { state: 'failed', tries: 0, takenBefore: 0 };
    if (entry.state !== 'failed') return false;
    entry.state = 'running';
    this.#entries.set(id, entry);
    return true;
  }

  took(id: number): void {
    this.#taken += 1;
    this.#of(id).state = 'done';
  }

  /** Not run at all, because one before it in its chat failed: no try of its own. */
  heldBack(id: number): void {
    this.#of(id).state = 'failed';
  }

  /** True when the update is given up. */
  failed(id: number): boolean {
    const entry = this.#of(id);
    if (entry.tries === 0) entry.takenBefore = this.#taken;
    entry.tries += 1;
    const givenUp = entry.tries >= mostTries && this.#taken > entry.takenBefore;
    entry.state = givenUp ? 'done' : 'failed';
    return givenUp;
  }

  has(state: Entry['state']): boolean {
    return [...this.#entries.values()].some(entry => entry.state === state);
  }

  /** Move the offset over everything that is done with. */
  advance(): void {
    for (const [id, { state }] of [...this.#entries].sort(([a], [b]) => a - b)) {
      if (state !== 'done') {
        this.#offset = id;
        return;
      }
      this.#entries.delete(id);
      this.#offset = id + 1;
    }
  }

  /**
   * Nothing came and nothing is open: all below the offset is confirmed. It is then left out, because after a week
   * without updates ids start anew at a random number (core.telegram.org/bots/api#update), perhaps a lower one.
   */
  rest(): void {
    if (this.#entries.size === 0) this.#offset = undefined;
  }

  #of(id: number): Entry {
    const entry = this.#entries.get(id);
    if (!entry) throw new Error(`update ${id} was never begun`);
    return entry;
  }
}
