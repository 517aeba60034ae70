import { z } from 'zod';
import { StageVerb } from '../review-verbs.ts';
import { StaffRole } from '../staff.ts';
import { PackId } from './manifest.ts';

/** review.yaml: stages in order, who decides, with which verbs. */
export const Review = z.strictObject({
  stages: z
    .array(
      z.strictObject({
        id: PackId,
        title: z.string(),
        clause: z.string(),
        /** What the applicant is told while the case is here; states no policy beyond the clause. */
        status: z.string(),
        /** section: staff of the section in charge · office: whoever has the role, in any section. */
        scope: z.enum(['section', 'office']),
        roles: z.array(StaffRole).min(1),
        /** any: first decision counts 或签 · all: everyone must pass 会签 · order: one after the other 依次. */
        mode: z.enum(['any', 'all', 'order']).default('any'),
        /** Whoever passed the case at an earlier stage does not decide at this one, from whatever chat account. */
        distinct: z.boolean().default(true),
        verbs: z.array(StageVerb).min(1),
        /** Labels of the verbs where the office says it differently (不予受理). */
        labels: z.record(z.string(), z.string()).default({}),
        /** Records to fill in before passing. */
        records: z
          .array(
            z.strictObject({
              id: PackId,
              label: z.string(),
              required: z.boolean().default(true),
              /** How it is written: `…` stands for words, `0` for a number (`…〔0〕0号`). Without it any text is taken. */
              format: z.string().optional(),
              /** Shown where something else was typed. */
              example: z.string().optional(),
              /** The most points there are for it: an item of a scoring sheet, whose sum is computed. */
              points: z.number().positive().optional(),
            }),
          )
          .default([]),
        /** Average of the sheets that must be reached, where the notice gives one; shown, never decided by. */
        passMark: z.number().positive().optional(),
        /** Working days until the reminder, and until the section head hears. */
        remindAfter: z.number().int().positive().default(3),
        escalateAfter: z.number().int().positive().default(5),
      }),
    )
    .min(1),
  /** Prepared reasons for returning, bound to clauses. */
  reasons: z
    .array(
      z.strictObject({
        id: PackId,
        text: z.string(),
        clause: z.string().optional(),
        fields: z.array(z.string()).default([]),
      }),
    )
    .default([]),
  /** Seconds in which a mis-tap can be undone by the same person. */
  undoSeconds: z.number().int().min(0).default(60),
});
export type Review = z.infer<typeof Review>;
