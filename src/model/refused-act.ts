import { z } from 'zod';

/** Acts that somebody had no right to: written down apart from what was done. A late press is none. */
export const RefusedAct = z.enum([
  'review:press-unknown',
  'review:press-foreign',
  'review:press-distinct',
  'review:bad-invite',
  'review:locked-out',
  'review:invite-in-group',
  'review:invite-on-page',
  'review:case-not-readable',
  'review:ticket-refused',
  'claim:refused',
]);
