import { type FieldKind, traitsOf } from '../../model/pack/field-kinds.ts';
import type { Field } from '../../model/pack/form.ts';
import { isElsewhere, isInFile, isLater, isNod, isUnsure } from '../hollow.ts';
import { clean, fold } from '../text.ts';
import { readChoice } from './choice.ts';
import { readComposed } from './composed.ts';
import { readDate } from './date.ts';
import { readEmail } from './email.ts';
import { readPhone } from './phone.ts';
import { readLine, readParagraph, readPerson } from './text.ts';
import { type FieldReader, type FieldValue, type Refusal, refuse } from './value.ts';

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
} satisfies Record<FieldKind, FieldReader>;

/** Longest text that is read for anything but prose, in UTF-16 units: our own cap, far above any printed line. */
const SHORT_LIMIT = 2_000;

/** Longest reply that can be hollow, in UTF-16 units. */
const HOLLOW_LIMIT = 20;

/** Why a text says nothing that could be printed in a form. */
const hollowness = (field: Field, text: string): Refusal | null => {
  if (text.length > HOLLOW_LIMIT) return null;
  const words = fold(text);
  if (isUnsure(words) || isLater(words) || isNod(words)) return 'not-yet';
  return isElsewhere(words) || (traitsOf(field).lines === 'one' && isInFile(words)) ? 'elsewhere' : null;
};

/** Normalise and check what somebody typed for a field. */
export const readField = (field: Field, text: string, today: string): FieldValue => {
  if (traitsOf(field).lines === 'one' && text.length > SHORT_LIMIT) return refuse('too-long');
  const found = readers[field.kind](field, clean(text), today);
  const isOption = traitsOf(field).choose !== null && found.ok;
  const hollow = isOption ? null : hollowness(field, text);
  return hollow === null ? found : refuse(hollow);
};
