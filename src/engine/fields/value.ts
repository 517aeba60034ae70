import { traitsOf } from '../../model/pack/field-kinds.ts';
import type { Field } from '../../model/pack/form.ts';
import type { Pack } from '../../model/pack/pack.ts';
import { say, type WordingKey } from '../wording.ts';

/** Why a text is no value: each has its sentence in the wording catalogue. */
export type Refusal = Exclude<RefusalIn<WordingKey>, 'lead' | 'typed'>;
type RefusalIn<K> = K extends `refusal.${infer R}` ? R : never;

export type FieldValue =
  | {
      readonly ok: true;
      readonly value: string /** The value differs from what was typed beyond blanks. */;
      readonly changed: boolean;
    }
  | { readonly ok: false; readonly refusal: Refusal };

/** Reads what a person typed for one kind of field. `today` is `YYYY-MM-DD` on the office's calendar. */
export type FieldReader = (field: Field, text: string, today: string) => FieldValue;

export const accept = (value: string, typed: string): FieldValue => ({
  ok: true,
  value,
  changed: value.replace(/\s/g, '') !== typed.replace(/\s/g, ''),
});

/** The refusal in words: why, and what a good value is. */
export const refusalText = (pack: Pick<Pack, 'wording'>, field: Field, refusal: Refusal): string =>
  say(pack, `refusal.${refusal}`, {
    expects: traitsOf(field).expects,
    example: field.example ?? traitsOf(field).example,
  });

export const refuse = (refusal: Refusal): FieldValue => ({ ok: false, refusal });
