import { z } from 'zod';

/** One thing that may be chosen at a prompt. `value` is what the choice means to the engine. */
export const PromptOption = z.strictObject({
  value: z.string(),
  label: z.string(),
  style: z.enum(['primary', 'danger', 'default']).optional(),
});
export type PromptOption = z.infer<typeof PromptOption>;

/**
 * What the person was last asked. An input answers only the prompt it was meant for: buttons carry the prompt's id,
 * so a late or repeated press can never answer a later question.
 */
export const Prompt = z.strictObject({
  /** Unforgeable within the session: derived from the event that caused the prompt. */
  id: z.string().regex(/^[A-Za-z0-9]{1,30}$/),
  /** What is asked: `fact:unitType`, `field:unitName`, `check`, `consent`, … */
  asks: z.string(),
  options: z.array(PromptOption).default([]),
});
export type Prompt = z.infer<typeof Prompt>;

/** The button token of a prompt's n-th option. */
export const optionToken = (promptId: string, index: number): string => `${promptId}_${index}`;
