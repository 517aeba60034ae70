type RawUpdate = { readonly update_id: number } & Readonly<Record<string, unknown>>;

interface Pending {
  readonly update: RawUpdate;
  handedOut: number;
  readonly settle: (outcome: 'acknowledged' | 'refused') => void;
}

interface PollRequest {
  readonly offset: number | undefined;
  readonly limit: number;
  readonly timeoutMs: number;
  /** Thrown into the poll that a newer one displaces. */
  readonly conflict: Error;
  readonly gone: AbortSignal;
}

/** One attempt to bring an update to the bot. */
export interface Delivered {
  readonly outcome: Promise<'acknowledged' | 'refused'>;
  /** The very same update once more. */
  redeliver(): Delivered;
}

/**
 * Updates of one bot, as core.telegram.org/bots/api#getupdates tells it: pending until a getUpdates carries a higher
 * offset; handed out again until then; one poller at a time; or pushed to a webhook, one chat in order.
 */
export class UpdateQueue {
  readonly pending: RawUpdate[] = [];
  /** Webhook post; false = not acknowledged. */
  push: ((update: RawUpdate) => Promise<boolean>) | null = null;
  #entries: Pending[] = [];
  #nextId = 700_000_001;
  #wake: (() => void) | null = null;
  #displace: (() => void) | null = null;
  #pushes: Promise<unknown> = Promise.resolve();

  add(content: Readonly<Record<string, unknown>>): Delivered {
    const update = { update_id: this.#nextId, ...content };
    this.#nextId += 1;
    return this.#deliver(update);
  }

  close(): void {
    this.#wake?.();
  }

  #deliver(update: RawUpdate): Delivered {
    let settle!: Pending['settle'];
    const outcome = new Promise<'acknowledged' | 'refused'>(resolve => {
      settle = resolve;
    });
    const entry: Pending = { update, handedOut: 0, settle };
    if (this.push) {
      const { push } = this;
      this.#pushes = this.#pushes.then(async () => settle((await push(update)) ? 'acknowledged' : 'refused'));
    } else {
      this.#entries = [...this.#entries.filter(old => old.update.update_id !== update.update_id), entry].sort(
        (a, b) => a.update.update_id - b.update.update_id,
      );
      this.#show();
      this.#wake?.();
    }
    return { outcome, redeliver: () => this.#deliver(update) };
  }

  async poll(request: PollRequest): Promise<RawUpdate[]> {
    this.#displace?.();
    let displaced = false;
    this.#confirm(request.offset);
    if (this.#entries.length === 0 && request.timeoutMs > 0) {
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, request.timeoutMs);
        const end = () => {
          clearTimeout(timer);
          resolve();
        };
        this.#wake = end;
        this.#displace = () => {
          displaced = true;
          end();
        };
        request.gone.addEventListener('abort', end);
      });
      if (!displaced) {
        this.#wake = null;
        this.#displace = null;
      }
    }
    if (displaced) throw request.conflict;
    if (request.gone.aborted) return [];
    const batch = this.#entries.slice(0, request.limit);
    for (const entry of batch) {
      entry.handedOut += 1;
      if (entry.handedOut > 1) entry.settle('refused');
    }
    return batch.map(({ update }) => update);
  }

  #confirm(offset: number | undefined): void {
    if (offset === undefined) return;
    // One that was put back for a redelivery counts as unconfirmed until it has been handed out again.
    const confirmed = ({ update, handedOut }: Pending) => update.update_id < offset && handedOut > 0;
    for (const entry of this.#entries.filter(confirmed)) entry.settle('acknowledged');
    this.#entries = this.#entries.filter(entry => !confirmed(entry));
    this.#show();
  }

  #show(): void {
    this.pending.splice(0, this.pending.length, ...this.#entries.map(({ update }) => update));
  }
}
