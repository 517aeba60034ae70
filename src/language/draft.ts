import type { DegreeSaid } from './degree.ts';
import type { Degree, Mention, Polarity, Time } from './reading.ts';

/**
 * What is said of each mention, after ConText (Harkema et al. 2009): trigger words before or after a mention reach as far
 * as their scope, which a termination word or a new predicate ends; words that only look like triggers are known as such.
 */
export interface Draft extends Omit<Mention, 'words' | 'clause'> {
  /** Indices into the spelled text. */
  readonly part: number;
}

/** What a clause says of itself: its own triggers, for clauses that echo an earlier noun. */
export interface Said {
  readonly polarity: Polarity | null;
  readonly planned: boolean;
  readonly degree: DegreeSaid | null;
  /** A degree that stands for what has it: 较大的有一起. */
  readonly alone: Degree | null;
  /** Whether it takes back what was told. */
  readonly untrue: boolean;
  readonly own: boolean;
  readonly another: boolean;
  readonly all: boolean;
  readonly by: Mention['by'];
  readonly time: Time;
  /** Years since, where that is all it says: 过了三年了. */
  readonly elapsed: number | null;
  /** Letters in it that nothing is known of. */
  readonly unknown: number;
  /** Whether nothing in it stands for anything else than an answer: no other word, and no 了 without the verb asked about. */
  readonly plain: boolean;
}
