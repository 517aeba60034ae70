import type { Citation } from './clause.ts';

/** What the person wants done rather than told. */
export type Action = 'eligibility' | 'apply' | 'progress' | 'human' | 'contacts';

/** One answer card: a verbatim slice and where it stands. */
export interface PolicyCard extends Citation {
  /** Substrings of the quote that hold the value asked for. */
  readonly marks: readonly string[];
  /** For an item of a list: the slice that opens the list ("…主要职责是："), to be shown before the quote. */
  readonly lead?: Citation;
}

/** One of several things a message asked. */
export interface PolicyPart {
  /** A few words of the author's for it, to stand above. */
  readonly title: string;
  /** The notice does not say it. */
  readonly silent: boolean;
  readonly cards: readonly PolicyCard[];
}

/** Why an answer came out as it did; for `ask --explain` and the author. */
export interface FaqTrace {
  readonly normalised: string;
  readonly intent: string | null;
  readonly variant: string | null;
  readonly concepts: readonly string[];
  readonly answerTypes: readonly string[];
  readonly unexplained: readonly string[];
  readonly rivals: readonly { readonly id: string; readonly score: number }[];
  readonly score: number;
}

/** Answer to a policy question. Only verbatim cards and registered templates; never yes or no. */
export interface PolicyAnswer {
  readonly kind: 'answer' | 'silent' | 'action' | 'smalltalk';
  /** At most three. For `silent`: the nearest clauses, which do not answer the question. */
  readonly cards: readonly PolicyCard[];
  readonly action: Action | null;
  /** What the notice does not say: of a silent answer, or of one part of a message whose other part is answered. */
  readonly topic: string | null;
  /** smalltalk: greeting, thanks, identity, off-topic, abuse, noise. */
  readonly tone: 'greeting' | 'thanks' | 'identity' | 'off-topic' | 'abuse' | 'noise' | null;
  /** When several things were asked at once: each by itself, at most four. `cards` holds all their cards; of an answer that is silent, none of them is stated. */
  readonly parts?: readonly PolicyPart[];
  /** It was asked in English: the words around the clauses are to be English too. */
  readonly english?: boolean;
  /** Also offer the self-check (situational questions: "我们注册在涪陵，能申报吗"). */
  readonly offerCheck: boolean;
  /** How sure, 0..1. Used to decide whether a text inside the form is a question. */
  readonly confidence: number;
  /** Context for a follow-up question, to be kept in the session and passed back. */
  readonly context: string | null;
  /** The question was longer than what is read (300 characters). */
  readonly truncated: boolean;
  /** Ids of conflicts in pack.yaml that concern the cards. */
  readonly conflicts: readonly string[];
  readonly trace: FaqTrace;
  /** Only when it is uncertain which clause is meant: up to five cards to choose from, best first. */
  readonly choices?: readonly PolicyCard[];
}
