import type { KeyObject } from 'node:crypto';
import type { DumpLine } from '../dump.ts';
import type { RecordKey } from '../port.ts';
import { recordName } from '../rules.ts';
import { decrypted, isEncrypted, masterKey, unwrapped } from './data-key.ts';

/** The part in which a record's own data key lies, wrapped. */
export const KEY_PART = '~key';

/**
 * Kinds of records with a data key of their own, and their parts that hold nothing anybody gave: what the store is asked
 * about without regard to people. Every other part, one of a later version too, is encrypted.
 */
const plainParts: Readonly<Record<string, ReadonlySet<string>>> = {
  session: new Set(['schema', 'id', 'pack', 'turn', 'seq', 'journey', 'paused', 'application']),
  application: new Set([
    'schema',
    'number',
    'session',
    'section',
    'status',
    'stage',
    'version',
    'assignees',
    'cosigners',
  ]),
  ticket: new Set(['schema', 'id', 'session', 'section', 'status', 'opened', 'told']),
};

/** `own`: under a key of its own; `office`: under the office's; `plain`: holds nothing that people gave. */
export const privacyOf = ({ kind }: RecordKey): 'own' | 'office' | 'plain' => {
  if (Object.hasOwn(plainParts, kind)) return 'own';
  return kind.startsWith('note:') ? 'office' : 'plain';
};

export const isPlainPart = ({ kind }: RecordKey, part: string): boolean =>
  part === KEY_PART || (plainParts[kind]?.has(part) ?? false);

/** A store gives back half a surrogate pair as U+FFFD. */
const place = (...names: readonly string[]): string => names.join('\u0000').toWellFormed();

/** The place of a record, or of one of its parts, that its texts are bound to. */
export const placeOf = (space: string, key: RecordKey, part = KEY_PART): string =>
  place(space, recordName(key), part);

/** The place of an item of the outbox. */
export const itemPlace = (space: string, id: string): string => place(space, 'item', id);

/** A line of a dump as it was before it was encrypted, for what must be compared; what does not open stays as it is. */
export const openedLine = (secret: KeyObject, space: string, line: DumpLine): DumpLine => {
  if (line.is !== 'record' || privacyOf(line) !== 'own') return line;
  const wrapped = line.parts.find(([part]) => part === KEY_PART)?.[1];
  const key = wrapped === undefined ? null : unwrapped(masterKey(secret), placeOf(space, line), wrapped);
  if (key === null) return line;
  return {
    ...line,
    parts: line.parts.flatMap(([part, value, seal]): [string, string, string][] => {
      if (part === KEY_PART) return [];
      const text = isEncrypted(value) ? decrypted(key, placeOf(space, line, part), value) : value;
      return [[part, text ?? value, seal]];
    }),
  };
};
