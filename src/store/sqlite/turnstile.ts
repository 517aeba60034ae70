import { StoreUnavailable } from '../unavailable.ts';

/** Result codes of a file that another connection holds (sqlite.org/rescode.html): busy, locked. */
const held = new Set([5, 6]);

const isHeld = (error: unknown): boolean => {
  const code = error instanceof StoreUnavailable ? (error.cause as { errcode?: unknown }).errcode : undefined;
  return typeof code === 'number' && held.has(code & 0xff);
};

/** Between two tries, in milliseconds: other processes hold the file for one fsync, a backup program for longer. */
const shortestPauseMs = 2;
const longestPauseMs = 20;

interface Waiting {
  readonly until: number;
  /** Whether it is through, one way or the other. */
  try(lastly: boolean): boolean;
}

/**
 * Work on a file that somebody outside may hold. It is done at once where it can be; otherwise it is tried again from
 * the event loop, in the order it came, so that a lock from outside delays those who write and nobody else.
 */
export class Turnstile {
  #waiting: Waiting[] = [];

  /** Rejects with what SQLite said last when the file stays held for `patienceMs`. */
  run<T>(work: () => T, patienceMs: number): Promise<T> {
    return new Promise((resolve, reject) => {
      const attempt = (lastly: boolean): boolean => {
        try {
          resolve(work());
          return true;
        } catch (error) {
          if (!lastly && isHeld(error)) return false;
          reject(error);
          return true;
        }
      };
      if (this.#waiting.length === 0 && attempt(patienceMs <= 0)) return;
      this.#waiting.push({ until: performance.now() + patienceMs, try: attempt });
      if (this.#waiting.length === 1) this.#again(shortestPauseMs);
    });
  }

  #again(pauseMs: number): void {
    setTimeout(() => {
      const moved = this.#pass();
      if (this.#waiting.length > 0)
        this.#again(moved ? shortestPauseMs : Math.min(2 * pauseMs, longestPauseMs));
    }, pauseMs);
  }

  /** Whether anybody got through. While the first one cannot, the others need not try. */
  #pass(): boolean {
    let moved = false;
    while (this.#waiting[0]?.try(false)) {
      this.#waiting.shift();
      moved = true;
    }
    const now = performance.now();
    this.#waiting = this.#waiting.filter(one => one.until > now || !one.try(true));
    return moved;
  }
}
