import { Event } from '../model/event.ts';
import { StoreUnavailable } from '../store/unavailable.ts';
import type { Receipt } from './channel.ts';
import type { Logger } from './log.ts';
import { BoundedMap } from './shelf/bounded-map.ts';
import { withPatience } from './shelf/patience.ts';
import type { Spool } from './spool.ts';

/**
 * How long the store may take before an event is put aside, in milliseconds. Feishu wants its answer within 3 s
 * (open.feishu.cn, event subscription), WeCom within 5 s; the shortest decides, with room to write the spool.
 */
const BUDGET_MS = 2000;
/** An event that fails for another reason than the store is tried this often, then refused, so that its chat goes on. */
const MOST_TRIES = 5;
/** Failing events remembered at a time. */
const MOST_FAILING = 1000;

const chatOf = ({ address: { channel, chat } }: Event): string => `${channel}:${chat}`;

export interface IntakeDeps {
  readonly take: (event: Event) => Promise<Receipt>;
  /** null: without a spool an unavailable store is the caller's to handle (the platform delivers again). */
  readonly spool: Spool | null;
  readonly log: Logger;
}

/**
 * The way in: an event is committed, or written down durably to be committed later, before anybody says it was
 * received. Its id makes it harmless that a slow commit and the spooled copy both arrive.
 */
export class SafeIntake {
  readonly #deps: IntakeDeps;
  readonly #failures = new BoundedMap<number>(MOST_FAILING);
  /** The store answers, but would lose what it is given: nothing is committed until that is mended. */
  distrusted = false;
  #draining: Promise<void> | null = null;
  /** Chat -> its events that wait in the spool; what comes behind them waits as well. */
  readonly #waiting = new Map<string, number>();
  /** Whose events wait is not known: they were put aside by an earlier process. */
  #inherited: boolean;
  /** Nothing has been committed since an event was put aside because the store did not answer. */
  #silent = false;
  /** When an event was last committed, by the machine's stopwatch: the store answers. */
  #answered = Number.NEGATIVE_INFINITY;

  constructor(deps: IntakeDeps) {
    this.#deps = deps;
    this.#inherited = (deps.spool?.pending ?? 0) > 0;
  }

  async receive(event: Event): Promise<Receipt> {
    const { spool } = this.#deps;
    if (spool && this.#isBehind(event)) return this.#putAside(spool, event);
    if (this.distrusted) throw new StoreUnavailable('the store may lose what it is given');
    try {
      const work = this.#deps.take(event);
      return await (spool ? this.#within(work) : work);
    } catch (error) {
      if (error instanceof StoreUnavailable && spool) return this.#putAside(spool, event);
      if (error instanceof StoreUnavailable) throw error;
      return this.#failed(event, error);
    }
  }

  /**
   * Whether an event would overtake others of its chat that wait, or would only wait for a store that does not answer.
   * One chat whose queue is long holds up nobody else.
   */
  #isBehind(event: Event): boolean {
    if (this.distrusted) return true;
    const pending = (this.#deps.spool?.pending ?? 0) > 0;
    return pending && (this.#inherited || this.#silent || this.#waiting.has(chatOf(event)));
  }

  /** No longer than a platform waits for its answer, whatever the reason: the store, or a long queue of the chat. */
  async #within(work: Promise<Receipt>): Promise<Receipt> {
    const since = performance.now();
    try {
      const receipt = await withPatience(work, BUDGET_MS);
      if (receipt === undefined) throw new StoreUnavailable('the store took too long');
      this.#hasAnswered();
      return receipt;
    } catch (error) {
      if (error instanceof StoreUnavailable && this.#answered <= since) this.#silent = true;
      throw error;
    }
  }

  #hasAnswered(): void {
    this.#answered = performance.now();
    this.#silent = false;
  }

  async #putAside(spool: Spool, event: Event): Promise<Receipt> {
    const chat = chatOf(event);
    this.#waiting.set(chat, (this.#waiting.get(chat) ?? 0) + 1);
    const refused = await spool.append(JSON.stringify(event));
    if (refused) {
      this.#release(event);
      this.#deps.log.error({ event: event.id, code: refused.code }, 'event could not be put aside');
      throw new StoreUnavailable(refused.code);
    }
    this.#deps.log.warn(
      { event: event.id, waiting: spool.pending },
      'store does not answer; event put aside',
    );
    return { outcome: 'spooled', messages: [] };
  }

  #release(event: Event): void {
    const chat = chatOf(event);
    const left = (this.#waiting.get(chat) ?? 0) - 1;
    if (left > 0) this.#waiting.set(chat, left);
    else this.#waiting.delete(chat);
  }

  /** A bug, not trouble: thrown for the platform to deliver again, until it is clear that this event will never do. */
  #failed(event: Event, error: unknown): Receipt {
    const tries = (this.#failures.get(event.id) ?? 0) + 1;
    this.#failures.set(event.id, tries);
    const at = error instanceof Error ? (error.stack?.split('\n')[1]?.trim() ?? '') : '';
    this.#deps.log.error(
      { event: event.id, tries, error: error instanceof Error ? error.name : 'error', at },
      'turn failed',
    );
    if (tries < MOST_TRIES) throw error;
    this.#failures.delete(event.id);
    return { outcome: 'refused', messages: [] };
  }

  /** Commit what waits, in order, until it is done or the store stops answering again. One run at a time. */
  drain(): Promise<void> {
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = null;
    });
    return this.#draining;
  }

  async #drain(): Promise<void> {
    const { spool, take, log } = this.#deps;
    if (!spool || spool.pending === 0 || this.distrusted) return;
    const waiting = spool.pending;
    try {
      await spool.drain(async payload => {
        const event = Event.parse(JSON.parse(payload));
        for (let tries = 1; ; tries += 1) {
          try {
            await take(event);
            this.#hasAnswered();
            this.#release(event);
            return;
          } catch (error) {
            if (error instanceof StoreUnavailable) throw error;
            log.error(
              { event: event.id, tries, error: error instanceof Error ? error.name : 'error' },
              'turn failed',
            );
            if (tries < MOST_TRIES) continue;
            this.#release(event);
            return;
          }
        }
      });
      this.#inherited = false;
      log.info({ drained: waiting }, 'events that were put aside are committed');
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      log.warn({ waiting: spool.pending }, 'store still does not answer');
    }
  }
}
