import type { Field, FieldKind } from '../../model/pack/form.ts';
import { clean } from '../text.ts';
import { readChoice } from './choice.ts';
import { readComposed } from './composed.ts';
import { readDate } from './date.ts';
import { readPhone } from './phone.ts';
import { readLine, readParagraph, readPerson } from './text.ts';
import type { FieldReader, FieldValue } from './value.ts';

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

/** Normalise and check what somebody typed for a field. */
export const readField = (field: Field, text: string, today: string): FieldValue =>
  readers[field.kind](field, clean(text), today);
