import type { KeyObject } from 'node:crypto';
import type { RecordChange, RecordKey, StoredRecord } from '../port.ts';
import { movedSum, noSeals, partSeal, recordSeal, toggled } from '../seal.ts';
import type { Database } from './database.ts';

interface RecordRow {
  readonly revision: number;
  readonly sum: string;
  readonly seal: string;
}

const recordOf = (db: Database, space: string, key: RecordKey): RecordRow | undefined =>
  db.get<RecordRow>(
    'SELECT revision, sum, seal FROM record WHERE space = ? AND kind = ? AND id = ?',
    space,
    key.kind,
    key.id,
  );

export const revisionOf = (db: Database, space: string, key: RecordKey): number =>
  recordOf(db, space, key)?.revision ?? 0;

export const loadRecord = (db: Database, space: string, key: RecordKey): StoredRecord => {
  const revision = revisionOf(db, space, key);
  if (revision === 0) return { key, revision, parts: {} };
  const rows = db.all<{ name: string; value: string }>(
    'SELECT name, value FROM part WHERE space = ? AND kind = ? AND id = ?',
    space,
    key.kind,
    key.id,
  );
  return { key, revision, parts: Object.fromEntries(rows.map(({ name, value }) => [name, value])) };
};

const takePart = (db: Database, space: string, key: RecordKey, name: string): string | undefined =>
  db.get<{ seal: string }>(
    'DELETE FROM part WHERE space = ? AND kind = ? AND id = ? AND name = ? RETURNING seal',
    space,
    key.kind,
    key.id,
    name,
  )?.seal;

/** Write one change whose revision was checked before; gives back the space's register. */
export const writeChange = (
  db: Database,
  secret: KeyObject,
  space: string,
  change: RecordChange,
  register: string,
): string => {
  const { key } = change;
  const before = recordOf(db, space, key);
  const without = before === undefined ? register : toggled(register, before.seal);
  if (change.drop === true) {
    db.run('DELETE FROM part WHERE space = ? AND kind = ? AND id = ?', space, key.kind, key.id);
    db.run('DELETE FROM record WHERE space = ? AND kind = ? AND id = ?', space, key.kind, key.id);
    return without;
  }
  const left: string[] = [];
  const came: string[] = [];
  for (const name of [...change.remove, ...Object.keys(change.set)]) {
    const old = takePart(db, space, key, name);
    if (old !== undefined) left.push(old);
  }
  for (const [name, value] of Object.entries(change.set)) {
    const seal = partSeal(secret, space, key, name, value);
    db.run('INSERT INTO part VALUES (?, ?, ?, ?, ?, ?)', space, key.kind, key.id, name, value, seal);
    came.push(seal);
  }
  const revision = change.expect + 1;
  const sum = movedSum(before?.sum ?? noSeals, left, came);
  const seal = recordSeal(secret, space, key, revision, sum);
  db.run('REPLACE INTO record VALUES (?, ?, ?, ?, ?, ?)', space, key.kind, key.id, revision, sum, seal);
  return toggled(without, seal);
};
