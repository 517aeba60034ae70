import { z } from 'zod';
import { FactValue } from './fact.ts';

/** A kind that says all by itself, with nothing beside it. */
const bare = <const Kinds extends readonly [string, ...string[]]>(kinds: Kinds) =>
  z.strictObject({ kind: z.enum(kinds) });

/** What is asked. `promptKinds` says what each kind offers and takes; `engine/prompts.ts` what an answer does. */
export const Ask = z.discriminatedUnion('kind', [
  /** An eligibility fact. */
  z.strictObject({ kind: z.literal('fact'), fact: z.string() }),
  /** A field of the form, by place id (`partners.0.name`). */
  z.strictObject({ kind: z.literal('field'), field: z.string() }),
  /** A repeating group: has it any entry, are there more, what is to be done with its entries. */
  z.strictObject({ kind: z.literal('group'), group: z.string() }),
  z.strictObject({ kind: z.literal('more'), group: z.string() }),
  z.strictObject({ kind: z.literal('manage'), group: z.string() }),
  /** `offer`: begin the self-check; `bulk`: take over what was read; `stop`: what keeps the form from being submitted. */
  bare(['offer', 'consent', 'bulk', 'review', 'change-section', 'change-field', 'stop', 'commit']),
  bare(['restart', 'forget', 'file', 'resubmit', 'withdraw']),
  /** Facts heard in free words: one that decides, alone; all of them, before the verdict; which of the recorded ones is wrong. */
  z.strictObject({ kind: z.literal('heard'), fact: z.string() }),
  bare(['heard-all', 'amend']),
  /** `mine`: which of several applications to go on with; `another`: whether the next one is the same unit's. */
  bare(['mine', 'another']),
  /** A reviewer's decision in the making: a record of the stage, a field to return, a reason, a colleague, a last yes. */
  z.strictObject({ kind: z.literal('decide-record'), record: z.string() }),
  bare(['decide-field', 'decide-reason', 'decide-person', 'decide-confirm']),
  /** An officer's reply to somebody who asked for help. */
  z.strictObject({ kind: z.literal('ticket'), ticket: z.string() }),
]);
export type Ask = z.infer<typeof Ask>;
export type AskKind = Ask['kind'];

/** What an option means, whatever is written on it. */
export const Meaning = z.discriminatedUnion('kind', [
  bare(['yes', 'no']),
  /** The value of the fact that is asked for. */
  z.strictObject({ kind: z.literal('fact'), value: FactValue }),
  /** A value for the field that is asked for. */
  z.strictObject({ kind: z.literal('value'), value: z.string() }),
  /** Moving about instead of answering. */
  bare(['back', 'skip', 'pause', 'cancel']),
  /** What was put behind a prose answer is no part of it; what answered this field belongs to the prose before. */
  bare(['apart', 'join']),
  /** `none`: not this file, no record. `done`: enough fields picked. `change`: something else first. */
  bare(['none', 'done', 'change']),
  /** An entry of a repeating group, counted from 0. */
  bare(['add']),
  z.strictObject({ kind: z.enum(['edit', 'drop']), entry: z.number().int().nonnegative() }),
  /** Where the change is: a section, for repeating ones with the entry counted from 0; then a field by place id. */
  z.strictObject({ kind: z.literal('section'), section: z.string(), entry: z.number().int().nullable() }),
  /** `value`: given already, and waits to be told its field. */
  z.strictObject({ kind: z.literal('field'), field: z.string(), value: z.string().optional() }),
  /** Past what keeps the form from being submitted: what was put aside, the self-check, one fact, or back to the answers. */
  bare(['fill', 'check', 'review']),
  z.strictObject({ kind: z.literal('settle'), fact: z.string() }),
  /** The checklist item a file is for; `form`: it is the filled form and is to be read. */
  bare(['form']),
  z.strictObject({ kind: z.literal('item'), item: z.string() }),
  /** A prepared reason, by id; a colleague, by actor id. */
  z.strictObject({ kind: z.literal('reason'), reason: z.string() }),
  z.strictObject({ kind: z.literal('person'), actor: z.string() }),
]);
export type Meaning = z.infer<typeof Meaning>;
type MeaningKind = Meaning['kind'];

const yesNo = ['yes', 'no'] as const;
const prose = ['apart', 'join'] as const;

/**
 * What each kind of prompt may offer, and whose words it takes: `none` (only its options are answers), `answer` (words
 * that are neither command nor question), `desk` (everything typed is meant for it: a reason may well be a command word).
 */
