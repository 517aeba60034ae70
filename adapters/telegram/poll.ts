import { setTimeout as sleep } from 'node:timers/promises';
import type { Api } from 'grammy';
import { attempt, backOffSeconds, describeFailure, type Failure } from './failure.ts';
import { allowedUpdates } from './update.ts';

/** Seconds a getUpdates call waits for something to come. */
const pollSeconds = 30;
/** core.telegram.org/bots/api#getupdates: at most 100. */
const batchSize = 100;
/** While some chats are still at work, what came for others is looked for this often, in milliseconds. */
const peekMs = 1_000;
/** A server that answers at once with nothing does not long-poll; it is asked no more often than this. */
const idleMs = 200;
/** First pause after an update that could not be taken, in milliseconds; doubles up to `backOffSeconds`. */
const firstPauseMs = 100;

export interface PollDeps {
  readonly api: Api;
  /** Rejects when the update must be delivered again. */
  readonly handle: (update: unknown) => Promise<void>;
  readonly onTrouble: (detail: string) => void;
  readonly onWell: () => void;
  readonly signal: AbortSignal;
}

/**
 * Which updates were given out and what became of them. Telegram forgets everything below the offset, so the offset
 * stays at the first update that is not safely committed.
 */
class Ledger {
  readonly #states = new Map<number, 'running' | 'done' | 'failed'>();
  #offset: number | undefined;

  get offset(): number | undefined {
    return this.#offset;
  }

  /** True when the update is to be handled now: new, or failed before. */
  begin(id: number): boolean {
    const state = this.#states.get(id);
    if (state === 'running' || state === 'done') return false;
    this.#states.set(id, 'running');
    return true;
  }

  end(id: number, state: 'done' | 'failed'): void {
    this.#states.set(id, state);
  }

  has(state: 'running' | 'failed'): boolean {
    return [...this.#states.values()].includes(state);
  }

  /**
   * Nothing came and nothing is open: all below the offset is confirmed. It is then left out, because after a week
   * without updates ids start anew at a random number (core.telegram.org/bots/api#update), perhaps a lower one.
   */
  rest(): void {
    if (this.#states.size === 0) this.#offset = undefined;
  }

  advance(): void {
    for (const [id, state] of [...this.#states].sort(([a], [b]) => a - b)) {
      if (state !== 'done') {
        this.#offset = id;
        return;
      }
      this.#states.delete(id);
      this.#offset = id + 1;
    }
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);

/**
 * Long polling, at least once: an update counts as taken only when the next getUpdates carries a higher offset, which
 * it does only after `handle` resolved. A chat that is slow holds up no other.
 *
 * Resolves when `signal` aborts (with null), or with the failure that makes going on pointless (401, 404, 409).
 */
export const poll = async (deps: PollDeps): Promise<Failure | null> => {
  const { api, handle, onTrouble, onWell, signal } = deps;
  const ledger = new Ledger();
  // grammY declares the signal of an older polyfill, which lacks nothing of the platform's own that it uses.
  const cancel = signal as Parameters<Api['getUpdates']>[1];
  const running = new Set<Promise<void>>();
  let troubles = 0;
  let failures = 0;

  const begin = (update: { readonly update_id: number }): void => {
    const id = update.update_id;
    if (!ledger.begin(id)) return;
    const task = handle(update).then(
      () => ledger.end(id, 'done'),
      () => ledger.end(id, 'failed'),
    );
    running.add(task);
    void task.then(() => running.delete(task));
  };

  while (!signal.aborted) {
    const asked = performance.now();
    const timeout = ledger.has('running') ? 0 : pollSeconds;
    const { offset } = ledger;
    const batch = await attempt(() =>
      api.getUpdates({ offset, limit: batchSize, timeout, allowed_updates: allowedUpdates }, cancel),
    );
    if (signal.aborted) break;
    if (!batch.ok) {
      const { failure } = batch;
      if (failure.kind === 'refused' && [401, 404, 409].includes(failure.code)) return failure;
      onTrouble(describeFailure(failure));
      const seconds = (failure.kind === 'refused' && failure.retryAfter) || backOffSeconds(troubles);
      troubles += 1;
      await pause(seconds * 1000, signal);
      continue;
    }
    troubles = 0;
    onWell();
    if (batch.value.length === 0) ledger.rest();
    for (const update of batch.value) begin(update);
    if (running.size > 0) await Promise.race([Promise.all(running), pause(peekMs, signal)]);
    ledger.advance();
    failures = ledger.has('failed') ? failures + 1 : 0;
    if (failures > 0) {
      onTrouble('an update could not be taken and is asked for again');
      await pause(Math.min(firstPauseMs * 2 ** failures, backOffSeconds(6) * 1000), signal);
    } else if (batch.value.length === 0 && timeout > 0 && performance.now() - asked < idleMs) {
      await pause(idleMs, signal);
    }
  }
  await Promise.allSettled(running);
  ledger.advance();
  // What was taken is confirmed, so that the next start does not get it again.
  const { offset } = ledger;
  if (offset !== undefined) await attempt(() => api.getUpdates({ offset, limit: 1, timeout: 0 }));
  return null;
};
