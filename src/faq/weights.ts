import type { Signs } from './rank.ts';

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
