import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { StoreUnavailable } from '../unavailable.ts';
import { migrate } from './schema.ts';
import { Turnstile } from './turnstile.ts';

type Row = Record<string, unknown>;

/** Result codes of trouble that may pass (sqlite.org/rescode.html): busy, locked, read-only, I/O, full, cannot open. */
const passing = new Set([5, 6, 8, 10, 13, 14]);

const translated = (error: unknown): unknown => {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  return typeof code === 'number' && passing.has(code & 0xff)
    ? new StoreUnavailable(`SQLite: ${(error as Error).message}`, { cause: error })
    : error;
};

/** How long SQLite itself, and the whole process with it, waits for another process's commit, in milliseconds. */
const busyMs = 8;
/** At start nobody else is kept waiting. */
const busyAtStartMs = 5000;

/** Most bytes of the WAL that are kept once all of it is in the database: four automatic checkpoints. */
const walKeptBytes = 16 * 1024 * 1024;

/**
 * One SQLite file with its prepared statements. A transaction never spans an await; whoever may meet another's lock
 * goes through `patiently`.
 */
export class Database {
  readonly path: string;
  readonly #turnstile = new Turnstile();
  readonly #handle: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** `seal`: see `migrate`. Creates the folder and the file (mode 0600: it holds personal data) where they are missing. */
  constructor(path: string, seal: (db: Database) => void = () => {}) {
    this.path = path;
    if (path !== ':memory:') {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      closeSync(openSync(path, 'a', 0o600));
      chmodSync(path, 0o600);
    }
    this.#handle = new DatabaseSync(path);
    // WAL with synchronous=FULL fsyncs every commit: NORMAL may lose the last ones at a power cut (sqlite.org/pragma).
    try {
      this.#handle.exec(
        `PRAGMA busy_timeout = ${busyAtStartMs}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA journal_size_limit = ${walKeptBytes}`,
      );
      this.transaction(() => migrate(this.#handle, () => seal(this)));
      this.#handle.exec(`PRAGMA busy_timeout = ${busyMs}`);
    } catch (error) {
      this.#handle.close();
      throw translated(error);
    }
  }

  /**
   * Do this at once, or as soon as whoever holds the file lets go of it; after `patienceMs` it rejects with
   * `StoreUnavailable`. Until it is done nothing of it was.
   */
  patiently<T>(work: () => T, patienceMs: number): Promise<T> {
    return this.#turnstile.run(work, patienceMs);
  }

  /**
   * Write the WAL back into the database and cut it off. False while somebody still reads what is only there.
   */
  shrinkWal(): boolean {
    return this.get<{ busy: number }>('PRAGMA wal_checkpoint(TRUNCATE)')?.busy === 0;
  }

  #statement(text: string): StatementSync {
    let statement = this.#statements.get(text);
    if (statement === undefined) {
      statement = this.#handle.prepare(text);
      this.#statements.set(text, statement);
    }
    return statement;
  }

  run(text: string, ...values: SQLInputValue[]): number {
    return this.#asked(() => Number(this.#statement(text).run(...values).changes));
  }

  get<T = Row>(text: string, ...values: SQLInputValue[]): T | undefined {
    return this.#asked(() => this.#statement(text).get(...values) as T | undefined);
  }

  all<T = Row>(text: string, ...values: SQLInputValue[]): T[] {
    return this.#asked(() => this.#statement(text).all(...values) as T[]);
  }

  #asked<T>(ask: () => T): T {
    try {
      return ask();
    } catch (error) {
      throw translated(error);
    }
  }

  /** `BEGIN IMMEDIATE` takes the write lock at once, so that what is read inside cannot be overtaken. */
  transaction<T>(work: () => T): T {
    try {
      this.#handle.exec('BEGIN IMMEDIATE');
      const result = work();
      this.#handle.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.#handle.isTransaction) this.#handle.exec('ROLLBACK');
      throw translated(error);
    }
  }

  /** One consistent view of several reads, without a write lock. */
  snapshot<T>(work: () => T): T {
    try {
      this.#handle.exec('BEGIN');
      return work();
    } catch (error) {
      throw translated(error);
    } finally {
      if (this.#handle.isTransaction) this.#handle.exec('COMMIT');
    }
  }

  close(): void {
    if (!this.#handle.isOpen) return;
    this.#statements.clear();
    this.#handle.close();
  }
}
