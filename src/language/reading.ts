/** Something a pack knows a word for. Ids are the pack's own. */
export type Concept =
  /** `noun`: the fact itself · `opposite`: what it is not · `about`: the matter it is an event of (安全, 信用). */
  | {
      readonly kind: 'fact';
      readonly fact: string;
      readonly side: 'noun' | 'opposite' | 'about';
      /** Whether it is something that happens, rather than a state or a thing one has. */
      readonly event: boolean;
    }
  | { readonly kind: 'option'; readonly fact: string; readonly value: string }
  /** A name of one or more form fields. */
  | { readonly kind: 'field'; readonly fields: readonly string[] }
  /** A repeating block of the form: 合作单位. */
  | { readonly kind: 'group'; readonly group: string }
  /** What is done with a fact's noun: 签 an agreement, 注册 in a place. */
  | { readonly kind: 'verb'; readonly fact: string }
  /** A head shared by the nouns of several facts: 事故. */
  | { readonly kind: 'head'; readonly facts: readonly string[] };

/** A stretch of the person's own text, in UTF-16 units; `words` is that slice. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly words: string;
}

/** What a message does, clause by clause. */
export const acts = ['asks', 'tells', 'wants', 'corrects', 'agrees', 'refuses', 'greets'] as const;
export type Act = (typeof acts)[number];

/** `bare`: named, and nothing said of it. `unclear`: said twice over (不是没有). */
export type Polarity = 'affirmed' | 'negated' | 'uncertain' | 'bare' | 'unclear';

/** When it holds. `yearsAgo` null: long ago, nobody says how long; `year`: as given. */
export type Time =
  | { readonly kind: 'now' }
  | { readonly kind: 'past'; readonly yearsAgo: number | null; readonly year: number | null }
  | { readonly kind: 'planned' };

/** Degrees in words, from 轻微 (0) over 一般 (1), 较大 (2), 严重 (3) and 重大 (3) to 特别重大 (4). */
export interface Degree {
  readonly level: number;
  /** 较大以下: below the word that names it. */
  readonly below: boolean;
  /** 大的: no level of the law; as large as whoever speaks takes for large. */
  readonly loose?: boolean;
}

/** A concept somebody spoke of, with what was said of it. */
export interface Mention extends Span {
  readonly concept: Concept;
  readonly polarity: Polarity;
  readonly time: Time;
  readonly whose: 'ours' | 'another';
  readonly degree: Degree | null;
  /** `supposed`: a condition, a rule or a report · `asked`: the clause asks about it. */
  readonly mood: 'told' | 'supposed' | 'asked';
  /** How it is said: by being, having, happening, doing, being good or bad, concerning us, being no longer; null when it only stands there. */
  readonly by: 'is' | 'concerns' | 'lost' | 'has' | 'happened' | 'done' | 'good' | 'bad' | 'event' | null;
  /** Taken from a clause without a noun of its own, which speaks of one named before: 我们不是. */
  readonly echoed: boolean;
  /** Taken from a clause without a noun of its own, which answers what was asked. */
  readonly answers: boolean;
  /** Index of its clause in the reading. */
  readonly clause: number;
}

export type ValueKind =
  | 'phone'
  | 'email'
  | 'creditCode'
  | 'date'
  | 'year'
  | 'money'
  | 'ratio'
  | 'number'
  | 'organisation'
  | 'person'
  | 'address'
  | 'caseNumber';

/** A value in the text. What it belongs to is for whoever knows the form. */
export interface Value extends Span {
  readonly kind: ValueKind;
  /**
   * number: as counted · money: yuan · ratio: share of one · year: the year · date: null, the field's reader knows;
   * words for the other kinds: null.
   */
  readonly amount: number | null;
  /** Unit of a number (人, 项, 年), or null. */
  readonly unit: string | null;
  readonly clause: number;
}

/** A reply that only answers what was asked. */
export type Answer = 'yes' | 'no' | 'unsure' | 'later' | 'elsewhere' | 'attached';

export interface Clause extends Span {
  readonly act: Act;
  /** Set when the clause holds nothing but an answer. */
  readonly answer: Answer | null;
  /** Number of the sentence it stands in. */
  readonly sentence: number;
  /** Whether the speaker names herself in it. */
  readonly own: boolean;
  /** Whether it speaks of another, to its end. */
  readonly another: boolean;
  /** Spelled as `spell` does, without fillers at its ends. */
  readonly plain: string;
  /** Whether it tells of what is only supposed, demanded or reported. */
  readonly supposed: boolean;
  /** Whether it takes back what was told before it: 没有这回事. */
  readonly retracts: boolean;
  /** Whether the speaker says in it that she does not know. */
  readonly doubts: boolean;
}

/** Something pointed at instead of named. */
export interface Pointer extends Span {
  /** item: 第三项 · above: 上面那个, 刚才 · clause: 办法第九条 · case: a case number · same: 同上. */
  readonly kind: 'item' | 'above' | 'clause' | 'case' | 'same';
  /** 1-based for an item. */
  readonly number: number | null;
}

export interface Reading {
  readonly text: string;
  readonly clauses: readonly Clause[];
  readonly mentions: readonly Mention[];
  readonly values: readonly Value[];
  readonly pointers: readonly Pointer[];
  /** Whether the writer files for another unit, which is the one she tells of. */
  readonly agent: boolean;
  /** Acts of its clauses, each once, in the order of the text. */
  readonly acts: readonly Act[];
}
