/** The store's own log port: flat fields, as `Logger` of the host gives them. */
export interface StoreLog {
  info(fields: Readonly<Record<string, string | number | boolean>>, message: string): void;
  warn(fields: Readonly<Record<string, string | number | boolean>>, message: string): void;
}

/**
 * How long dedupe marks are kept: a mark goes only when it is older than `ageMs` *and* `count` younger ones exist,
 * so that a clock that jumps ahead cannot empty them.
 */
export interface MarkRetention {
  readonly ageMs: number;
  readonly count: number;
}

/** Feishu redelivers for 7.1 h and Telegram keeps updates for 24 h; 8 days also covers a long weekend in a spool. */
export const markRetention: MarkRetention = { ageMs: 8 * 24 * 3600 * 1000, count: 10_000 };

/**
 * How long the text of an answer is kept after it was sent, for an event that comes again: while it is younger than `ageMs`
 * and fewer than `count` came after it. Later deliveries of the event are refused by its mark and need no answer.
 */
export const sentRetention = { ageMs: 3600 * 1000, count: 10_000 } as const;

export interface StoreOptions {
  /** Secret of the audit chain and the record seals. Without one they find accidents, but not a forger. */
  readonly auditKey?: string | Uint8Array;
  readonly log?: StoreLog;
  /** Milliseconds since 1970; SQLite only: the clock of leases and marks (Redis uses its own TIME). */
  readonly clock?: () => number;
  /** `relaxed` accepts a server that may lose acknowledged work at a crash; the operator must type it. */
  readonly durability?: 'strict' | 'relaxed';
  readonly marks?: MarkRetention;
}

export const silentStoreLog: StoreLog = { info() {}, warn() {} };
