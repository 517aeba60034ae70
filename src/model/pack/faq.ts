import { z } from 'zod';
import { PackId } from './manifest.ts';

/** faq.yaml. Clause text is never written here: clause ids only. */
export const Faq = z.strictObject({
  /** What people ask -> where it stands. */
  intents: z.array(
    z.strictObject({
      id: PackId,
      /** At most three are shown; `…第二款` points at one paragraph of a clause. */
      clauses: z.array(z.string()).min(1),
      /** When in the life of an application this is asked. */
      stage: z.enum(['before', 'building', 'after', 'any']).default('any'),
      /** Somebody asking this about their own unit is also offered the self-check. */
      selfCheck: z.boolean().default(false),
      /** Conflicts of pack.yaml that are always shown with the answer; others are shown when the question touches them. */
      conflicts: z.array(PackId).default([]),
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
  /** Words for the same thing; the first is the one the others are read as. */
  concepts: z.array(z.strictObject({ id: PackId, words: z.array(z.string()).min(1) })).default([]),
  /** More specific things that fall under a term of the notice (榨菜 -> 食品加工). */
  hyponyms: z.record(z.string(), z.array(z.string())).default({}),
  /**
   * How people point at a document without its name (`表里` -> 附件1), by document id. `…` stands for a few characters
   * between. Clauses of a document the question points at are likelier, those of others less.
   */
  papers: z.record(z.string(), z.array(z.string())).default({}),
  /** Phrases in this notice's own words that ask for something to be done. */
  actions: z
    .strictObject({
      eligibility: z.array(z.string()).default([]),
      apply: z.array(z.string()).default([]),
      progress: z.array(z.string()).default([]),
      human: z.array(z.string()).default([]),
      contacts: z.array(z.string()).default([]),
    })
    .prefault({}),
});
export type Faq = z.infer<typeof Faq>;
