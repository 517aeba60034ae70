import { z } from 'zod';
import { PackId } from './manifest.ts';

/** faq.yaml. Clause text is never written here: clause ids only. */
export const Faq = z.strictObject({
  /** What people ask -> where it stands. */
  intents: z.array(
    z.strictObject({
      id: PackId,
      clauses: z.array(z.string()).min(1),
      /** When in the life of an application this is asked. */
      stage: z.enum(['before', 'building', 'after', 'any']).default('any'),
      variants: z.array(z.string()).min(1),
    }),
  ),
  /** What the notice does NOT say. Competes with the real intents. */
  silent: z.array(
    z.strictObject({
      id: PackId,
      /** Named in the reply: 「topic」通知未载明. */
      topic: z.string(),
      nearest: z.array(z.string()).default([]),
      variants: z.array(z.string()).min(1),
    }),
  ),
  /** Word -> other words for the same thing. */
  concepts: z.array(z.strictObject({ id: PackId, words: z.array(z.string()).min(1) })).default([]),
  /** More specific things that fall under a term of the notice (榨菜 -> 食品加工). */
  hyponyms: z.record(z.string(), z.array(z.string())).default({}),
});
export type Faq = z.infer<typeof Faq>;
