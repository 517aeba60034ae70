import type { Commit, OutboxItem, RecordChange, RecordKey, Store, StoredRecord } from '../store/port.ts';
import { recordsOf } from '../store/records-of.ts';
import { recordName } from '../store/rules.ts';
import { outboxItem } from './outbox.ts';

/** A stored file as it stands in the JSON of a record; in texts of people every quotation mark is escaped. */
const inJson =
  /\{"id":"([a-f0-9]{64})","name":"(?:[^"\\]|\\.)*","type":"[a-z]+","bytes":\d+(?:,"sha256":"([a-f0-9]{64})")?\}/g;

export interface FileInRecord {
  readonly id: string;
  /** SHA-256 its content must have. */
  readonly sha256: string;
  /** Named by its content, so that others may hold the same. */
  readonly shared: boolean;
}

/** The files that a part of a record refers to. */
export const filesIn = (text: string): FileInRecord[] =>
  text.includes('"bytes":')
    ? Array.from(text.matchAll(inJson), ([, id = '', sha256]) => ({
        id,
        sha256: sha256 ?? id,
        shared: sha256 === undefined,
      }))
    : [];

/** Who refers to a file: one part a holder, `record#part`. The file goes when the last is taken out. */
export const fileKey = (id: string): RecordKey => ({ kind: 'file', id });

interface Moves {
  readonly came: Set<string>;
  readonly left: Set<string>;
  readonly shared: boolean;
}

/** What a commit's changes do to references, file by file. */
const movesOf = (
  changes: readonly RecordChange[],
  before: (key: RecordKey) => StoredRecord | undefined,
): Map<string, Moves> => {
  const moves = new Map<string, Moves>();
  const note = (file: FileInRecord, side: 'came' | 'left', holder: string): void => {
    const found = moves.get(file.id) ?? { came: new Set(), left: new Set(), shared: file.shared };
    moves.set(file.id, found);
    found[side].add(holder);
  };
  for (const { key, set, remove, drop } of changes) {
    const old = before(key)?.parts ?? {};
    const name = recordName(key);
    for (const part of drop ? Object.keys(old) : [...remove, ...Object.keys(set)])
      for (const file of filesIn(old[part] ?? '')) note(file, 'left', `${name}#${part}`);
    for (const [part, text] of Object.entries(set))
      for (const file of filesIn(text)) note(file, 'came', `${name}#${part}`);
  }
  for (const [id, { came, left }] of moves) {
    for (const holder of came) if (left.delete(holder)) came.delete(holder);
    if (came.size === 0 && left.size === 0) moves.delete(id);
  }
  return moves;
};

const referenceChange = (
  { key, revision, parts }: StoredRecord,
  { came, left }: Moves,
): RecordChange | null => {
  const kept = Object.keys(parts).filter(holder => !left.has(holder));
  const set = Object.fromEntries([...came].filter(holder => !(holder in parts)).map(holder => [holder, '1']));
  const remove = [...left].filter(holder => holder in parts);
  if (kept.length + came.size === 0)
    return revision === 0 ? null : { key, expect: revision, set: {}, remove: [], drop: true };
  return Object.keys(set).length + remove.length === 0 ? null : { key, expect: revision, set, remove };
};

/**
 * The commit with the references to files that its changes bring and take, and, for files that nobody refers to any
 * more, the order to delete them once it is done. Costs a read only where a file is concerned.
 */
export const withReferences = async (
  store: Pick<Store, 'load'>,
  space: string,
  commit: Commit,
  before: (key: RecordKey) => StoredRecord | undefined,
): Promise<Commit> => {
  const moves = movesOf(commit.changes, before);
  if (moves.size === 0) return commit;
  const records = await store.load(space, [...moves.keys()].map(fileKey));
  const changes: RecordChange[] = [];
  const gone: { id: string; shared: boolean }[] = [];
  for (const record of records) {
    const move = moves.get(record.key.id)!;
    const change = referenceChange(record, move);
    if (change) changes.push(change);
    if (change?.drop || (change === null && record.revision === 0))
      gone.push({ id: record.key.id, shared: move.shared });
  }
  const erase: OutboxItem[] =
    gone.length === 0
      ? []
      : [
          outboxItem(
            { id: `erase:${commit.eventId}`, lane: `erase:${commit.eventId}`, due: commit.at },
            { kind: 'erase', files: gone },
          ),
        ];
  return { ...commit, changes: [...commit.changes, ...changes], outbox: [...commit.outbox, ...erase] };
};

/** Whether nothing refers to a file. One that others may share is looked for in every record of every space. */
export const isUnreferenced = async (
  store: Pick<Store, 'load' | 'spaces' | 'dump' | 'records'>,
  space: string,
  { id, shared }: { readonly id: string; readonly shared: boolean },
): Promise<boolean> => {
  const [record] = await store.load(space, [fileKey(id)]);
  if (record && record.revision > 0) return false;
  if (!shared) return true;
  for (const name of await store.spaces())
    for await (const { parts } of recordsOf(store, name))
      if (Object.values(parts).some(text => text.includes(id))) return false;
  return true;
};

/** Every file that a record of the space refers to, and the first record that does. */
export const filesOfSpace = async (
  store: Pick<Store, 'dump' | 'records'>,
  space: string,
): Promise<(FileInRecord & { readonly record: string })[]> => {
  const found = new Map<string, FileInRecord & { readonly record: string }>();
  for await (const { key, parts } of recordsOf(store, space))
    for (const text of Object.values(parts))
      for (const file of filesIn(text))
        if (!found.has(file.id)) found.set(file.id, { ...file, record: recordName(key) });
  return [...found.values()];
};
