import { Refused, wordsOf } from './api.ts';

export type Delivery =
  | { readonly state: 'sending' }
  | { readonly state: 'waiting' }
  | { readonly state: 'sent' }
  | { readonly state: 'failed'; readonly why: string };

const longestPauseMs = 15_000;

/**
 * What the person did, sent one after the other in the order in which it was done. While the house cannot be reached
 * the same request goes again and again; its event id makes a second arrival harmless. `What`: kinds of act.
 */
export const createOutbox = <What extends string>() => {
  let last: Promise<void> = Promise.resolve();
  /** What is not delivered yet, the one that is being sent first. */
  const queue: What[] = [];
  let wake = () => {};
  window.addEventListener('online', () => wake());

  const deliver = async (send: () => Promise<unknown>, report: (delivery: Delivery) => void) => {
    for (let failures = 0; ; failures += 1) {
      try {
        await send();
        report({ state: 'sent' });
        return;
      } catch (error) {
        if (error instanceof Refused && error.passing) {
          report({ state: 'waiting' });
          await new Promise<void>(resolve => {
            const timer = setTimeout(resolve, Math.min(500 * 2 ** failures, longestPauseMs));
            wake = () => {
              clearTimeout(timer);
              resolve();
            };
          });
        } else {
          report({ state: 'failed', why: wordsOf(error) });
          return;
        }
      }
    }
  };

  return {
    /** `send` is told what is to be sent next, as it is known when its turn comes; a repeat is the same request. */
    put(
      what: What,
      send: (next: What | undefined) => Promise<unknown>,
      report: (delivery: Delivery) => void,
    ): void {
      report({ state: 'sending' });
      queue.push(what);
      last = last.then(async () => {
        const next = queue[1];
        await deliver(() => send(next), report);
        queue.shift();
      });
    },
    /** The house is back: do not wait any longer. */
    hurry(): void {
      wake();
    },
  };
};
