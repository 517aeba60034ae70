import { BoundedMap } from '../../../src/host/shelf/bounded-map.ts';

/** Messages that may follow each message of the customer, and for how long (path/94677). */
export const budgetLimit = 5;
const budgetMs = 48 * 3_600_000;

interface Window {
  readonly openedAt: number;
  readonly openedBy: string;
  readonly sent: number;
}

/**
 * The five-messages-in-48-hours budget of each customer. After a restart nothing is known about a customer until the
 * next message; then WeCom's own 95001 and 95002 decide.
 */
export class Budget {
  readonly #windows = new BoundedMap<Window>(50_000);

  /** The customer's message `id` came at `at`, known to the second. Reading old messages again opens nothing. */
  opened(chat: string, at: number, id: string): void {
    const window = this.#windows.get(chat);
    const isNewer = window === undefined || at > window.openedAt;
    if (isNewer || (at === window.openedAt && id !== window.openedBy))
      this.#windows.set(chat, { openedAt: at, openedBy: id, sent: 0 });
  }

  /** Messages that may still be sent now. */
  left(chat: string, now: number): number {
    const window = this.#windows.get(chat);
    if (window === undefined) return budgetLimit;
    return now - window.openedAt > budgetMs ? 0 : budgetLimit - window.sent;
  }

  sent(chat: string): void {
    const window = this.#windows.get(chat);
    if (window !== undefined) this.#windows.set(chat, { ...window, sent: window.sent + 1 });
  }

  /** WeCom says that the budget is used up. */
  exhausted(chat: string, now: number): void {
    const window = this.#windows.get(chat) ?? { openedAt: now, openedBy: '' };
    this.#windows.set(chat, { ...window, sent: budgetLimit });
  }
}
