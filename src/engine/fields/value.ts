import { traitsOf } from '../../model/pack/field-kinds.ts';
import type { Field } from '../../model/pack/form.ts';
import type { Pack } from '../../model/pack/pack.ts';
import { say, type WordingKey } from '../wording.ts';

/** Why a text is no value: each has its sentence in the wording catalogue. */
export type Refusal = Exclude<RefusalIn<WordingKey>, 'lead' | 'typed'>;
type RefusalIn<K> = K extends `refusal.${infer R}` ? R : never;

/** What a reader makes of a text. */
export type Read =
  | { readonly ok: true; readonly value: string }
  | {
      readonly ok: false;
      readonly refusal: Refusal;
      /** What it may have meant, each a value of the field: two names where one belongs. */
      readonly choices?: readonly string[];
    };

/** What the gate lets through; `changed`: the value differs from what was typed beyond blanks, and is read back. */
export type FieldValue =
  | (Read & { readonly ok: true; readonly changed: boolean })
  | (Read & { readonly ok: false });

/** What a reader may know beside the field. */
export interface Surroundings {
  /** `YYYY-MM-DD` on the office's calendar. */
  readonly today: string;
  /** Area code of a number given without one (`023`); null where nobody can tell. */
  readonly areaCode: string | null;
  /** She was asked whether she means just this, and does: what is only unlikely is taken. */
  readonly confirmed?: boolean;
}

/** Reads what a person typed for one kind of field. */
export type FieldReader = (field: Field, text: string, around: Surroundings) => Read;

export const accept = (value: string): Read => ({ ok: true, value });

/** Refusals that only ask back: the value stands when it is confirmed. */
export const onlyUnlikely = (read: Read): boolean =>
  !read.ok && (read.refusal === 'unlikely-name' || read.refusal === 'unlikely');

/** The refusal in words: why, and what a good value is. */
export const refusalText = (pack: Pick<Pack, 'wording'>, field: Field, refusal: Refusal): string =>
  say(pack, `refusal.${refusal}`, {
    expects: traitsOf(field).expects,
    unit: field.unit ?? '',
    example: field.example ?? traitsOf(field).example,
  });

export const refuse = (refusal: Refusal, choices?: readonly string[]): Read => ({
  ok: false,
  refusal,
  ...(choices && choices.length > 0 ? { choices } : {}),
});
