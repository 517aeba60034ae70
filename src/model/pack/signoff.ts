import { z } from 'zod';
import { IsoDate } from './manifest.ts';

/** One thing that depends on a clause the new notice changed, and who has compared it with the new text. */
export const SignoffItem = z.strictObject({
  id: z.string(),
  /** What depends on it, for people: 申报条件「规模以上企业」. */
  what: z.string(),
  /** Where it stands: `eligibility.yaml`. */
  file: z.string(),
  clause: z.string(),
  change: z.enum(['changed', 'new', 'gone']),
  /** SHA-256 of the new text of the clause, the first 16 hex digits; empty when the clause is gone. */
  text: z.string(),
  /** Filled in by whoever signs. */
  name: z.string().default(''),
  date: z.union([IsoDate, z.literal('')]).default(''),
});
export type SignoffItem = z.infer<typeof SignoffItem>;

/** signoff.yaml, written by `rollover`: what has to be compared before the pack is served. */
export const Signoff = z.strictObject({
  /** The pack it was made from. */
  base: z.string().optional(),
  items: z.array(SignoffItem).default([]),
});
export type Signoff = z.infer<typeof Signoff>;
