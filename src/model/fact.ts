import { z } from 'zod';

/** Answer to an eligibility fact: a yes/no, a choice, or an honest "不清楚" (null). An absent fact was never asked. */
export const FactValue = z.union([z.boolean(), z.string(), z.null()]);
export type FactValue = z.infer<typeof FactValue>;
