import type { KeyObject } from 'node:crypto';
import type { Issue } from '../../model/issue.ts';
import type { ChainMark } from '../audit-chain.ts';
import { extendChain, genesis, storedAudit } from '../audit-chain.ts';
import { readDump, sealedDump, upgradedLines } from '../dump.ts';
import { genuine, genuineItems, openedDead } from '../genuine.ts';
import type { StoreHealth } from '../health.ts';
import { markRetention, type StoreOptions } from '../options.ts';
import type {
  ChainReport,
  Commit,
  CommitResult,
  DeadItem,
  Lease,
  OutboxItem,
  RecordKey,
  Renewal,
  Store,
  StoredAudit,
  StoredRecord,
  WaitingItem,
} from '../port.ts';
import { checkCommit, checkSpace, refKey } from '../rules.ts';
import { emptyRegister, openedBody, openedReply, sealedBody, sealedReply, sealKey } from '../seal.ts';
import { type Sealed, sampleSize, secretTrouble } from '../secret-check.ts';
import { RecordTampered } from '../tampered.ts';
import { verifyLines } from '../verify.ts';
import { dumpLines, restoreLine, type SpaceRow } from './copy.ts';
import { Database } from './database.ts';
import { checkDisk, checkWal, checkWriting } from './disk.ts';
import {
  cancel,
  claimDue,
  deadItems,
  earliestDue,
  enqueue,
  forgetSent,
  hasDue,
  itemsOf,
  leaseOwn,
  renewOne,
  reviveOne,
  settleOne,
  trimSent,
  waitingItems,
} from './outbox.ts';
import { loadRecord, revisionOf, type Trusted, writeChange } from './records.ts';
import { keepSpace, rowFindings, sealAll } from './row-seal.ts';

/**
 * How long a call waits for a file that somebody outside holds, in milliseconds. Below the time in which intake puts an
 * event aside instead.
 */
const patienceMs = 1200;
/** A message that has left must be known to have left: its settlement waits nearly as long as its lease. */
const settlePatienceMs = 20_000;

const tables = ['space', 'record', 'part', 'listing', 'outbox', 'dead', 'audit', 'mark', 'sent'];

/**
 * The store in one SQLite file, or in memory. Several processes of one machine may share the file; never put it on a
 * network file system. Every method does its work before it returns, so calls of one process cannot interleave.
 */
export class SqliteStore implements Store {
  readonly description: string;
  readonly #db: Database;
  readonly #key: KeyObject;
  readonly #options: StoreOptions;
  readonly #trusted: Trusted = new Map();
  /** Something that lies there was sealed with this secret. */
  #ours = false;

  constructor(path: string, options: StoreOptions = {}) {
    this.#key = sealKey(options.auditKey);
    this.#db = new Database(path, db => sealAll(db, this.#key));
    this.#options = options;
    this.description = path === ':memory:' ? 'SQLite in memory (nothing is kept)' : `SQLite ${path}`;
  }

