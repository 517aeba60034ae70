import { z } from 'zod';
import { Concept } from './common.ts';
import { PackId } from './manifest.ts';

const Clauses = z.union([z.string().transform(id => [id]), z.array(z.string()).min(1)]);

/** Questions about a common topic in this notice's own words, and the conflicts always shown with its answer. */
const besides = { asks: z.array(z.string()).default([]), conflicts: z.array(PackId).default([]) };

/** Where a common topic stands in this notice: in one line, or with what this notice's people say besides. */
export const TopicAnswer = z.union([
  /** The notice does not say it, and no clause is near. */
  z.literal('silent').transform(() => ({
    near: [] as string[],
    checked: false,
    asks: [] as string[],
    conflicts: [] as string[],
  })),
  Clauses.transform(clauses => ({ clauses, asks: [] as string[], conflicts: [] as string[] })),
  z.strictObject({ clauses: Clauses, ...besides }),
  z.strictObject({
    /** The notice does not say it; the clauses that come nearest. */
    near: Clauses,
    /** The author has looked: what these clauses hold is something else. */
    checked: z.boolean().default(false),
    ...besides,
  }),
]);
export type TopicAnswer = z.infer<typeof TopicAnswer>;

/** faq.yaml. Clause text is never written here: clause ids only. */
export const Faq = z.strictObject({
  /** Where the common topics (conversations/common) stand; one that is not named is silent. Older packs have none. */
  topics: z.record(PackId, TopicAnswer).optional(),
  /** What people ask of this notice alone -> where it stands. */
  intents: z
    .array(
      z.strictObject({
        id: PackId,
        /** What it is about in a few words, for the heading when several things are asked; else the first variant. */
        title: z.string().optional(),
        /** All are shown, at most three; `…第二款` points at one paragraph of a clause. */
        clauses: z.array(z.string()).min(1),
        /** When in the life of an application this is asked. */
        stage: z.enum(['before', 'building', 'after', 'any']).default('any'),
        /** Somebody asking this about their own unit is also offered the self-check. */
        selfCheck: z.boolean().default(false),
        /** Conflicts of pack.yaml that are always shown with the answer; others are shown when the question touches them. */
        conflicts: z.array(PackId).default([]),
        variants: z.array(z.string()).min(1),
      }),
    )
    .default([]),
  /** What the notice does NOT say and no common topic asks. Competes with the real intents. */
  silent: z
    .array(
      z.strictObject({
        id: PackId,
        /** Named in the reply: 「topic」通知未载明. */
        topic: z.string(),
        nearest: z.array(z.string()).default([]),
        variants: z.array(z.string()).min(1),
      }),
    )
    .default([]),
  /** This notice's own words; a group named like a common one extends it. The first is the one the others are read as. */
  concepts: z.array(Concept).default([]),
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
