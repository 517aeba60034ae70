import { z } from 'zod';
import { Condition } from './eligibility.ts';
import { type FieldKind, fieldKinds } from './field-kinds.ts';
import { Cite, PackId } from './manifest.ts';

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
  /** choice, several: as printed on the form. */
  options: z
    .array(z.strictObject({ value: z.string(), aliases: z.array(z.string()).default([]) }))
    .optional(),
  /** composed: fixed words around what the person gives, e.g. before 重庆市万州区, after 技术创新中心. */
  compose: z.strictObject({ before: z.string(), after: z.string(), clause: z.string() }).optional(),
  /** Suggest a value from an eligibility fact. `note` is shown with it. */
  from: z
    .strictObject({
      fact: z.string(),
      map: z.record(z.string(), z.strictObject({ value: z.string(), note: z.string().optional() })),
    })
    .optional(),
  /** Suggest a value computed elsewhere. */
  suggest: z.enum(['today']).optional(),
  /** There is room for more than one: several numbers are printed side by side instead of asked about. */
  many: z.boolean().default(false),
  /** Asked only if this holds. */
  when: Condition.optional(),
});
export type Field = z.infer<typeof Field>;

export const FormSection = z.strictObject({
  id: PackId,
  title: z.string(),
  clause: z.string(),
  fields: z.array(Field).min(1),
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
});
export type FormSection = z.infer<typeof FormSection>;

/** One paper to hand in. */
export const ChecklistItem = z.strictObject({
  id: PackId,
  title: z.string(),
  cites: z.array(Cite).min(1),
  /** generated: we make it · prepared: the unit writes it · obtained: somebody else gives or stamps it. */
  how: z.enum(['generated', 'prepared', 'obtained']),
  when: z.enum(['always', 'has-group']).default('always'),
  group: z.string().optional(),
  /** Outline or points it must cover, each with its clause; `note` marks what the office adds. */
  points: z.array(z.strictObject({ text: z.string(), clause: z.string() })).default([]),
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
  /** Field that holds the applying unit's name, and the one that names its technical domain. */
  unit: z.string(),
  domain: z.string(),
  title: z.string(),
  sections: z.array(FormSection).min(1),
  commitments: z.array(z.strictObject({ clause: z.string(), quote: z.string() })).default([]),
  blanks: z.array(Blank).default([]),
  checklist: z.array(ChecklistItem).default([]),
  /** Shown before a form that has any personal field. Raise `version` when the text changes: people are asked again. */
  consent: z.strictObject({ version: z.string(), text: z.string() }),
});
export type Form = z.infer<typeof Form>;
