/** What speaks for or against a candidate, each about 0..1; weighed by {@link weighed}. */
export interface Signs {
  readonly learned: number;
  readonly nearest: number;
  readonly covered: number;
  /** The clause lacks the kind of value asked for. */
  readonly wrongType: number;
  /** The clause and the phrasings lack a particular asked about. */
  readonly missing: number;
  /** The clause stands in the document pointed at, or in another. */
  readonly paper: number;
  /** Nobody wrote phrasings for it. */
  readonly unasked: number;
}

/** How much each sign counts. */
const weights: Signs = {
  learned: 0.43,
  nearest: 0,
  covered: 0.57,
  wrongType: -0.03,
  missing: -0.02,
  paper: 0.13,
  unasked: -0.18,
};

/** One figure from all signs. */
export const weighed = (signs: Signs): number =>
  weights.learned * signs.learned +
  weights.nearest * signs.nearest +
  weights.covered * signs.covered +
  weights.wrongType * signs.wrongType +
  weights.missing * signs.missing +
  weights.paper * signs.paper +
  weights.unasked * signs.unasked;