  #patiently<T>(work: () => T, ms = patienceMs): Promise<T> {
    return this.#db.patiently(work, ms);
  }

  #clock(): number {
    return (this.#options.clock ?? Date.now)();
  }

  #space(space: string): SpaceRow {
    return (
      this.#db.get<SpaceRow>(
        'SELECT head, length, register, marks, high FROM space WHERE space = ?',
        space,
      ) ?? {
        head: genesis(this.#key, space),
        length: 0,
        register: emptyRegister,
        marks: 0,
        high: 0,
      }
    );
  }

  #keepSpace(space: string, row: SpaceRow): void {
    keepSpace(this.#db, this.#key, space, row);
  }

  async load(space: string, keys: readonly RecordKey[]): Promise<StoredRecord[]> {
    checkSpace(space);
    return this.#patiently(() =>
      this.#db.snapshot(() => keys.map(key => loadRecord(this.#db, this.#key, space, key, this.#trusted))),
    );
  }

  async head(space: string): Promise<{ length: number; head: string }> {
    checkSpace(space);
    const { length, head } = await this.#patiently(() => this.#space(space));
    return { length, head };
  }

  async commit(space: string, commit: Commit): Promise<CommitResult> {
    checkSpace(space);
    checkCommit(commit);
    return this.#patiently(() =>
      this.#db.transaction(() => this.#refusal(space, commit) ?? this.#write(space, commit)),
    );
  }

  #refusal(space: string, commit: Commit): CommitResult | undefined {
    const mark = this.#db.get<{ hash: string; reply: string }>(
      'SELECT hash, reply FROM mark WHERE space = ? AND event = ?',
      space,
      commit.eventId,
    );
    if (mark !== undefined) {
      const reply = openedReply(this.#key, space, commit.eventId, mark.hash, mark.reply);
      if (reply === null) throw new RecordTampered(`mark/${commit.eventId}`);
      return mark.hash === commit.bodyHash ? { kind: 'duplicate', reply } : { kind: 'collision' };
    }
    for (const { key, revision } of commit.expectations) {
      if (revisionOf(this.#db, space, key) !== revision) return { kind: 'conflict', key };
    }
    for (const { key, expect } of commit.changes) {
      if (revisionOf(this.#db, space, key) !== expect) return { kind: 'conflict', key };
    }
    return undefined;
  }

  #write(space: string, commit: Commit): CommitResult {
    const db = this.#db;
    const clock = this.#clock();
    const row = this.#space(space);
    let register = row.register;
    for (const change of commit.changes) register = writeChange(db, this.#key, space, change, register);
    for (const { index, id, score } of commit.indexes) {
      if (score === null)
        db.run('DELETE FROM listing WHERE space = ? AND name = ? AND id = ?', space, index, id);
      else db.run('REPLACE INTO listing VALUES (?, ?, ?, ?)', space, index, id, score);
    }
    for (const id of commit.cancel) cancel(db, space, id, clock);
    for (const item of commit.outbox)
      enqueue(db, space, { ...item, body: sealedBody(this.#key, space, item) }, clock);
    const own = new Map(commit.outbox.map(item => [item.id, item]));
    const taken =
      commit.leaseMs > 0
        ? leaseOwn(db, space, commit.outbox, commit.at, clock, commit.leaseMs, commit.doors)
        : [];
    const leases = taken.map(lease => ({ ...lease, item: own.get(lease.item.id)! }));
    const links = extendChain(this.#key, row, commit.audit);
    for (const link of links) {
      db.run('INSERT INTO audit VALUES (?, ?, ?, ?)', space, link.sequence, link.text, link.mac);
    }
    const high = Math.max(row.high, clock);
    db.run(
      'INSERT INTO mark VALUES (?, ?, ?, ?, ?, ?)',
      space,
      commit.eventId,
      commit.bodyHash,
      commit.at,
      high,
      sealedReply(this.#key, space, commit.eventId, commit.bodyHash, commit.reply),
    );
    trimSent(db, clock);
    const head = links.at(-1)?.mac ?? row.head;
    this.#keepSpace(space, {
      head,
      length: row.length + links.length,
      register,
      marks: row.marks + 1 - this.#trimMarks(space, row.marks + 1, high),
      high,
    });
    return { kind: 'committed', leases, chain: head };
  }

  /** A few at a time, so that no turn pays for the past. */
  #trimMarks(space: string, marks: number, high: number): number {
    const { ageMs, count } = this.#options.marks ?? markRetention;
    if (marks <= count) return 0;
    return this.#db.run(
      `DELETE FROM mark WHERE space = ? AND event IN (
         SELECT event FROM mark WHERE space = ? AND kept < ? ORDER BY kept LIMIT ?)`,
      space,
      space,
      high - ageMs,
      Math.min(2, marks - count),
    );
  }

  async list(
    space: string,
    index: string,
    options: { readonly limit?: number; readonly reverse?: boolean } = {},
  ): Promise<string[]> {
    checkSpace(space);
    const order = options.reverse === true ? 'score DESC, id DESC' : 'score, id';
    const rows = await this.#patiently(() =>
      this.#db.all<{ id: string }>(
        `SELECT id FROM listing WHERE space = ? AND name = ? ORDER BY ${order} LIMIT ?`,
        space,
        index,
        options.limit ?? -1,
      ),
    );
    return rows.map(row => row.id);
  }

  async claim(
    space: string,
    now: number,
    limit: number,
    leaseMs: number,
    doors?: readonly string[],
  ): Promise<Lease[]> {
    checkSpace(space);
    const leases = await this.#patiently(() => {
      const clock = this.#clock();
      if (!hasDue(this.#db, space, now, clock, doors)) return [];
      return this.#db.transaction(() => claimDue(this.#db, space, now, clock, limit, leaseMs, doors));
    });
    return genuine(this, this.#key, space, leases, this.#options.log);
  }

  async renew(space: string, leases: readonly Lease[], leaseMs: number): Promise<Renewal[]> {
    checkSpace(space);
    return this.#patiently(() => {
      const until = this.#clock() + leaseMs;
      return this.#db.transaction(() => leases.map(lease => renewOne(this.#db, space, lease, until)));
    });
  }

  async settle(space: string, settlements: Parameters<Store['settle']>[1]): Promise<boolean[]> {
    checkSpace(space);
    const work = (): boolean[] =>
      this.#db.transaction(() =>
        settlements.map(({ lease, result, remember }) => {
          const settled = settleOne(this.#db, space, lease, result, this.#clock());
          if (settled && remember !== undefined) this.#remember(space, remember);
          return settled;
        }),
      );
    return this.#patiently(work, settlePatienceMs);
  }

  #remember(space: string, { id, value }: { readonly id: string; readonly value: string }): void {
    const key = refKey(id);
    const expect = revisionOf(this.#db, space, key);
    const row = this.#space(space);
    const change = { key, expect, set: { value }, remove: [] };
    this.#keepSpace(space, {
      ...row,
      register: writeChange(this.#db, this.#key, space, change, row.register),
    });
  }

  async itemsOf(space: string, ids: readonly string[]): Promise<Pick<OutboxItem, 'id' | 'body'>[]> {
    checkSpace(space);
    const items = await this.#patiently(() => itemsOf(this.#db, space, ids));
    return genuineItems(this.#key, space, items);
  }

  async nextDue(space: string): Promise<number | null> {
    checkSpace(space);
    return this.#patiently(() => earliestDue(this.#db, space, this.#clock()));
  }

  async waiting(space: string): Promise<WaitingItem[]> {
    checkSpace(space);
    return this.#patiently(() => waitingItems(this.#db, space));
  }

  async dead(space: string): Promise<DeadItem[]> {
    checkSpace(space);
    const items = await this.#patiently(() => deadItems(this.#db, space));
    return items.map(dead => openedDead(this.#key, space, dead));
  }

  async revive(space: string, id: string, due: number): Promise<boolean> {
    checkSpace(space);
    return this.#patiently(() => this.#db.transaction(() => reviveOne(this.#db, space, id, due)));
  }

  async audit(space: string): Promise<StoredAudit[]> {
    checkSpace(space);
    return this.#db
      .all<{ sequence: number; text: string; mac: string }>(
        'SELECT sequence, text, mac FROM audit WHERE space = ? ORDER BY sequence',
        space,
      )
      .map(storedAudit);
  }

  async verify(space: string, remembered?: ChainMark): Promise<ChainReport> {
    checkSpace(space);
    const broken = this.#db
      .all<{ quick_check: string }>('PRAGMA quick_check')
      .filter(row => row.quick_check !== 'ok')
      .map(row => `the database file is damaged: ${row.quick_check}`);
    const [report, moved] = this.#db.snapshot(() => [
      verifyLines(this.#key, space, dumpLines(this.#db, space, this.#space(space)), remembered),
      rowFindings(this.#db, this.#key, space),
    ]);
    const findings = [...broken, ...moved, ...report.findings];
    return { ...report, ok: findings.length === 0, findings };
  }

  async spaces(): Promise<string[]> {
    const rows = await this.#patiently(() =>
      this.#db.all<{ space: string }>('SELECT space FROM space ORDER BY space'),
    );
    return rows.map(row => row.space);
  }

  async scrub(space: string, matches: (body: string) => boolean): Promise<void> {
    checkSpace(space);
    await this.#patiently(() =>
      this.#db.transaction(() =>
        forgetSent(this.#db, space, item => {
          const body = openedBody(this.#key, space, item);
          return body !== null && matches(body);
        }),
      ),
    );
    // What was deleted is zeroed in the pages (secure_delete), but stands in the WAL until that is written back.
    this.#db.shrinkWal();
  }

  async wipe(space: string): Promise<void> {
    checkSpace(space);
    await this.#patiently(() =>
      this.#db.transaction(() => {
        for (const table of tables) this.#db.run(`DELETE FROM ${table} WHERE space = ?`, space);
      }),
    );
  }

  async stats(space: string): ReturnType<Store['stats']> {
    checkSpace(space);
    const count = (table: string) =>
      this.#db.get<{ n: number }>(`SELECT count(*) AS n FROM ${table} WHERE space = ?`, space)?.n ?? 0;
    return this.#db.snapshot(() => ({
      records: count('record'),
      open: count('outbox'),
      dead: count('dead'),
      marks: count('mark'),
    }));
  }

  async *dump(space: string): AsyncGenerator<string> {
    checkSpace(space);
    yield* this.#db.snapshot(() => [...sealedDump(dumpLines(this.#db, space, this.#space(space)))]);
  }

  async restore(space: string, lines: AsyncIterable<string>): Promise<void> {
    checkSpace(space);
    const found = await readDump(space, lines);
    this.#db.transaction(() => {
      if (tables.some(table => this.#db.get(`SELECT 1 FROM ${table} WHERE space = ?`, space) !== undefined)) {
        throw new Error(`${space} is not empty`);
      }
      for (const line of upgradedLines(this.#key, space, found)) restoreLine(this.#db, space, line);
      this.#keepSpace(space, this.#space(space));
    });
  }

  async check(): Promise<StoreHealth> {
    const found = [await checkDisk(this.#db.path), await checkWriting(this.#db), await checkWal(this.#db)];
    return {
      refusals: [...(await this.#underAnotherSecret()), ...found.flatMap(({ refusals }) => refusals)],
      warnings: found.flatMap(({ warnings }) => warnings),
    };
  }

  #sampleOf(space: string): Sealed[] {
    const marks = this.#db.all<Omit<Extract<Sealed, { is: 'mark' }>, 'is'>>(
      'SELECT event, hash, reply FROM mark WHERE space = ? ORDER BY kept, event LIMIT ?',
      space,
      sampleSize,
    );
    const records = this.#db.all<RecordKey & { revision: number; sum: string; seal: string }>(
      'SELECT kind, id, revision, sum, seal FROM record WHERE space = ? LIMIT ?',
      space,
      sampleSize,
    );
    return [
      ...marks.map(mark => ({ is: 'mark', ...mark }) as const),
      ...records.map(({ kind, id, ...rest }) => ({ is: 'record', key: { kind, id }, ...rest }) as const),
    ];
  }

  async #underAnotherSecret(): Promise<Issue[]> {
    if (this.#ours) return [];
    const spaces = await this.spaces();
    const trouble = await secretTrouble(this.#key, spaces, async space => this.#sampleOf(space));
    this.#ours = trouble.length === 0 && spaces.length > 0;
    return trouble;
  }

  async close(): Promise<void> {
    this.#db.close();
  }
}
