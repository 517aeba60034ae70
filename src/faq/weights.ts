/** What speaks for or against a candidate, each about 0..1. */
export interface Signs {
  /** What was learned from all phrasings; about 1 for one of them, 0 for nothing. */
  readonly learned: number;
  /** Share of the question's evidence that occurs anywhere in the candidate. */
  readonly covered: number;
  /** The clause lacks the kind of value asked for. */
  readonly wrongType: number;
  /** The clause and the phrasings lack a particular asked about. */
  readonly missing: number;
  /** The clause stands in the document pointed at (1), or in another (-1). */
  readonly paper: number;
  /** Nobody wrote phrasings for it. */
  readonly unasked: number;
}

/**
 * How much each sign counts. Between what test/eval/fit.ts finds on the phrasings of the packs and what it found on four
 * times as many; the questions of test/eval come out alike under both.
 */
const weights: Signs = {
  learned: 0.4,
  covered: 0.6,
  wrongType: -0.06,
  missing: -0.06,
  paper: 0.1,
  unasked: -0.2,
};

/** One figure from all signs: near 1 for what was learned by heart, near 0 for what nothing speaks for. */
export const weighed = (signs: Signs): number =>
  weights.learned * signs.learned +
  weights.covered * signs.covered +
  weights.wrongType * signs.wrongType +
  weights.missing * signs.missing +
  weights.paper * signs.paper +
  weights.unasked * signs.unasked;
