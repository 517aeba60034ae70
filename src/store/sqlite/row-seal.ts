import type { KeyObject } from 'node:crypto';
import { hmac, sealedBody, sealedReply } from '../seal.ts';
import type { SpaceRow } from './copy.ts';
import type { Database } from './database.ts';

/*
 * The row of a space says what all the rest must come to: head and length of the chain, register of the records, number
 * of marks. It is under the key as a whole, so that no part of the rest can be taken back to what it was and the row
 * mended to fit.
 */

const rowSeal = (key: KeyObject, space: string, { head, length, register, marks, high }: SpaceRow): string =>
  hmac(key, JSON.stringify(['space', space, head, length, register, marks, high]));

export const keepSpace = (db: Database, key: KeyObject, space: string, row: SpaceRow): void => {
  db.run(
    `INSERT INTO space VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (space) DO UPDATE SET
       head = excluded.head, length = excluded.length, register = excluded.register,
       marks = excluded.marks, high = excluded.high, seal = excluded.seal`,
    space,
    row.head,
    row.length,
    row.register,
    row.marks,
    row.high,
    rowSeal(key, space, row),
  );
};

/** What is wrong with the row of a space itself, and with the number of its marks. */
export const rowFindings = (db: Database, key: KeyObject, space: string): string[] => {
  const row = db.get<SpaceRow & { seal: string }>('SELECT * FROM space WHERE space = ?', space);
  if (row === undefined) return [];
  const marks = db.get<{ n: number }>('SELECT count(*) AS n FROM mark WHERE space = ?', space)?.n;
  return [
    ...(rowSeal(key, space, row) === row.seal ? [] : ['总账（校验值、条数、登记值）被改动']),
    ...(marks === row.marks ? [] : [`去重标记有${marks}个，应有${row.marks}个`]),
  ];
};

/** Give seals to what a version without them wrote; from here on what bears none was written by somebody else. */
export const sealAll = (db: Database, key: KeyObject): void => {
  for (const table of ['outbox', 'dead'] as const) {
    for (const item of db.all<{ place: number; space: string; id: string; body: string }>(
      `SELECT place, space, id, body FROM ${table}`,
    )) {
      db.run(`UPDATE ${table} SET body = ? WHERE place = ?`, sealedBody(key, item.space, item), item.place);
    }
  }
  for (const { space, event, hash, reply } of db.all<{
    space: string;
    event: string;
    hash: string;
    reply: string;
  }>('SELECT space, event, hash, reply FROM mark')) {
    const sealed = sealedReply(key, space, event, hash, reply);
    db.run('UPDATE mark SET reply = ? WHERE space = ? AND event = ?', sealed, space, event);
  }
  for (const row of db.all<SpaceRow & { space: string }>('SELECT * FROM space')) {
    keepSpace(db, key, row.space, row);
  }
};
