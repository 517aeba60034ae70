import { setTimeout as sleep } from 'node:timers/promises';
import type { Api } from 'grammy';
import { backOff } from '../../src/host/shelf/back-off.ts';
import { HeldBack } from '../../src/host/shelf/lanes.ts';
import { attempt, backOffSeconds, type Failure } from './failure.ts';
import { Ledger } from './ledger.ts';
import { allowedUpdates } from './update.ts';

/** Seconds a getUpdates call waits for something to come. */
const pollSeconds = 30;
/** core.telegram.org/bots/api#getupdates: at most 100. */
const batchSize = 100;
/** While some chats are still at work, what came for others is looked for this often, in milliseconds. */
const peekMs = 1_000;
/** A server that answers at once with nothing does not long-poll; it is asked no more often than this. */
const idleMs = 200;
/** Pause after an update that could not be taken, in milliseconds; doubles while nothing gets through. */
const pauseMs = backOff(200, 10_000);

/** How long another program may poll for the same bot before this one gives way, in milliseconds. Our own choice. */
const tenMinutes = 600_000;

export interface PollDeps {
  readonly api: Api;
  /** Rejects when the update must be delivered again. */
  readonly handle: (update: unknown) => Promise<void>;
  /** `null`: an update could not be taken and is asked for again. */
  readonly onTrouble: (failure: Failure | null) => void;
  /** Milliseconds for which another poller is borne. */
  readonly conflictPatience?: number;
  readonly onWell: () => void;
  /** An update that nobody can take while others are taken was left out. */
  readonly onGivenUp: (update: number) => void;
  readonly signal: AbortSignal;
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);

/**
 * Long polling, at least once: an update counts as taken only when the next getUpdates carries a higher offset, which
 * it does only after `handle` resolved. A chat that is slow holds up no other.
 *
 * Resolves when `signal` aborts (with null), or with the failure that makes going on pointless: 401, 404, or a 409 that
 * lasts. A second poller for a moment is a restart that overlaps.
 */
export const poll = async (deps: PollDeps): Promise<Failure | null> => {
  const { api, handle, onTrouble, onWell, onGivenUp, signal, conflictPatience = tenMinutes } = deps;
  const ledger = new Ledger();
  // grammY declares the signal of an older polyfill, which lacks nothing of the platform's own that it uses.
  const cancel = signal as Parameters<Api['getUpdates']>[1];
  const running = new Set<Promise<void>>();
  let troubles = 0;
  let conflictSince: number | null = null;
  let failures = 0;

  const begin = (update: { readonly update_id: number }): void => {
    const id = update.update_id;
    if (!ledger.begin(id)) return;
    const task = handle(update).then(
      () => ledger.took(id),
      (error: unknown) => {
        if (error instanceof HeldBack) ledger.heldBack(id);
        else if (ledger.failed(id)) onGivenUp(id);
      },
    );
    running.add(task);
    void task.then(() => running.delete(task));
  };

  while (!signal.aborted) {
    const asked = performance.now();
    const timeout = ledger.has('running') ? 0 : pollSeconds;
    const { offset, taken } = ledger;
    const batch = await attempt(() =>
      api.getUpdates(
        {
          ...(offset === undefined ? {} : { offset }),
          limit: batchSize,
          timeout,
          allowed_updates: allowedUpdates,
        },
        cancel,
      ),
    );
    if (signal.aborted) break;
    if (!batch.ok) {
      const { failure } = batch;
      const code = failure.kind === 'refused' ? failure.code : 0;
      conflictSince = code === 409 ? (conflictSince ?? asked) : null;
      const lasting = conflictSince !== null && asked - conflictSince > conflictPatience;
      if ([401, 404].includes(code) || lasting) return failure;
      onTrouble(failure);
      const seconds = (failure.kind === 'refused' && failure.retryAfter) || backOffSeconds(troubles);
      troubles += 1;
      await pause(seconds * 1000, signal);
      continue;
    }
    troubles = 0;
    conflictSince = null;
    onWell();
    if (batch.value.length === 0) ledger.rest();
    for (const update of batch.value) begin(update);
    if (running.size > 0) await Promise.race([Promise.all(running), pause(peekMs, signal)]);
    ledger.advance();
    failures = !ledger.has('failed') ? 0 : ledger.taken === taken ? failures + 1 : 1;
    if (failures > 0) {
      onTrouble(null);
      await pause(pauseMs(failures - 1), signal);
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
