import { z } from 'zod';
import { PackId } from './manifest.ts';

/** What kind of thing a question asks for, and so what a clause that answers it must hold. */
export const answerKinds = [
  'date',
  'duration',
  'money',
  'ratio',
  'phone',
  'place',
  'who',
  'count',
  'yes-no',
  'list',
  'text',
] as const;

/** One thing every notice is asked. A pack says in one line where it stands, or that the notice is silent. */
export const CommonTopic = z.strictObject({
  id: PackId,
  /** What the author sees, and what a reply names: 关于“title”，通知未载明。 */
  title: z.string(),
  expects: z.enum(answerKinds),
  /** What a clause that answers it looks like: `一式#份`. `#` is a number, `…` a few characters. For `check` alone. */
  holds: z.array(z.string()).default([]),
  /** Where a notice usually says it, for the author. */
  usually: z.string(),
  /** Somebody asking this about their own unit is also offered the self-check. */
  selfCheck: z.boolean().default(false),
  /** Phrasings. `{id}` stands for the words of a concept: `{form}在哪里下载`. */
  asks: z.array(z.string()).min(1),
  /** The same in English, lower case. */
  english: z.array(z.string()).default([]),
});
export type CommonTopic = z.infer<typeof CommonTopic>;

/** common/topics/*.yaml */
export const CommonTopics = z.strictObject({ topics: z.array(CommonTopic) });

/** Words for the same thing; the first is the one the others are read as. */
export const Concept = z.strictObject({ id: PackId, words: z.array(z.string()).min(1) });

/** common/words.yaml */
export const CommonWords = z.strictObject({ concepts: z.array(Concept) });

/** What people want done: a verb and what it is done to. How a wish is put is grammar, and not written here. */
export const CommonWish = z.strictObject({
  verbs: z.array(z.string()).min(1),
  objects: z.array(z.string()).min(1),
  /** What the office does with it, which one asks after: 审, 退回来. */
  fates: z.array(z.string()).default([]),
  /** Said without a verb, or with the whole sentence meaning it: 审到哪一步了. */
  asks: z.array(z.string()).default([]),
  english: z.array(z.string()).default([]),
});

/** common/wishes.yaml, by action. */
export const CommonWishes = z.strictObject({
  eligibility: CommonWish,
  apply: CommonWish,
  progress: CommonWish,
  human: CommonWish,
  contacts: CommonWish,
});

/** common/small-talk.yaml: what people say that is no question about any notice. */
export const CommonTalk = z.strictObject({
  talk: z.array(
    z.strictObject({
      id: PackId,
      tone: z.enum(['greeting', 'thanks', 'identity', 'off-topic', 'abuse']),
      says: z.array(z.string()).min(1),
      english: z.array(z.string()).default([]),
    }),
  ),
});

/** The library all packs share (`conversations/common/`). */
export interface Common {
  readonly topics: readonly CommonTopic[];
  readonly concepts: readonly z.infer<typeof Concept>[];
  readonly wishes: z.infer<typeof CommonWishes>;
  readonly talk: z.infer<typeof CommonTalk>['talk'];
}
