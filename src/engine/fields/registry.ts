import type { Field, FieldKind } from '../../model/pack/form.ts';
import { clean } from '../text.ts';
import { readChoice } from './choice.ts';
import { readComposed } from './composed.ts';
import { readDate } from './date.ts';
import { readPhone } from './phone.ts';
import { readLine, readParagraph, readPerson } from './text.ts';
import { type FieldReader, type FieldValue, refuse } from './value.ts';

/** One reader a kind; a new kind does not compile without one. */
const readers = {
  line: readLine,
  paragraph: readParagraph,
  choice: readChoice,
  phone: readPhone,
  date: readDate,
  person: readPerson,
  composed: readComposed,
} satisfies Record<FieldKind, FieldReader>;

/** Longest text that is read for anything but prose, in UTF-16 units: our own cap, far above any printed line. */
const SHORT_LIMIT = 2_000;

/** Normalise and check what somebody typed for a field. */
export const readField = (field: Field, text: string, today: string): FieldValue =>
  field.kind !== 'paragraph' && text.length > SHORT_LIMIT
    ? refuse('too-long')
    : readers[field.kind](field, clean(text), today);
