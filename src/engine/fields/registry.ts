import { type FieldKind, traitsOf } from '../../model/pack/field-kinds.ts';
import type { Field } from '../../model/pack/form.ts';
import { clean } from '../text.ts';
import { readChoice } from './choice.ts';
import { readComposed } from './composed.ts';
import { readDate } from './date.ts';
import { readEmail } from './email.ts';
import { withoutCarrier } from './label.ts';
import { noValue } from './no-value.ts';
import { readMoney, readNumber, readPercent } from './number.ts';
import { readPerson } from './person.ts';
import { readPhone } from './phone.ts';
import { readSeveral } from './several.ts';
import { readLine, readParagraph } from './text.ts';
import {
  type FieldReader,
  type FieldValue,
  type Read,
  type Refusal,
  refuse,
  type Surroundings,
} from './value.ts';
import { readYearMonth } from './year-month.ts';

/** One reader a kind; a new kind does not compile without one. */
const readers = {
  line: readLine,
  paragraph: readParagraph,
  choice: readChoice,
  phone: readPhone,
  date: readDate,
  person: readPerson,
  composed: readComposed,
  email: readEmail,
  number: readNumber,
  money: readMoney,
  percent: readPercent,
  'year-month': readYearMonth,
  'yes-no': readChoice,
  several: readSeveral,
} satisfies Record<FieldKind, FieldReader>;

/** Longest text that is read for anything but prose, in UTF-16 units: our own cap, far above any printed line. */
const SHORT_LIMIT = 2_000;

/** 1. 张三: the place in a list that a line was taken from. */
const listed = /^(?:\d{1,2}[.、)）]\s*)(?=\p{Script=Han})/u;

/** A line without what only formats it where it came from: **张三** · `张三` · > 张三 · - 张三. */
const unformatted = (text: string): string =>
  text
    .replace(/^(?:>|[-*•#]{1,6}\s)\s*/u, '')
    .replace(/\*\*([^*\n]{1,200})\*\*|__([^_\n]{1,200})__|`([^`\n]{1,200})`/gu, '$1$2$3');

const pass = (field: Field, text: string, around: Surroundings): Read => {
  const { lines, personal, choose } = traitsOf(field);
  if (lines === 'one' && text.length > SHORT_LIMIT) return refuse('too-long');
  const line = lines === 'one' ? unformatted(clean(text)) : clean(text);
  const whole = personal === 'name' ? line.replace(listed, '') : line;
  const read = readers[field.kind];
  // An option is what it is called, even 同意 or 不清楚.
  const option = choose === null ? null : read(field, whole, around);
  if (option?.ok) return option;
  if (whole === '') return refuse('empty');
  const bare = withoutCarrier(field, whole);
  const refusal = noValue(field, bare) ?? (bare === whole ? null : noValue(field, whole));
  if (refusal) return refuse(refusal);
  return read(field, bare, around);
};

const squeezed = (text: string): string => text.replace(/\s/g, '');

/**
 * The gate before storage: whatever is typed, pasted, put into a form card or read from a file becomes a value of the
 * form here or nowhere. Takes away what carries a value (labels, `我叫…`), refuses what is none (commands, placeholders,
 * hollow words, questions, corrections), and has the kind's reader normalise and check the rest.
 */
export const readField = (field: Field, text: string, around: Surroundings): FieldValue => {
  const read = pass(field, text, around);
  return read.ok ? { ...read, changed: squeezed(read.value) !== squeezed(text) } : read;
};

/** Refusals that say that a value has another shape than the field now asks for. */
const misfits: ReadonlySet<Refusal> = new Set<Refusal>([
  'not-an-option',
  'bad-phone',
  'bad-date',
  'not-a-name',
  'shape',
  'too-long',
]);

/** Whether a stored answer can stand when its field has changed. What the gate would only ask about today stays. */
export const stillFits = (field: Field, value: string, around: Surroundings): boolean => {
  const read = readField(field, value, around);
  return read.ok || !misfits.has(read.refusal);
};
