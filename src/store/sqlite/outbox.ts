import { randomUUID } from 'node:crypto';
import { sentRetention } from '../options.ts';
import type { DeadItem, Lease, OutboxItem, Renewal, Settlement, WaitingItem } from '../port.ts';
import { doorOf } from '../rules.ts';
import type { Database } from './database.ts';

/**
 * State of an open item. While somebody carries an item out, it is not moved under his hands: `replaced` and
 * `cancelled` take effect when the lease is settled or has run out.
 */
type State = 'open' | 'replaced' | 'cancelled';

interface Row extends OutboxItem {
  readonly place: number;
  readonly attempts: number;
  readonly fence: string | null;
  readonly until: number;
  readonly state: State;
}

const find = (db: Database, space: string, id: string): Row | undefined =>
  db.get<Row>('SELECT * FROM outbox WHERE space = ? AND id = ?', space, id);

const isLeased = (row: Row, clock: number): boolean => row.fence !== null && row.until > clock;

const append = (db: Database, space: string, item: OutboxItem): void => {
  db.run(
    `INSERT INTO outbox (space, id, lane, due, body, attempts, fence, until, state)
     VALUES (?, ?, ?, ?, ?, 0, NULL, 0, 'open')`,
    space,
    item.id,
    item.lane,
    item.due,
    item.body,
  );
};

const remove = (db: Database, row: Row): void => {
  db.run('DELETE FROM outbox WHERE place = ?', row.place);
};

/** Put an item at the end of its lane; the same id again replaces what has not been settled. */
export const enqueue = (db: Database, space: string, item: OutboxItem, clock: number): void => {
  const row = find(db, space, item.id);
  if (row !== undefined && isLeased(row, clock)) {
    db.run(
      "UPDATE outbox SET due = ?, body = ?, state = 'replaced' WHERE place = ?",
      item.due,
      item.body,
      row.place,
    );
    return;
  }
  if (row !== undefined) remove(db, row);
  else db.run('DELETE FROM dead WHERE space = ? AND id = ?', space, item.id);
  append(db, space, item);
};

/** The items of these ids that have not been settled, or that are kept. */
export const itemsOf = (
  db: Database,
  space: string,
  ids: readonly string[],
): Pick<OutboxItem, 'id' | 'body'>[] =>
  ids.flatMap(id => {
    const row = find(db, space, id);
    if (row !== undefined) return row.state === 'cancelled' ? [] : [{ id, body: row.body }];
    const kept = db.get<{ body: string }>('SELECT body FROM sent WHERE space = ? AND id = ?', space, id);
    return kept === undefined ? [] : [{ id, body: kept.body }];
  });

const keepSent = (db: Database, space: string, { id, body }: Row, clock: number): void => {
  db.run('REPLACE INTO sent (space, id, at, body) VALUES (?, ?, ?, ?)', space, id, clock, body);
};

/** A few of those that are kept long enough, so that no turn pays for the past. */
export const trimSent = (db: Database, clock: number): void => {
  const { ageMs, count } = sentRetention;
  db.run(
    `DELETE FROM sent WHERE place IN (
       SELECT place FROM sent ORDER BY place LIMIT 4
     ) AND (at < ? OR place <= (SELECT max(place) FROM sent) - ?)`,
    clock - ageMs,
    count,
  );
};

/** Delete those that are kept and match, and those that were given up. */
export const forgetSent = (
  db: Database,
  space: string,
  matches: (item: Pick<OutboxItem, 'id' | 'body'>) => boolean,
): void => {
  for (const table of ['sent', 'dead'])
    for (const { place, id, body } of db.all<{ place: number; id: string; body: string }>(
      `SELECT place, id, body FROM ${table} WHERE space = ?`,
      space,
    ))
      if (matches({ id, body })) db.run(`DELETE FROM ${table} WHERE place = ?`, place);
};

export const cancel = (db: Database, space: string, id: string, clock: number): void => {
  const row = find(db, space, id);
  if (row === undefined) return;
  if (isLeased(row, clock)) db.run("UPDATE outbox SET state = 'cancelled' WHERE place = ?", row.place);
  else remove(db, row);
};

const take = (db: Database, row: Row, until: number): Lease => {
  const fence = randomUUID();
  db.run("UPDATE outbox SET fence = ?, until = ?, state = 'open' WHERE place = ?", fence, until, row.place);
  return {
    item: { id: row.id, lane: row.lane, due: row.due, body: row.body },
    fence,
    attempts: row.attempts,
  };
};

const isHead = (db: Database, space: string, row: Row): boolean =>
  db.get<{ place: number }>(
    'SELECT place FROM outbox WHERE space = ? AND lane = ? ORDER BY place LIMIT 1',
    space,
    row.lane,
  )?.place === row.place;