export const promptKinds = {
  fact: { offers: ['fact', 'back'], words: 'answer' },
  field: { offers: ['value', ...prose, 'back', 'skip', 'pause'], words: 'answer' },
  group: { offers: [...yesNo, ...prose, 'back', 'pause'], words: 'none' },
  more: { offers: [...yesNo, ...prose, 'back', 'pause'], words: 'none' },
  manage: { offers: ['add', 'edit', 'drop', 'back'], words: 'none' },
  offer: { offers: yesNo, words: 'none' },
  consent: { offers: yesNo, words: 'none' },
  bulk: { offers: yesNo, words: 'none' },
  review: { offers: ['yes', 'change', 'review', ...prose, 'pause'], words: 'none' },
  'change-section': { offers: ['section', 'back'], words: 'none' },
  'change-field': { offers: ['field', 'back'], words: 'none' },
  stop: { offers: ['fill', 'check', 'settle', 'review'], words: 'none' },
  commit: { offers: yesNo, words: 'none' },
  restart: { offers: yesNo, words: 'none' },
  forget: { offers: yesNo, words: 'none' },
  file: { offers: ['item', 'form', 'none'], words: 'answer' },
  resubmit: { offers: ['yes', 'change', 'pause'], words: 'none' },
  withdraw: { offers: yesNo, words: 'none' },
  heard: { offers: yesNo, words: 'none' },
  'heard-all': { offers: ['yes', 'change'], words: 'none' },
  amend: { offers: ['settle', 'back'], words: 'none' },
  mine: { offers: ['edit', 'add', 'back'], words: 'none' },
  another: { offers: yesNo, words: 'none' },
  'decide-record': { offers: ['none', 'cancel'], words: 'desk' },
  'decide-field': { offers: ['field', 'done', 'cancel'], words: 'desk' },
  'decide-reason': { offers: ['reason', 'cancel'], words: 'desk' },
  'decide-person': { offers: ['person', 'cancel'], words: 'desk' },
  'decide-confirm': { offers: ['yes', 'cancel'], words: 'desk' },
  ticket: { offers: ['cancel'], words: 'desk' },
} as const satisfies Record<
  AskKind,
  { readonly offers: readonly MeaningKind[]; readonly words: 'none' | 'answer' | 'desk' }
>;

/** The members of these kinds, one for each: `{kind: 'yes' | 'no'}` is taken apart. */
type OfKind<Union extends { kind: string }, Kind> = Kind extends unknown
  ? Union extends unknown
    ? Kind extends Union['kind']
      ? Union & { kind: Kind }
      : never
    : never
  : never;
export type AskOf<Kind extends AskKind> = OfKind<Ask, Kind>;
/** What an option of such a prompt may mean. */
export type MeaningOf<Kind extends AskKind> = OfKind<Meaning, (typeof promptKinds)[Kind]['offers'][number]>;
/** Kinds of prompt that take words. */
export type WordyKind = {
  [Kind in AskKind]: (typeof promptKinds)[Kind]['words'] extends 'none' ? never : Kind;
}[AskKind];

/** Kinds of prompt that everything typed is meant for. */
type DeskKind = {
  [Kind in AskKind]: (typeof promptKinds)[Kind]['words'] extends 'desk' ? Kind : never;
}[AskKind];
export const takesAll = (asks: Ask): asks is AskOf<DeskKind> => promptKinds[asks.kind].words === 'desk';

/** One thing that may be chosen at a prompt. */
export const PromptOption = z.strictObject({
  means: Meaning,
  label: z.string(),
  style: z.enum(['primary', 'danger', 'default']).optional(),
});
export type PromptOption<Means extends Meaning = Meaning> = Omit<z.infer<typeof PromptOption>, 'means'> & {
  means: Means;
};

/** A question and its options: each kind offers only what it can answer. */
export type Question = {
  [Kind in AskKind]: {
    readonly asks: AskOf<Kind>;
    readonly options: readonly PromptOption<MeaningOf<Kind>>[];
  };
}[AskKind];

const offersOnlyItsOwn = ({ asks, options }: { asks: Ask; options: PromptOption[] }): boolean => {
  const offers: readonly MeaningKind[] = promptKinds[asks.kind].offers;
  return options.every(({ means }) => offers.includes(means.kind));
};

/**
 * What the person was last asked. An input answers only the prompt it was meant for: buttons carry the prompt's id,
 * so a late or repeated press can never answer a later question.
 */
export const Prompt = z
  .strictObject({
    /** Unforgeable within the session: derived from the event that caused the prompt. */
    id: z.string().regex(/^[A-Za-z0-9]{1,30}$/),
    asks: Ask,
    options: z.array(PromptOption).default([]),
  })
  .refine(offersOnlyItsOwn, 'an option that this kind of prompt does not offer');
export type Prompt = z.infer<typeof Prompt>;

/** The button token of a prompt's n-th option. */
export const optionToken = (promptId: string, index: number): string => `${promptId}_${index}`;
