import { AsyncLocalStorage } from 'node:async_hooks';
import type { Step, StepTime, Watcher } from './watcher.ts';

/** Milliseconds since 1970, with fractions; never runs backwards in one process. */
const instant = (): number => performance.timeOrigin + performance.now();

/** The steps of one turn, each from the end of the one before. */
export class Steps {
  readonly seen: StepTime[] = [];
  #since = instant();

  passed(step: Step): void {
    const ended = instant();
    this.seen.push({ step, began: this.#since, ended });
    this.#since = ended;
  }

  /** Something was understood: what comes first counts, whatever is read again on the way. */
  readonly interpreted = (): void => {
    if (this.seen.at(-1)?.step === 'load') this.passed('interpret');
  };
}

/** A request under way, and the events that came with it, each with the moment it was safe. */
interface Arrival {
  readonly began: number;
  readonly safe: Map<string, number>;
}

const arrivals = new AsyncLocalStorage<Arrival>();

/** Answer a platform's request; what the answer acknowledges is told when it is made. */
export const arriving = async (watcher: Watcher, answer: () => Promise<void>): Promise<void> => {
  const arrival: Arrival = { began: instant(), safe: new Map() };
  await arrivals.run(arrival, answer);
  const ended = instant();
  for (const [event, began] of arrival.safe) watcher.stepped(event, { step: 'acknowledge', began, ended });
};

/**
 * Take an event that has been received: from the beginning of its request, where it came with one. What comes over a
 * connection of our own is acknowledged by whoever waits for this.
 */
export const received = async <T>(watcher: Watcher, event: string, take: () => Promise<T>): Promise<T> => {
  const arrival = arrivals.getStore();
  const now = instant();
  watcher.stepped(event, { step: 'receive', began: arrival?.began ?? now, ended: now });
  const taken = await take();
  const safe = instant();
  if (arrival) arrival.safe.set(event, safe);
  else watcher.stepped(event, { step: 'acknowledge', began: safe, ended: safe });
  return taken;
};