/** Lease those of the given fresh items that are due and that nothing in their lane precedes. */
export const leaseOwn = (
  db: Database,
  space: string,
  items: readonly OutboxItem[],
  now: number,
  clock: number,
  leaseMs: number,
  doors: readonly string[] | undefined,
): Lease[] => {
  const leases: Lease[] = [];
  for (const item of items) {
    const mine = doors === undefined || doors.includes(doorOf(item.lane));
    const row = mine && item.due <= now ? find(db, space, item.id) : undefined;
    if (row !== undefined && !isLeased(row, clock) && isHead(db, space, row)) {
      leases.push(take(db, row, clock + leaseMs));
    }
  }
  return leases;
};

const heads = `FROM outbox AS head WHERE space = ? AND (fence IS NULL OR until <= ?)
  AND NOT EXISTS (
    SELECT 1 FROM outbox AS older
    WHERE older.space = head.space AND older.lane = head.lane AND older.place < head.place
  )`;

/** The lane's door is one of a JSON list. */
const atDoor = `AND substr(lane, 1, instr(lane || ':', ':') - 1) IN (SELECT value FROM json_each(?))`;

/** The condition on the door, and its parameter; none where any door will do. */
const where = (doors: readonly string[] | undefined): readonly [sql: string, ...parameters: string[]] =>
  doors === undefined ? [''] : [atDoor, JSON.stringify(doors)];

export const hasDue = (
  db: Database,
  space: string,
  now: number,
  clock: number,
  doors: readonly string[] | undefined,
): boolean => {
  const [sql, ...listed] = where(doors);
  return db.get(`SELECT 1 ${heads} AND due <= ? ${sql} LIMIT 1`, space, clock, now, ...listed) !== undefined;
};

export const claimDue = (
  db: Database,
  space: string,
  now: number,
  clock: number,
  limit: number,
  leaseMs: number,
  doors: readonly string[] | undefined,
): Lease[] => {
  db.run("DELETE FROM outbox WHERE space = ? AND state = 'cancelled' AND until <= ?", space, clock);
  const [sql, ...listed] = where(doors);
  const rows = db.all<Row>(
    `SELECT * ${heads} AND due <= ? ${sql} ORDER BY due, place LIMIT ?`,
    space,
    clock,
    now,
    ...listed,
    limit,
  );
  return rows.map(row => take(db, row, clock + leaseMs));
};

export const earliestDue = (db: Database, space: string, clock: number): number | null =>
  db.get<{ due: number }>(`SELECT due ${heads} ORDER BY due LIMIT 1`, space, clock)?.due ?? null;

export const renewOne = (db: Database, space: string, lease: Lease, until: number): Renewal => {
  const row = find(db, space, lease.item.id);
  if (row === undefined || row.fence !== lease.fence) return 'lost';
  db.run('UPDATE outbox SET until = ? WHERE place = ?', until, row.place);
  return row.state === 'open' ? 'held' : 'changed';
};

/** Finish one leased item; false where the lease has passed to somebody else. */
export const settleOne = (
  db: Database,
  space: string,
  lease: Lease,
  result: Settlement,
  clock: number,
): boolean => {
  const row = find(db, space, lease.item.id);
  if (row === undefined || row.fence !== lease.fence) return false;
  if (row.state === 'replaced') {
    remove(db, row);
    append(db, space, row);
    return true;
  }
  if (row.state === 'open' && result.kind === 'retry') {
    db.run(
      'UPDATE outbox SET due = ?, attempts = attempts + ?, fence = NULL, until = 0 WHERE place = ?',
      result.due,
      result.counted === false ? 0 : 1,
      row.place,
    );
    return true;
  }
  remove(db, row);
  if (row.state === 'open' && result.kind === 'done' && result.keep) keepSent(db, space, row, clock);
  if (row.state === 'open' && result.kind === 'dead') {
    db.run(
      'INSERT INTO dead (space, id, lane, due, body, attempts, error) VALUES (?, ?, ?, ?, ?, ?, ?)',
      space,
      row.id,
      row.lane,
      row.due,
      row.body,
      row.attempts + 1,
      result.error,
    );
  }
  return true;
};

export const waitingItems = (db: Database, space: string): WaitingItem[] =>
  db.all<WaitingItem>(
    "SELECT id, lane, due, attempts FROM outbox WHERE space = ? AND state <> 'cancelled' ORDER BY place",
    space,
  );

export const deadItems = (db: Database, space: string): DeadItem[] =>
  db
    .all<OutboxItem & { attempts: number; error: string }>(
      'SELECT * FROM dead WHERE space = ? ORDER BY place',
      space,
    )
    .map(({ id, lane, due, body, attempts, error }) => ({ item: { id, lane, due, body }, attempts, error }));

export const reviveOne = (db: Database, space: string, id: string, due: number): boolean => {
  const item = db.get<OutboxItem>('DELETE FROM dead WHERE space = ? AND id = ? RETURNING *', space, id);
  if (item === undefined) return false;
  append(db, space, { id, lane: item.lane, due, body: item.body });
  return true;
};
