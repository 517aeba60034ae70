import type { KeyObject } from 'node:crypto';
import type { RecordChange, RecordKey, StoredRecord } from '../port.ts';
import { recordName } from '../rules.ts';
import { movedSum, noSeals, partSeal, recordSeal } from '../seal.ts';

/** What a committer must know of a record to seal its next revision. */
export interface SealState {
  readonly revision: number;
  readonly sum: string;
  readonly seal: string;
  readonly parts: ReadonlyMap<string, string>;
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

/** The script arguments of one change, and the seal state after it. */
export const sealChange = (
  secret: KeyObject,
  space: string,
  change: RecordChange,
  before: SealState,
): { readonly args: string[]; readonly after: SealState } => {
  const name = recordName(change.key);
  if (change.drop === true) {
    const args = [name, String(change.expect), before.seal, '', '', '', '0', '0'];
    return { args, after: noRecord };
  }
  const parts = new Map(before.parts);
  const left: string[] = [];
  const came: string[] = [];
  const set: string[] = [];
  for (const part of [...change.remove, ...Object.keys(change.set)]) {
    const old = parts.get(part);
    if (old !== undefined) left.push(old);
    parts.delete(part);
  }
  for (const [part, value] of Object.entries(change.set)) {
    const seal = partSeal(secret, space, change.key, part, value);
    parts.set(part, seal);
    came.push(seal);
    set.push(`p:${part}`, sealedValue(seal, value));
  }
  const revision = change.expect + 1;
  const sum = movedSum(before.sum, left, came);
  const seal = recordSeal(secret, space, change.key, revision, sum);
  const args = [
    name,
    String(change.expect),
    before.seal,
    String(revision),
    sum,
    seal,
    String(set.length),
    ...set,
    String(change.remove.length),
    ...change.remove.map(part => `p:${part}`),
  ];
  return { args, after: { revision, sum, seal, parts } };
};

/** Seal states of the records used last, so that a turn need not read again what it has just loaded. */
export class SealCache {
  readonly #states = new Map<string, SealState>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(space: string, name: string): SealState | undefined {
    return this.#states.get(`${space} ${name}`);
  }

  set(space: string, name: string, state: SealState): void {
    const key = `${space} ${name}`;
    this.#states.delete(key);
    this.#states.set(key, state);
    if (this.#states.size > this.#limit) this.#states.delete(this.#states.keys().next().value!);
  }

  delete(space: string, name: string): void {
    this.#states.delete(`${space} ${name}`);
  }
}
