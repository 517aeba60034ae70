import type { KeyObject } from 'node:crypto';
import type { RecordChange, RecordKey, StoredRecord } from '../port.ts';
import { recordName } from '../rules.ts';
import { emptyRegister, isSound, movedSum, noSeals, partSeal, recordSeal, toggled } from '../seal.ts';

/** What a committer must know of a record to seal its next revision. */
export interface SealState {
  readonly revision: number;
  readonly sum: string;
  readonly seal: string;
  readonly parts: ReadonlyMap<string, string>;
}

/** A record and the seals it had, always of the same moment. */
export interface Remembered {
  readonly record: StoredRecord;
  readonly state: SealState;
}

export const noRecord: SealState = { revision: 0, sum: noSeals, seal: '', parts: new Map() };

/** A part lies in its record's hash as its seal and its value, in one field: half as many fields to read and write. */
export const sealedValue = (seal: string, value: string): string => seal + value;

export const readSealedValue = (stored: string): readonly [seal: string, value: string] => [
  stored.slice(0, noSeals.length),
  stored.slice(noSeals.length),
];

/** Read a record's hash: `p:name` sealed values, `revision`, `sum`, `seal`. */
export const readRecord = (
  key: RecordKey,
  fields: ReadonlyMap<string, string>,
): { readonly record: StoredRecord; readonly state: SealState } => {
  const revision = Number(fields.get('revision') ?? 0);
  const values: [string, string][] = [];
  const seals = new Map<string, string>();
  for (const [field, value] of fields) {
    if (!field.startsWith('p:')) continue;
    const [seal, text] = readSealedValue(value);
    values.push([field.slice(2), text]);
    seals.set(field.slice(2), seal);
  }
  return {
    record: { key, revision, parts: Object.fromEntries(values) },
    state: {
      revision,
      sum: fields.get('sum') ?? noSeals,
      seal: fields.get('seal') ?? '',
      parts: seals,
    },
  };
};

/** Whether what was read is as this deployment sealed it; see `isSound`. */
export const isAsSealed = (
  secret: KeyObject,
  space: string,
  { record, state }: { readonly record: StoredRecord; readonly state: SealState },
  trusted: Parameters<typeof isSound>[3],
): boolean => {
  const { key, revision } = record;
  if (revision === 0) return state.parts.size === 0;
  const parts = Object.entries(record.parts).map(
    ([name, value]) => [name, value, state.parts.get(name) ?? ''] as const,
  );
  return isSound(secret, space, { key, revision, sum: state.sum, seal: state.seal, parts }, trusted);
};

/** What the space's register changes by when a record's seal is replaced; '' stands for no record. */
const difference = (before: string, after: string): string =>
  [before, after].filter(seal => seal !== '').reduce(toggled, emptyRegister);

/** One change as `read_change` of common.lua takes it, and the seal state after it. */
export const sealChange = (
  secret: KeyObject,
  space: string,
  change: RecordChange,
  before: SealState,
): { readonly args: string[]; readonly after: SealState } => {
  const head = [recordName(change.key), String(change.expect), before.seal];
  if (change.drop === true) {
    return { args: [...head, difference(before.seal, ''), '', '', '0', '0'], after: noRecord };
  }
  const parts = new Map(before.parts);
  const left: string[] = [];
  const came: string[] = [];
  const fields: string[] = [];
  for (const part of [...change.remove, ...Object.keys(change.set)]) {
    const old = parts.get(part);
    if (old !== undefined) left.push(old);
    parts.delete(part);
  }
  for (const [part, value] of Object.entries(change.set)) {
    const seal = partSeal(secret, space, change.key, part, value);
    parts.set(part, seal);
    came.push(seal);
    fields.push(`p:${part}`, sealedValue(seal, value));
  }
  const revision = change.expect + 1;
  const sum = movedSum(before.sum, left, came);
  const seal = recordSeal(secret, space, change.key, revision, sum);
  fields.push('revision', String(revision), 'sum', sum, 'seal', seal);
  const args = [
    ...head,
    difference(before.seal, seal),
    String(revision),
    seal,
    String(fields.length),
    ...fields,
    String(change.remove.length),
    ...change.remove.map(part => `p:${part}`),
  ];
  return { args, after: { revision, sum, seal, parts } };
};

/** The record after a change. */
export const changedRecord = (before: StoredRecord, change: RecordChange): StoredRecord => {
  if (change.drop === true) return { key: before.key, revision: 0, parts: {} };
  const parts: Record<string, string> = { ...before.parts, ...change.set };
  for (const name of change.remove) if (!(name in change.set)) delete parts[name];
  return { key: before.key, revision: change.expect + 1, parts };
};
