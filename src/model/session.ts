import { z } from 'zod';
import { Address } from './address.ts';
import { FactValue } from './fact.ts';
import { StoredFile } from './file.ts';
import { Prompt } from './prompt.ts';
import { DraftedVerb } from './review-verbs.ts';

/** One answered form field. */
export const Answer = z.strictObject({
  /** Normalised value, the one that goes into the form. */
  value: z.string(),
  /** Milliseconds since 1970 (UTC) when it was given. */
  at: z.number().int(),
  /** typed: written or pressed; pasted: bulk paste; imported: read from an uploaded form; derived: from eligibility. */
  source: z.enum(['typed', 'pasted', 'imported', 'derived']),
});
export type Answer = z.infer<typeof Answer>;

/** A fact as it was understood from what somebody wrote. */
export const HeardFact = z.strictObject({ fact: z.string(), value: FactValue, words: z.string() });
export type HeardFact = z.infer<typeof HeardFact>;

/** Which pack version a session or application belongs to. `hash` is over the pack's whole content. */
export const PackPin = z.strictObject({ id: z.string(), hash: z.string() });
export type PackPin = z.infer<typeof PackPin>;

/** Where the person is. Positions inside a journey are derived from the answers, never stored. */
export const Journey = z.enum(['idle', 'eligibility', 'form', 'returned']);
export type Journey = z.infer<typeof Journey>;

/** A reviewer's decision in the making: what was picked and typed so far. */
export const DecisionDraft = z.strictObject({
  number: z.string(),
  /** Case version it was begun on; a case that moved on meanwhile is not decided. */
  version: z.number().int(),
  verb: DraftedVerb,
  records: z.record(z.string(), z.string()),
  fields: z.record(z.string(), z.strictObject({ reason: z.string(), clause: z.string().optional() })),
  /** Field whose reason is being asked for. */
  field: z.string().nullable(),
  /** Reason for the application as a whole, while it is read back. */
  reason: z.string().nullable(),
});
export type DecisionDraft = z.infer<typeof DecisionDraft>;

/** An applicant's correction of a returned application. */
export const Correction = z.strictObject({
  round: z.number().int().positive(),
  /** Returned fields not yet gone through, with what was asked of each. */
  left: z.array(z.strictObject({ field: z.string(), reason: z.string(), clause: z.string().optional() })),
});
export type Correction = z.infer<typeof Correction>;

/** The work on one application: what was told, filled in and sent for it, and its number once it is submitted. */
const work = {
  facts: z.record(z.string(), FactValue),
  answers: z.record(z.string(), Answer),
  /** Fields put aside with 跳过; they block only submit. */
  skipped: z.array(z.string()),
  /** Number of entries of each repeating group; absent = not asked yet. */
  groups: z.record(z.string(), z.number().int().nonnegative()),
  /** Repeating groups that may still grow: 还有吗 has not been answered with 没有了. */
  openGroups: z.array(z.string()),
  /** Files the person sent, by checklist item id. */
  files: z.record(z.string(), z.array(StoredFile)),
  /** Number of the application this was submitted as. */
  application: z.string().nullable(),
  /** Correction under way after a return. */
  correction: Correction.nullable(),
};

/** Work on another application, put aside: an agency files for several units, a unit for several centres. */
export const Shelved = z.strictObject(work);
export type Shelved = z.infer<typeof Shelved>;

/** What a message of the person's gave an answer to, should she edit it or take it back. */
export const Message = z.strictObject({
  /** The platform's id of it. */
  id: z.string(),
  facts: z.array(z.string()),
  fields: z.array(z.string()),
});
export type Message = z.infer<typeof Message>;

/**
 * Durable state of one person's conversation about one notice. JSON only.
 * Field ids of repeating groups are `group.index.field` (`partners.0.name`).
 */
export const Session = z.strictObject({
  schema: z.literal(3),
  id: z.string(),
  address: Address,
  /** Actor id of the person. */
  actor: z.string(),
  pack: PackPin,
  /** Number of turns so far. */
  turn: z.number().int().nonnegative(),
  journey: Journey,
  prompt: Prompt.nullable(),
  ...work,
  shelved: z.array(Shelved).default([]),
  /** Facts heard in free words that would decide against the unit: each waits for a yes, with the words it came from. */
  heard: z.array(HeardFact).default([]),
  /** Answers not understood in a row. */
  misread: z.number().int().nonnegative().default(0),
  /** Field being changed out of turn; the walk returns to where the answers say afterwards. */
  focus: z.string().nullable(),
  /**
   * The prose answered last, to which what is written right behind it may belong: `turn` of that answer, where its last
   * message begins in it (UTF-16 units), and the prose answered right before it.
   */
  prose: z
    .strictObject({
      place: z.string(),
      turn: z.number().int().nonnegative(),
      from: z.number().int().nonnegative(),
      before: z.string().nullable(),
    })
    .nullable()
    .default(null),
  /** Values read from a paste or an uploaded form that wait for a yes: field -> value. */
  proposed: z.record(z.string(), z.string()),
  consent: z.strictObject({ version: z.string(), given: z.boolean(), at: z.number().int() }).nullable(),
  /** Files that came without saying what they are for, the one asked about first. */
  pendingFiles: z.array(StoredFile),
  /** The document that was last read as the form, until its values are taken: it may turn out to be another paper. */
  readFile: StoredFile.nullable(),
  paused: z.boolean(),
  /** What 重来 threw away, until the next answer. */
  undo: z
    .strictObject({
      facts: z.record(z.string(), FactValue),
      answers: z.record(z.string(), Answer),
      skipped: z.array(z.string()),
      groups: z.record(z.string(), z.number().int().nonnegative()),
      openGroups: z.array(z.string()).default([]),
    })
    .nullable(),
  /** Reviewer's side: the decision being made. */
  decision: DecisionDraft.nullable(),
  /** Reviewer's side: the case looked at last, which 通过 without a number means. */
  openCase: z.string().nullable().default(null),
  /** Light context of the last policy answer, for follow-up questions ("那医院呢？"). */
  topic: z.string().nullable(),
  /** An open human hand-over: while set, the assistant keeps silent on this thread. */
  ticket: z.string().nullable(),
  /** Wrong codes (of an invitation, of a draft) this person sent, when, as far as they still count. */
  wrongCodes: z.array(z.number().int()).optional(),
  /** When this person asked for a human, as far as it still counts (milliseconds since 1970). */
  tickets: z.array(z.number().int()).optional(),
  /** The newest messages that gave answers, oldest first. */
  messages: z.array(Message).default([]),
  /** Highest platform sequence number handled; lower ones came late. */
  seq: z.number().int().nullable(),
  /** Kind reminders the person switched off. */
  optOut: z.array(z.string()),
});
export type Session = z.infer<typeof Session>;

export const newSession = (id: string, address: Address, actor: string, pack: PackPin): Session => ({
  schema: 3,
  id,
  address,
  actor,
  pack,
  turn: 0,
  journey: 'idle',
  prompt: null,
  facts: {},
  heard: [],
  answers: {},
  skipped: [],
  groups: {},
  openGroups: [],
  misread: 0,
  focus: null,
  prose: null,
  proposed: {},
  consent: null,
  files: {},
  pendingFiles: [],
  readFile: null,
  paused: false,
  undo: null,
  application: null,
  correction: null,
  shelved: [],
  decision: null,
  openCase: null,
  topic: null,
  ticket: null,
  messages: [],
  seq: null,
  optOut: [],
});
