import type { ChainMark } from '../audit-chain.ts';

interface Known extends ChainMark {
  /** Commits with audit entries whose answer is still out. */
  readonly flying: number;
}

/**
 * Where the audit chain of each space stands, as far as this process knows. Lua has no HMAC-SHA256, so the committer
 * computes the next macs and the script only compares the head they start from. The head is moved when the commit is
 * *sent*: commands of one connection run in order, so a second commit can build on the first without waiting for it.
 * A wrong guess costs one more try.
 */
export class ChainHeads {
  readonly #known = new Map<string, Known>();

  get(space: string): ChainMark | undefined {
    return this.#known.get(space);
  }

  /** What a load saw; ignored where our own commits, under way or answered meanwhile, know better. */
  seen(space: string, mark: ChainMark): void {
    const known = this.#known.get(space);
    if (known === undefined || (known.flying === 0 && known.length <= mark.length)) {
      this.#known.set(space, { ...mark, flying: 0 });
    }
  }

  sent(space: string, mark: ChainMark): void {
    this.#known.set(space, { ...mark, flying: (this.#known.get(space)?.flying ?? 0) + 1 });
  }

  /** `actual`: what the server says the head is, where the guess was wrong. */
  answered(space: string, actual?: ChainMark): void {
    const known = this.#known.get(space);
    if (known === undefined) return;
    this.#known.set(space, { ...known, ...actual, flying: Math.max(0, known.flying - 1) });
  }

  forget(space: string): void {
    this.#known.delete(space);
  }
}
