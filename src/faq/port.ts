import type { PolicyAnswer } from '../model/answer.ts';

/** A pack's questions and clauses, indexed once when the pack is loaded. Pure and deterministic. */
export interface FaqIndex {
  /** `context` is what the previous answer left in `PolicyAnswer.context`. */
  answer(question: string, options?: { readonly context?: string | null }): PolicyAnswer;
}
