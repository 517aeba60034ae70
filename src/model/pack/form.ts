import { z } from 'zod';
import { FormCondition } from './eligibility.ts';
import { type FieldKind, fieldKinds } from './field-kinds.ts';
import { Cite, PackId } from './manifest.ts';

/** `企业`, or with what it is called besides. */
const Option = z.union([
  z.strictObject({ value: z.string(), aliases: z.array(z.string()).default([]) }),
  z.string().transform(value => ({ value, aliases: [] as string[] })),
]);

/** One field of the office's form. Asked once, filled everywhere the template repeats it. */
export const Field = z.strictObject({
  id: PackId,
  /** As printed. */
  label: z.string(),
  kind: z.enum(Object.keys(fieldKinds) as FieldKind[]),
  clause: z.string(),
  /** How to ask; without it: 请填写「label」. */
  ask: z.string().optional(),
  help: z.string().optional(),
  example: z.string().optional(),
  aliases: z.array(z.string()).default([]),
  required: z.boolean().default(true),
  /** Personal data: asked only after consent, masked in group copies. */
  personal: z.boolean().default(false),
  /** Longest value in characters; our own safety cap, not the notice's. */
  max: z.number().int().positive().optional(),
  /** number, money: the unit the form prints behind it; answers are converted to it where that is certain. */
  unit: z.string().optional(),
  /** choice, several: as printed on the form; without them those of the fact in `from`. */
  options: z.array(Option).optional(),
  /** composed: fixed words around what the person gives, e.g. before 重庆市万州区, after 技术创新中心. */
  compose: z.strictObject({ before: z.string(), after: z.string(), clause: z.string() }).optional(),
  /** Suggest a value from an eligibility fact. `note` is shown with it. Without a map: the fact's answer as it is. */
  from: z
    .strictObject({
      fact: z.string(),
      map: z
        .record(z.string(), z.strictObject({ value: z.string(), note: z.string().optional() }))
        .default({}),
    })
    .optional(),
  /** Suggest a value computed elsewhere. */
  suggest: z.enum(['today']).optional(),
  /** There is room for more than one: several numbers are printed side by side instead of asked about. */
  many: z.boolean().default(false),
  /** Asked only if this holds. */
  when: FormCondition.optional(),
});

/** Where a field stands in a table of named rows and columns. */
export interface TableCell {
  readonly row: string;
  readonly column: string;
  /** All names of the row. */
  readonly called: readonly string[];
}

export type Field = z.infer<typeof Field> & {
  /** Of a section with rows. */
  readonly cell?: TableCell;
};

/** Only what ids are made of. */
const named = (text: string): string => text.replace(/[^\p{L}\p{N}_-]/gu, '');

/** A column of a table in one of its rows: `营业收入` of `2021年` is the field `revenue_2021年`, 2021年营业收入. */
const inRow = (field: Field, row: z.infer<typeof Option>): Field => {
  const called = [row.value, ...row.aliases];
  return {
    ...field,
    id: `${field.id}_${named(row.value)}`,
    label: `${row.value}${field.label}`,
    aliases: [
      ...called.flatMap(name => [`${field.label}${name}`, `${field.label}（${name}）`]),
      ...row.aliases.map(name => `${name}${field.label}`),
      ...field.aliases.flatMap(alias => called.map(name => `${name}${alias}`)),
    ],
    cell: { row: row.value, column: field.label, called },
  };
};

export const FormSection = z
  .strictObject({
    id: PackId,
    title: z.string(),
    clause: z.string(),
    /** A field without a clause has its section's. */
    fields: z.array(Field.partial({ clause: true })).min(1),
    /** Printed rows of a table whose columns are the fields: every field is asked once for each row. */
    rows: z.array(Option).min(2).optional(),
    /** A repeating block; the section id is the group id. */
    repeat: z
      .strictObject({
        item: z.string(),
        ask: z.string(),
        more: z.string(),
        max: z.number().int().positive(),
        /** Blocks the printed form always shows, filled or not. */
        printed: z.number().int().nonnegative().default(0),
        /** What having one or more entries says about an eligibility fact, e.g. joint. */
        fact: z.string().optional(),
      })
      .optional(),
  })
  .transform(section => {
    const fields = section.fields.map(
      (field): Field => ({ ...field, clause: field.clause ?? section.clause }),
    );
    const { rows } = section;
    return {
      ...section,
      fields: rows ? rows.flatMap(row => fields.map(field => inRow(field, row))) : fields,
    };
  });
export type FormSection = z.infer<typeof FormSection>;

/** Which of the author's own fields a field of the section is: those of a table stand there once for all rows. */
export const writtenAt = ({ fields, rows }: FormSection, index: number): number =>
  rows ? index % (fields.length / rows.length) : index;

/** One paper to hand in. */
export const ChecklistItem = z.strictObject({
  id: PackId,
  title: z.string(),
  cites: z.array(Cite).min(1),
  /** generated: we make it · prepared: the unit writes it · obtained: somebody else gives or stamps it. */
  how: z.enum(['generated', 'prepared', 'obtained']),
  when: z.enum(['always', 'has-group']).default('always'),
  group: z.string().optional(),
  /** Only needed if this holds; while nobody can tell, it is listed. */
  applies: FormCondition.optional(),
  /** Outline or points it must cover, each with its clause; `note` marks what the office adds. */
  points: z.array(z.strictObject({ text: z.string(), clause: z.string() })).default([]),
  /** How many, where a cited clause says so: 一式三份. */
  copies: z.number().int().positive().optional(),
  note: z.string().optional(),
  accepts: z.boolean().default(false),
  /** Without it the application cannot be submitted (checked by fact or file). */
  blocks: z.strictObject({ fact: z.string() }).optional(),
});
export type ChecklistItem = z.infer<typeof ChecklistItem>;

/** A place that stays blank for a pen or a seal, in the order in which to obtain them. */
export const Blank = z.strictObject({
  id: PackId,
  title: z.string(),
  kind: z.enum(['signature', 'seal', 'opinion']),
  by: z.string(),
  cites: z.array(Cite).min(1),
  group: z.string().optional(),
  note: z.string().optional(),
});
export type Blank = z.infer<typeof Blank>;

/** form.yaml */
export const Form = z.strictObject({
  template: z.string(),
  /** Field that holds the applying unit's name, and the one by which cases are divided among sections, if they are. */
  unit: z.string(),
  domain: z.string().optional(),
  title: z.string(),
  sections: z.array(FormSection).min(1),
  commitments: z.array(z.strictObject({ clause: z.string(), quote: z.string() })).default([]),
  blanks: z.array(Blank).default([]),
  checklist: z.array(ChecklistItem).default([]),
  /** Shown before a form that has any personal field. Raise `version` when the text changes: people are asked again. */
  consent: z.strictObject({ version: z.string(), text: z.string() }),
});
export type Form = z.infer<typeof Form>;
