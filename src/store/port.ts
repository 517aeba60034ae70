import type { AuditEntry } from '../model/audit.ts';
import type { StoreHealth } from './health.ts';

/**
 * The memory of the house. One port, two implementations (SQLite, Redis), one contract suite (test/contracts/store).
 *
 * Everything lives in a *space*: one notice, or the rehearsal of one. All writes of a commit are in one space, so that
 * they change in one atomic step (one SQLite transaction; one Lua script whose keys share a hash tag).
 *
 * A *record* is a small map of named parts; only the parts that changed are written. Its revision rises by one with
 * every commit that touches it. Revision 0 means "does not exist".
 */
export type Parts = Readonly<Record<string, string>>;

/** `session`, `application`, `roster`, `counter`, `ref`, `note:unanswered`, … plus the id within its kind. */
export interface RecordKey {
  readonly kind: string;
  readonly id: string;
}

export interface StoredRecord {
  readonly key: RecordKey;
  readonly revision: number;
  readonly parts: Parts;
}

/** Change of one record. `expect` is the revision it was computed from; any other revision is a conflict. */
export interface RecordChange {
  readonly key: RecordKey;
  readonly expect: number;
  readonly set: Parts;
  readonly remove: readonly string[];
  /** Delete the whole record. */
  readonly drop?: boolean;
  /** Encrypt it under a new data key, so that nothing of it that was written before can be read again. */
  readonly rekey?: boolean;
}

/** A record that was only read, but must not have changed (the staff roster). */
export interface Expectation {
  readonly key: RecordKey;
  readonly revision: number;
}

/** Put a record on a list (`score` orders it) or take it off (`score: null`). */
export interface IndexChange {
  readonly index: string;
  readonly id: string;
  readonly score: number | null;
}

/** One due thing: a message to send or a timer to fire. */
export interface OutboxItem {
  /**
   * Unique in the space; committing the same id again replaces an item that has not been settled, at the end of the
   * lane. An item under lease is replaced (or cancelled) only when its lease is settled or has run out.
   */
  readonly id: string;
  /**
   * Items of one lane leave in commit order, one at a time. What stands before the first `:` is its *door*: the channel
   * it leaves through, or the kind of work it is. A process claims for the doors it has.
   */
  readonly lane: string;
  /** Milliseconds since 1970 (UTC), on the business clock (which a rehearsal may move). */
  readonly due: number;
  readonly body: string;
  /** The record under whose data key the body lies, and with which it becomes unreadable; left out, the office's key. */
  readonly owner?: RecordKey;
}

/** One turn's writes. Carried out whole or not at all. */
export interface Commit {
  readonly eventId: string;
  /** SHA-256 of the event: the same id with another body is refused. */
  readonly bodyHash: string;
  /** Given back to whoever delivers the same event again. Kept as long as the mark is, so it had better be short. */
  readonly reply: string;
  readonly changes: readonly RecordChange[];
  readonly expectations: readonly Expectation[];
  readonly indexes: readonly IndexChange[];
  readonly outbox: readonly OutboxItem[];
  /** Ids of unsettled outbox items to take back. */
  readonly cancel: readonly string[];
  readonly audit: readonly AuditEntry[];
  /** Milliseconds since 1970 (UTC) of the event, kept with the dedupe mark. */
  readonly at: number;
  /**
   * How long, in milliseconds, the committer keeps the items that nothing in their lane precedes, to send them itself
   * without a second round trip. 0 = claim nothing.
   */
  readonly leaseMs: number;
  /** Doors whose items the committer may keep so; left out, any. */
  readonly doors?: readonly string[];
}

/** A commit that writes only what `more` says, and keeps nothing to send. */
export const commitWith = (
  eventId: string,
  bodyHash: string,
  at: number,
  more: Partial<Omit<Commit, 'eventId' | 'bodyHash' | 'at'>>,
): Commit => ({
  eventId,
  bodyHash,
  at,
  reply: '',
  changes: [],
  expectations: [],
  indexes: [],
  outbox: [],
  cancel: [],
  audit: [],
  leaseMs: 0,
  ...more,
});

export type CommitResult =
  /** `leases`: items the committer may send now, with their fencing tokens. `chain`: audit head after this commit. */
  | { readonly kind: 'committed'; readonly leases: readonly Lease[]; readonly chain: string }
  /** The same event was committed before. */
  | { readonly kind: 'duplicate'; readonly reply: string }
  /** The same id came with another body: refused, and worth an alarm. */
  | { readonly kind: 'collision' }
  /** Somebody else changed this record: load (or recall) again and compute again. */
  | { readonly kind: 'conflict'; readonly key: RecordKey };

/** The right to carry out one outbox item. `fence` is refused once the lease has passed to somebody else. */
export interface Lease {
  readonly item: OutboxItem;
  readonly fence: string;
  /** Earlier failed attempts. */
  readonly attempts: number;
}

export type Settlement =
  /** `keep`: `itemsOf` gives its body for a while yet, in case the event that it answers comes again. */
  | { readonly kind: 'done'; readonly keep?: boolean }
  /** Try again at `due` (business clock). `counted: false`: not for want of trying, so it is no failed attempt. */
  | { readonly kind: 'retry'; readonly due: number; readonly error: string; readonly counted?: boolean }
  /** Given up: kept for the staff to see. */
  | { readonly kind: 'dead'; readonly error: string };

/**
 * What has become of a lease that somebody wants to keep: `held`, it runs anew; `changed`, it runs anew, but the item was
 * replaced or taken back meanwhile; `lost`, it has passed to somebody else or there is nothing left to carry out.
 */
export type Renewal = 'held' | 'changed' | 'lost';

