import type { DumpLine } from '../dump.ts';
import { byBytes, dumpFormat } from '../dump.ts';
import type { Database } from './database.ts';

/** The row of a space: chain head and register. */
export interface SpaceRow {
  readonly head: string;
  readonly length: number;
  readonly register: string;
  readonly marks: number;
  readonly high: number;
}

type Of<K extends DumpLine['is']> = Omit<Extract<DumpLine, { is: K }>, 'is'>;

/** All lines of one space; call inside a snapshot. */
export const dumpLines = function* (db: Database, space: string, row: SpaceRow): Generator<DumpLine> {
  yield {
    is: 'space',
    format: dumpFormat,
    space,
    head: row.head,
    length: row.length,
    register: row.register,
  };
  const records = db
    .all<Omit<Of<'record'>, 'parts'>>(
      'SELECT kind, id, revision, sum, seal FROM record WHERE space = ?',
      space,
    )
    .sort((left, right) => byBytes(`${left.kind}/${left.id}`, `${right.kind}/${right.id}`));
  for (const record of records) {
    const parts = db.all<{ name: string; value: string; seal: string }>(
      'SELECT name, value, seal FROM part WHERE space = ? AND kind = ? AND id = ? ORDER BY name',
      space,
      record.kind,
      record.id,
    );
    yield { is: 'record', ...record, parts: parts.map(part => [part.name, part.value, part.seal]) };
  }
  for (const line of db.all<Of<'listing'>>(
    'SELECT name, id, score FROM listing WHERE space = ? ORDER BY name, score, id',
    space,
  )) {
    yield { is: 'listing', ...line };
  }
  for (const line of db.all<Of<'open'>>(
    `SELECT id, lane, due, body, attempts FROM outbox WHERE space = ? AND state <> 'cancelled' ORDER BY place`,
    space,
  )) {
    yield { is: 'open', ...line };
  }
  for (const line of db.all<Of<'dead'>>(
    'SELECT id, lane, due, body, attempts, error FROM dead WHERE space = ? ORDER BY place',
    space,
  )) {
    yield { is: 'dead', ...line };
  }
  for (const line of db.all<Of<'audit'>>(
    'SELECT sequence, text, mac FROM audit WHERE space = ? ORDER BY sequence',
    space,
  )) {
    yield { is: 'audit', ...line };
  }
  for (const line of db.all<Of<'mark'>>(
    'SELECT event, hash, at, kept, reply FROM mark WHERE space = ? ORDER BY kept, event',
    space,
  )) {
    yield { is: 'mark', ...line };
  }
};

const insertItem = (db: Database, space: string, line: Of<'open'>): void => {
  db.run(
    `INSERT INTO outbox (space, id, lane, due, body, attempts, fence, until, state)
     VALUES (?, ?, ?, ?, ?, ?, NULL, 0, 'open')`,
    space,
    line.id,
    line.lane,
    line.due,
    line.body,
    line.attempts,
  );
};

/** Write one line of a dump; call inside a transaction. */
export const restoreLine = (db: Database, space: string, line: DumpLine): void => {
  switch (line.is) {
    case 'space':
      db.run("INSERT INTO space VALUES (?, ?, ?, ?, 0, 0, '')", space, line.head, line.length, line.register);
      return;
    case 'record':
      db.run(
        'INSERT INTO record VALUES (?, ?, ?, ?, ?, ?)',
        space,
        line.kind,
        line.id,
        line.revision,
        line.sum,
        line.seal,
      );
      for (const [name, value, seal] of line.parts) {
        db.run('INSERT INTO part VALUES (?, ?, ?, ?, ?, ?)', space, line.kind, line.id, name, value, seal);
      }
      return;
    case 'listing':
      db.run('INSERT INTO listing VALUES (?, ?, ?, ?)', space, line.name, line.id, line.score);
      return;
    case 'open':
      insertItem(db, space, line);
      return;
    case 'dead':
      db.run(
        'INSERT INTO dead (space, id, lane, due, body, attempts, error) VALUES (?, ?, ?, ?, ?, ?, ?)',
        space,
        line.id,
        line.lane,
        line.due,
        line.body,
        line.attempts,
        line.error,
      );
      return;
    case 'audit':
      db.run('INSERT INTO audit VALUES (?, ?, ?, ?)', space, line.sequence, line.text, line.mac);
      return;
    case 'mark':
      db.run(
        'INSERT INTO mark VALUES (?, ?, ?, ?, ?, ?)',
        space,
        line.event,
        line.hash,
        line.at,
        line.kept,
        line.reply,
      );
      db.run('UPDATE space SET marks = marks + 1, high = max(high, ?) WHERE space = ?', line.kept, space);
      return;
    default:
      line satisfies never;
  }
};
