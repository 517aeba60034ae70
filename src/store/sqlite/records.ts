import type { KeyObject } from 'node:crypto';
import type { RecordChange, RecordKey, StoredRecord } from '../port.ts';
import { recordName } from '../rules.ts';
import { isSound, movedSum, noSeals, partSeal, recordSeal, type SealedPart, toggled } from '../seal.ts';
import { RecordTampered } from '../tampered.ts';
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

/** Parts that were found right, with their seals, by record. */
export type Trusted = Map<string, ReadonlyMap<string, readonly [value: string, seal: string]>>;

/** Records whose parts are remembered as right, a few KB each; another's are checked anew. */
const mostTrusted = 1_000;

/** Throws `RecordTampered` on a record that somebody else wrote. */
export const loadRecord = (
  db: Database,
  secret: KeyObject,
  space: string,
  key: RecordKey,
  trusted: Trusted,
): StoredRecord => {
  const row = recordOf(db, space, key);
  const rows = db.all<{ name: string; value: string; seal: string }>(
    'SELECT name, value, seal FROM part WHERE space = ? AND kind = ? AND id = ?',
    space,
    key.kind,
    key.id,
  );
  const name = `${space} ${recordName(key)}`;
  if (row === undefined) {
    if (rows.length > 0) throw new RecordTampered(recordName(key));
    return { key, revision: 0, parts: {} };
  }
  const before = trusted.get(name);
  const parts = rows.map(({ name, value, seal }): SealedPart => [name, value, seal]);
  if (!isSound(secret, space, { key, ...row, parts }, part => before?.get(part) ?? [undefined, undefined])) {
    throw new RecordTampered(recordName(key));
  }
  trusted.delete(name);
  trusted.set(name, new Map(parts.map(([part, value, seal]) => [part, [value, seal]])));
  if (trusted.size > mostTrusted) trusted.delete(trusted.keys().next().value!);
  return { key, revision: row.revision, parts: Object.fromEntries(parts) };
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
