import type { ChainMark } from '../audit-chain.ts';

/**
 * Where the audit chain of a space stands, as far as this process knows. Lua has no HMAC-SHA256, so the committer
 * computes the next macs and the script only compares the head they start from. The head is moved when the commit is
 * *sent*: commands of one connection run in order, so a second commit can build on the first without waiting for it.
 * A wrong guess costs one more try.
 */
export class ChainHead {
  #known: ChainMark | null = null;
  /** Commits with audit entries whose answer is still out. */
  #flying = 0;

  get known(): ChainMark | null {
    return this.#known;
  }

  /** What the server showed; ignored where our own commits, under way or answered meanwhile, know better. */
  seen(mark: ChainMark): void {
    if (this.#known === null || (this.#flying === 0 && this.#known.length <= mark.length)) this.#known = mark;
  }

  sent(mark: ChainMark): void {
    this.#known = mark;
    this.#flying += 1;
  }

  /** `actual`: where the head is, if the commit did not move it there. */
  answered(actual?: ChainMark): void {
    this.#flying = Math.max(0, this.#flying - 1);
    if (this.#known !== null && actual !== undefined) this.#known = actual;
  }

  forget(): void {
    this.#known = null;
    this.#flying = 0;
  }
}
