import { z } from 'zod';

/** Three-valued truth of one criterion. */
export const CriterionState = z.enum(['met', 'not_met', 'unknown']);
export type CriterionState = z.infer<typeof CriterionState>;

export const Outcome = z.enum(['eligible', 'ineligible', 'needs-confirmation', 'closed']);
export type Outcome = z.infer<typeof Outcome>;

/** A fact and the clause that makes it matter. */
export const Finding = z.strictObject({ fact: z.string(), clause: z.string() });
export type Finding = z.infer<typeof Finding>;

/** One criterion, judged. `applies` is false when its condition rules it out (规上 for a hospital). */
export interface CriterionResult {
  readonly id: string;
  readonly state: CriterionState;
  readonly applies: boolean;
}

/** Result of judging the facts known so far. */
export interface Verdict {
  readonly outcome: Outcome;
  readonly unmet: readonly Finding[];
  readonly unknown: readonly Finding[];
  readonly todo: readonly Finding[];
  /** Facts still worth asking, best first; empty when nothing can change the verdict any more. */
  readonly ask: readonly string[];
  readonly criteria: readonly CriterionResult[];
}
