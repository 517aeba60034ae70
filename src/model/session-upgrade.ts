import type { Ask, Meaning, PromptOption } from './prompt.ts';

type Json = Readonly<Record<string, unknown>>;

/** A prompt as schema 1 stored it: what is asked and what an option means were strings with a prefix. */
interface Prompt1 {
  readonly id: string;
  readonly asks: string;
  readonly options?: readonly (Omit<PromptOption, 'means'> & { readonly value: string })[];
}

/** What is stored is looked up only among the table's own names: `constructor` is none. */
const own = <Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

const plainAsks: Readonly<Record<string, Ask>> = {
  'offer:check': { kind: 'offer' },
  consent: { kind: 'consent' },
  bulk: { kind: 'bulk' },
  review: { kind: 'review' },
  'change-section': { kind: 'change-section' },
  'change-field': { kind: 'change-field' },
  stop: { kind: 'stop' },
  commit: { kind: 'commit' },
  restart: { kind: 'restart' },
  forget: { kind: 'forget' },
  file: { kind: 'file' },
  resubmit: { kind: 'resubmit' },
  withdraw: { kind: 'withdraw' },
  'decide:field': { kind: 'decide-field' },
  'decide:reason': { kind: 'decide-reason' },
  'decide:person': { kind: 'decide-person' },
  'decide:confirm': { kind: 'decide-confirm' },
};

const namedAsks: readonly (readonly [prefix: string, ask: (name: string) => Ask])[] = [
  ['fact:', fact => ({ kind: 'fact', fact })],
  ['field:', field => ({ kind: 'field', field })],
  ['group:', group => ({ kind: 'group', group })],
  ['more:', group => ({ kind: 'more', group })],
  ['manage:', group => ({ kind: 'manage', group })],
  ['decide:record.', record => ({ kind: 'decide-record', record })],
  ['ticket:', ticket => ({ kind: 'ticket', ticket })],
];

const askOf = (asks: string): Ask | null => {
  const [prefix, ask] = namedAsks.find(([start]) => asks.startsWith(start)) ?? [];
  return prefix && ask ? ask(asks.slice(prefix.length)) : (own(plainAsks, asks) ?? null);
};

const moves: Readonly<Record<string, Meaning>> = {
  '@back': { kind: 'back' },
  '@skip': { kind: 'skip' },
  '@pause': { kind: 'pause' },
  '@cancel': { kind: 'cancel' },
  '@none': { kind: 'none' },
};

const words: Readonly<Record<string, Meaning>> = {
  yes: { kind: 'yes' },
  no: { kind: 'no' },
  change: { kind: 'change' },
};

const factValues: Readonly<Record<string, boolean | null>> = { '@yes': true, '@no': false, '@unsure': null };

const ways: Readonly<Record<string, Meaning>> = {
  fill: { kind: 'fill' },
  check: { kind: 'check' },
  review: { kind: 'review' },
};

const entryOf = (value: string): Meaning => {
  const [verb, entry] = value.split('.');
  return verb === 'edit' || verb === 'drop' ? { kind: verb, entry: Number(entry) } : { kind: 'add' };
};

const sectionOf = (value: string): Meaning => {
  const [section = '', entry] = value.split('.');
  return { kind: 'section', section, entry: entry ? Number(entry) - 1 : null };
};

/** A value of schema 1 had the meaning its prompt gave it. */
const meaningOf = (asks: Ask, value: string): Meaning | undefined => {
  const move = own(moves, value);
  if (move) return move;
  switch (asks.kind) {
    case 'fact':
      return { kind: 'fact', value: Object.hasOwn(factValues, value) ? factValues[value]! : value };
    case 'field':
      return { kind: 'value', value: value.replace(/^=/, '') };
    case 'manage':
      return entryOf(value);
    case 'change-section':
      return sectionOf(value);
    case 'change-field':
      return { kind: 'field', field: value };
    case 'stop':
      return own(ways, value) ?? { kind: 'settle', fact: value.replace(/^fact:/, '') };
    case 'file':
      return { kind: 'item', item: value };
    case 'decide-field':
      return value === '=done' ? { kind: 'done' } : { kind: 'field', field: value };
    case 'decide-reason':
      return { kind: 'reason', reason: value };
    case 'decide-person':
      return { kind: 'person', actor: value };
    default:
      return own(words, value);
  }
};

/** Null where nothing of today asks this: the conversation then asks anew instead of failing. */
const promptOf = ({ id, asks, options = [] }: Prompt1) => {
  const ask = askOf(asks);
  if (!ask) return null;
  const all = options.map(({ value, ...option }) => ({ means: meaningOf(ask, value), ...option }));
  return all.some(({ means }) => means === undefined) ? null : { id, asks: ask, options: all };
};

/** In schema 1 a reason for the whole lay among the records, which only 通过 has. */
const decisionOf = (draft: Json): Json => {
  if (draft.verb === 'pass') return { ...draft, reason: null };
  const { reason } = draft.records as Json;
  return { ...draft, records: {}, reason: reason ?? null };
};

const fromSchema1 = (stored: Json): Json => ({
  ...stored,
  schema: 2,
  prompt: stored.prompt ? promptOf(stored.prompt as Prompt1) : null,
  decision: stored.decision ? decisionOf(stored.decision as Json) : null,
});

/** In schema 2 one file could wait for its purpose. */
const fromSchema2 = ({ pendingFile, ...stored }: Json): Json => ({
  ...stored,
  schema: 3,
  pendingFiles: pendingFile ? [pendingFile] : [],
  readFile: null,
});

/**
 * A stored session in today's schema, still unchecked; what is of today already is given back as it is. Schema 1 (until
 * 0.1.0) had prompts of strings, and decisions in the making without a reason of their own.
 */
export const upgradeSession = (stored: Json): Json => {
  switch (stored.schema) {
    case 1:
      return fromSchema2(fromSchema1(stored));
    case 2:
      return fromSchema2(stored);
    default:
      return stored;
  }
};
