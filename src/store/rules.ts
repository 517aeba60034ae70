import type { Commit, RecordKey } from './port.ts';

/** Name of a record within its space; unambiguous, because a kind never contains a slash. */
export const recordName = (key: RecordKey): string => `${key.kind}/${key.id}`;

export const recordKeyOf = (name: string): RecordKey => {
  const slash = name.indexOf('/');
  return { kind: name.slice(0, slash), id: name.slice(slash + 1) };
};

/** The record that keeps what `settle` was asked to remember: part `value`. */
export const refKey = (id: string): RecordKey => ({ kind: 'ref', id });

/** The door of a lane: see `OutboxItem.lane`. */
export const doorOf = (lane: string): string => lane.split(':', 1)[0]!;

const spaceName = /^[^\s{}\p{C}]{1,200}$/u;

/** Throws on a space name that could leave its hash tag or its key prefix. */
export const checkSpace = (space: string): void => {
  if (!spaceName.test(space)) throw new TypeError(`not a space name: ${JSON.stringify(space)}`);
};

const checkKey = (key: RecordKey): void => {
  if (key.kind === '' || key.kind.includes('/')) throw new TypeError(`not a record kind: ${key.kind}`);
};

const checkUnique = (what: string, names: readonly string[]): void => {
  if (new Set(names).size !== names.length) throw new TypeError(`the same ${what} twice in one commit`);
};

/** Throws where a commit could not be carried out faithfully: those are bugs of the caller, not expected trouble. */
export const checkCommit = (commit: Commit): void => {
  if (commit.eventId === '') throw new TypeError('a commit needs an event id');
  if (/\s/.test(commit.bodyHash)) throw new TypeError('a body hash has no white space');
  for (const change of commit.changes) checkKey(change.key);
  checkUnique(
    'record',
    commit.changes.map(change => recordName(change.key)),
  );
  checkUnique(
    'outbox id',
    commit.outbox.map(item => item.id),
  );
  for (const item of commit.outbox) {
    if (!Number.isSafeInteger(item.due)) throw new TypeError('an outbox item is due at a whole millisecond');
  }
  for (const { score } of commit.indexes) {
    if (score !== null && !Number.isFinite(score)) throw new TypeError('an index score is a finite number');
  }
};
