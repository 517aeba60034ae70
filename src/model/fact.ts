import { z } from 'zod';

/**
 * Answer to an eligibility fact: a yes/no, a choice, a number (money in yuan, a ratio as a share of one, a year), a date
 * (`YYYY-MM-DD`), or an honest "不清楚" (null). An absent fact was never asked.
 */
export const FactValue = z.union([z.boolean(), z.string(), z.number(), z.null()]);
export type FactValue = z.infer<typeof FactValue>;
