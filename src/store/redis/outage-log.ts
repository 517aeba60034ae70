import type { StoreLog } from '../options.ts';

/** The same trouble is told again after this long, in milliseconds. */
const againAfterMs = 60_000;

/** Tells of an outage once a minute, however often its links try again, and of its end. */
export class OutageLog {
  readonly #log: StoreLog;
  readonly #clock: () => number;
  #told: { readonly message: string; readonly at: number } | null = null;

  constructor(log: StoreLog, clock: () => number = () => performance.now()) {
    this.#log = log;
    this.#clock = clock;
  }

  failed({ message }: Error): void {
    const at = this.#clock();
    if (this.#told?.message === message && at - this.#told.at < againAfterMs) return;
    this.#told = { message, at };
    this.#log.warn({ code: 'store:connection', error: message }, 'Redis connection');
  }

  ready(): void {
    if (this.#told === null) return;
    this.#told = null;
    this.#log.info({ code: 'store:connection' }, 'Redis connection is back');
  }
}
