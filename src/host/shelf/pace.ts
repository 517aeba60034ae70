import { type Rank, ranks } from './rank.ts';

/** At most `count` calls may begin in any `ms` milliseconds. */
export interface Rate {
  readonly count: number;
  readonly ms: number;
}

/** The time that rates are kept by. */
export interface PaceTime {
  /** A stopwatch, milliseconds. */
  readonly elapsed: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

export const realTime: PaceTime = {
  elapsed: () => performance.now(),
  wait: ms => new Promise(resolve => setTimeout(resolve, ms)),
};

export interface PaceOptions {
  /** All calls together. */
  readonly all: readonly Rate[];
  /** Calls to one chat. */
  readonly chat: (chat: string) => readonly Rate[];
  readonly time: PaceTime;
}

interface Waiting {
  readonly chat: string;
  readonly rank: number;
  readonly go: (may: boolean) => void;
}

/** When calls began, as far back as the longest of some rates looks. */
class Starts {
  readonly #rates: readonly Rate[];
  readonly #times: number[] = [];

  constructor(rates: readonly Rate[]) {
    this.#rates = rates;
  }

  /** The earliest moment at which another call keeps to every rate. */
  next(): number {
    const { length } = this.#times;
    return Math.max(
      ...this.#rates.map(({ count, ms }) => (length < count ? 0 : this.#times[length - count]! + ms)),
      0,
    );
  }

  add(now: number): void {
    this.#times.push(now);
    const most = Math.max(...this.#rates.map(({ count }) => count), 0);
    if (this.#times.length > most) this.#times.shift();
  }

  /** Nothing it remembers still matters. */
  isOver(now: number): boolean {
    const longest = Math.max(...this.#rates.map(({ ms }) => ms), 0);
    return (this.#times.at(-1) ?? 0) + longest <= now;
  }
}

/** Chats whose last calls are remembered before those that no longer matter are thrown out. */
const sweepAt = 1_000;

/**
 * Keeps calls within a platform's rates, for all chats together and for each. Calls that may not begin yet wait: the more
 * urgent rank first, then in the order they came; a chat that has to wait holds up no other.
 */
export class Pace {
  readonly #options: PaceOptions;
  readonly #all: Starts;
  readonly #chats = new Map<string, Starts>();
  #waiting: Waiting[] = [];
  #running = false;
  #wake: () => void = () => {};
  #stopped = false;

  constructor(options: PaceOptions) {
    this.#options = options;
    this.#all = new Starts(options.all);
  }

  /** Resolves when a call to `chat` may begin: true; or false when the pace was stopped first. */
  ready(chat: string, rank: Rank): Promise<boolean> {
    if (this.#stopped) return Promise.resolve(false);
    return new Promise(go => {
      this.#waiting.push({ chat, rank: ranks.indexOf(rank), go });
      if (this.#running) this.#wake();
      else void this.#run();
    });
  }

  /** Let go of everybody who waits. */
  stop(): void {
    this.#stopped = true;
    for (const { go } of this.#waiting) go(false);
    this.#waiting = [];
  }

  /** When this chat may be called again. */
  #next(chat: string): number {
    return this.#chats.get(chat)?.next() ?? 0;
  }

  async #run(): Promise<void> {
    const { elapsed, wait } = this.#options.time;
    this.#running = true;
    while (this.#waiting.length > 0) {
      const now = elapsed();
      const open = Math.max(this.#all.next(), now);
      const first = open > now ? undefined : this.#choose(now);
      if (first) {
        this.#begin(first, now);
        continue;
      }
      const soonest = Math.min(...this.#waiting.map(({ chat }) => this.#next(chat)));
      // Somebody may come meanwhile whose chat is free.
      const newcomer = new Promise<void>(resolve => {
        this.#wake = resolve;
      });
      await Promise.race([wait(Math.max(open, soonest) - now), newcomer]);
    }
    this.#running = false;
  }

  #choose(now: number): Waiting | undefined {
    let best: Waiting | undefined;
    for (const one of this.#waiting) {
      if ((best === undefined || one.rank < best.rank) && this.#next(one.chat) <= now) best = one;
      if (best?.rank === 0) break;
    }
    return best;
  }

  #begin(one: Waiting, now: number): void {
    this.#waiting.splice(this.#waiting.indexOf(one), 1);
    this.#all.add(now);
    const starts = this.#chats.get(one.chat) ?? new Starts(this.#options.chat(one.chat));
    starts.add(now);
    this.#chats.set(one.chat, starts);
    if (this.#chats.size > sweepAt) this.#sweep(now);
    one.go(true);
  }

  #sweep(now: number): void {
    for (const [chat, starts] of this.#chats) if (starts.isOver(now)) this.#chats.delete(chat);
  }
}
