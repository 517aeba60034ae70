import { z } from 'zod';

const count = z.number().int().positive();

/**
 * retention.yaml: how long what people gave is kept. What is not named is kept until it is deleted. Set by the office, not by
 * the notice.
 */
export const Retention = z.strictObject({
  /** Drafts that were never submitted: days after the window closed. */
  drafts: z.strictObject({ days: count }).optional(),
  /** Applications that were decided or withdrawn: years after the last act. Number, dates and decisions stay, what people gave goes. */
  decided: z.strictObject({ years: count }).optional(),
  /** Closed tickets, with what was said in them: days after they were opened. */
  tickets: z.strictObject({ days: count }).optional(),
});
export type Retention = z.infer<typeof Retention>;
