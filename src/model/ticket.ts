import { z } from 'zod';
import { Address } from './address.ts';

/** A request for human help. While it is open the assistant keeps silent on the applicant's thread and relays. */
export const Ticket = z.strictObject({
  schema: z.literal(1),
  /** `T` and letters and digits; spoken of in chat as it is. */
  id: z.string().regex(/^T[A-Z0-9]{6}$/),
  session: z.string(),
  applicant: z.strictObject({ actor: z.string(), address: Address }),
  section: z.string(),
  status: z.enum(['open', 'closed']),
  /** Officer who answered last, or null. */
  handler: z.string().nullable(),
  /** Where the person stood when asking, as label and value pairs for the officer's card. */
  standing: z.array(z.tuple([z.string(), z.string()])).default([]),
  /** What was asked, and what was said since, oldest first. */
  lines: z.array(
    z.strictObject({ from: z.enum(['applicant', 'staff']), text: z.string(), at: z.number().int() }),
  ),
  opened: z.number().int(),
  /** How many contacts were told so far, for passing on to the next. */
  told: z.number().int(),
});
export type Ticket = z.infer<typeof Ticket>;
