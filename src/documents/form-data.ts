import { z } from 'zod';
import type { Pack } from '../model/pack/pack.ts';

/** Everything the form renderer needs beside the template; JSON, so that it can wait in the outbox. */
export const FormData = z.strictObject({
  /** Field id -> what is printed. */
  values: z.record(z.string(), z.string()),
  /** Group id -> entries as they are printed, including empty blocks. */
  groups: z.record(z.string(), z.array(z.record(z.string(), z.string()))),
  /** Printed in the page header; empty on a real form. */
  mark: z.string(),
});
export type FormData = z.infer<typeof FormData>;

const rehearsalMark = '演练样张 非正式申报';

/**
 * Text that may stand in a document: line ends as `\n`, no characters that XML forbids, no lone surrogates, and no
 * direction marks, which could make a value read differently from what it is.
 */
export const printable = (text: string): string =>
  text
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/\t/g, '  ')
    .toWellFormed()
    .replace(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffd-\uffff]/g,
      '',
    )
    .trim();

/**
 * Collects what goes onto the form. `answers` has field ids as keys, `group.index.field` for repeating groups;
 * `groups` says how many entries each group has. Fields without an answer are printed empty.
 */
export const formData = (
  pack: Pick<Pack, 'form'>,
  answers: Readonly<Record<string, { readonly value: string }>>,
  groups: Readonly<Record<string, number>>,
  options: { readonly rehearsal?: boolean } = {},
): FormData => {
  const printed = (key: string): string => printable(answers[key]?.value ?? '');
  const data: FormData = { values: {}, groups: {}, mark: options.rehearsal ? rehearsalMark : '' };
  for (const section of pack.form.sections) {
    if (!section.repeat) {
      for (const field of section.fields) {
        data.values[field.id] = printed(field.id);
      }
      continue;
    }
    const count = Math.min(Math.max(groups[section.id] ?? 0, section.repeat.printed), section.repeat.max);
    data.groups[section.id] = Array.from({ length: count }, (_, index) =>
      Object.fromEntries(
        section.fields.map(field => [field.id, printed(`${section.id}.${index}.${field.id}`)]),
      ),
    );
  }
  return data;
};
