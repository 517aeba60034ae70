import type { Field } from '../../model/pack/form.ts';

/** A refusal says why and what a good value looks like; the text comes from the wording catalogue. */
export type Refusal =
  | 'empty'
  | 'not-yet'
  | 'elsewhere'
  | 'too-long'
  | 'not-an-option'
  | 'bad-phone'
  | 'bad-date'
  | 'not-a-name'
  | 'only-template'
  | 'placeholder';

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

export const refuse = (refusal: Refusal): FieldValue => ({ ok: false, refusal });