export interface DeadItem {
  readonly item: OutboxItem;
  readonly error: string;
  readonly attempts: number;
}

/** An item that has not been settled, without what it says. */
export interface WaitingItem {
  readonly id: string;
  readonly lane: string;
  readonly due: number;
  /** Earlier failed attempts. */
  readonly attempts: number;
}

export interface ChainReport {
  readonly ok: boolean;
  readonly length: number;
  readonly head: string;
  /** What the operator reads, one per finding; names the sequence number or the record of what is wrong. */
  readonly findings: readonly string[];
}

export interface StoredAudit {
  readonly sequence: number;
  readonly entry: AuditEntry;
  readonly mac: string;
}

/** What processes tell each other: lines of the page, and whose rehearsal clock was set. */
export type Topic = 'page' | 'clocks';

export interface Store {
  /** What the operator reads in the start line and in `doctor`. No password in it. */
  readonly description: string;

  /** Read records, missing ones as revision 0 without parts. One round trip, whatever their number. */
  load(space: string, keys: readonly RecordKey[]): Promise<StoredRecord[]>;
  /**
   * Records as this process saw or wrote them last, without asking the server; undefined unless it remembers them all.
   * They may be out of date: a turn computed from them must change or expect each of them, so that its commit finds
   * out. What a conflict names has been learned anew, so recalling again after one gives what is there now. Only where
   * a load is a network round trip.
   */
  recall?(space: string, keys: readonly RecordKey[]): StoredRecord[] | undefined;
  /**
   * Where the audit chain stood when this process last loaded from the space; a round trip only where it never did.
   * Only heads that were committed: what is printed on a receipt or posted to a chat must exist for `verify`.
   */
  head(space: string): Promise<{ readonly length: number; readonly head: string }>;
  /** The atomic step. One round trip. */
  commit(space: string, commit: Commit): Promise<CommitResult>;
  /** Ids on a list, lowest score first. */
  list(
    space: string,
    index: string,
    options?: { readonly limit?: number; readonly reverse?: boolean },
  ): Promise<string[]>;

  /**
   * Lease items due by `now` (business clock), only the oldest open item of each lane. Leases run on the store's own
   * clock (Redis TIME, the machine's clock for SQLite), so that a rehearsal or a wrong clock cannot break fencing.
   * Only lanes of these doors, where any are named.
   */
  claim(
    space: string,
    now: number,
    limit: number,
    leaseMs: number,
    doors?: readonly string[],
  ): Promise<Lease[]>;
  /** Keep leases for another `leaseMs` from now. */
  renew(space: string, leases: readonly Lease[], leaseMs: number): Promise<Renewal[]>;
  /**
   * Finish leased items; false for each whose lease has passed to somebody else. `remember` sets the record
   * `{kind: 'ref', id}` to the one part `value`.
   */
  settle(
    space: string,
    settlements: readonly {
      readonly lease: Lease;
      readonly result: Settlement;
      readonly remember?: { readonly id: string; readonly value: string };
    }[],
  ): Promise<boolean[]>;
  /** Those of these items that have not been settled, or were settled to be kept not long ago; in the order of the ids. */
  itemsOf(space: string, ids: readonly string[]): Promise<Pick<OutboxItem, 'id' | 'body'>[]>;
  /**
   * When the next item that may be claimed is due (business clock), or null. Items under lease do not count until the
   * lease has run out, so look again at least once a lease.
   */
  nextDue(space: string): Promise<number | null>;
  /** Everything in the outbox that has not been settled or given up, due or not, under lease or not. */
  waiting(space: string): Promise<WaitingItem[]>;
  dead(space: string): Promise<DeadItem[]>;
  /** Put a dead item back at the end of its lane. */
  revive(space: string, id: string, due: number): Promise<boolean>;

  /** Tell the other processes that something is due in a space which this one does not carry out. */
  announce?(space: string): Promise<void>;
  /** Hear what others announce. An announcement may be missed while the connection is away, so look now and then all the same. */
  listen?(heard: (space: string) => void): Promise<void>;

  /** Tell the other processes something that is kept nowhere: whoever is away misses it. In the order in which it is told. */
  tell?(topic: Topic, text: string): Promise<void>;
  /** Hear what others, and this process itself, tell. */
  hear?(topic: Topic, heard: (text: string) => void): Promise<void>;

  audit(space: string): Promise<StoredAudit[]>;
  /** Recompute chain and record seals; `remembered` is a head kept outside the store, which shows a lost tail. */
  verify(
    space: string,
    remembered?: { readonly length: number; readonly head: string },
  ): Promise<ChainReport>;

  spaces(): Promise<string[]>;
  /**
   * Delete what was kept of sent items that are this owner's or whose body matches, and leave nothing readable of anything
   * deleted so far in the store's own files, as far as it has any.
   */
  scrub?(space: string, matches: (body: string) => boolean, owner?: RecordKey): Promise<void>;
  /** Delete a whole space (wiping a rehearsal). */
  wipe(space: string): Promise<void>;
  /** Counts for health and backups. */
  stats(space: string): Promise<{
    readonly records: number;
    readonly open: number;
    readonly dead: number;
    readonly marks: number;
  }>;
  /** The records of a space as they were written; left out, as a dump has them. For upkeep, never in a turn. */
  records?(space: string): AsyncIterable<StoredRecord>;
  /** Everything in a space as it lies there, for backup, migration and comparison; and its inverse into an empty space. */
  dump(space: string): AsyncIterable<string>;
  restore(space: string, lines: AsyncIterable<string>): Promise<void>;

  /** What is wrong with the store now; at start, for `doctor`, and every ten seconds while running. */
  check?(): Promise<StoreHealth>;

  close(): Promise<void>;
}
