import type { Evidence } from './evidence.ts';

/** A text of which it is known whose it is. */
export interface Example {
  readonly evidence: Evidence;
  readonly owner: number;
}

/** Times the examples are gone through; more changes hardly anything. */
const epochs = 5;

/** Of these rounds, counted from 0, the others look only at the examples that came out wrong in the round before. */
const wholeRounds: readonly number[] = [0, 3];

/** How much better an example's own owner must come out than the best of the others. */
const margin = 1;

/** Longest step for one example: a slip among the phrasings must not turn everything over. */
const longestStep = 0.3;

/** The weights of one piece of evidence, for the owners it says anything about. */
type Weights = Pick<Row, 'owners' | 'weights'>;

interface Row {
  readonly owners: number[];
  readonly weights: number[];
  /** Sum of step times its number, from which the average over all steps follows. */
  readonly late: number[];
}

const nudge = (row: Row, owner: number, by: number, step: number): void => {
  let at = row.owners.indexOf(owner);
  if (at < 0) {
    at = row.owners.length;
    row.owners.push(owner);
    row.weights.push(0);
    row.late.push(0);
  }
  row.weights[at]! += by;
  row.late[at]! += by * step;
};

/** How much each piece of evidence speaks for each owner, learned from examples. */
export class Learned {
  /** By number of the piece. */
  readonly #rows: readonly (Weights | undefined)[];

  constructor(rows: readonly (Weights | undefined)[]) {
    this.#rows = rows;
  }

  /** Adds to each owner's sum what the evidence says for or against it. */
  score({ pieces, amounts }: Evidence, sums: Float64Array): void {
    for (let piece = 0; piece < pieces.length; piece += 1) {
      const row = this.#rows[pieces[piece]!];
      if (!row) continue;
      const value = amounts[piece]!;
      const { owners, weights } = row;
      for (let at = 0; at < owners.length; at += 1) sums[owners[at]!]! += value * weights[at]!;
    }
  }
}

/** Weights that say less than this for or against anybody are forgotten: no answer of test/eval changes by it. */
const faint = 0.01;

/** The average over all steps instead of the last state: what was learned last counts no more than what was first. */
const averaged = (rows: readonly (Row | undefined)[], steps: number): (Weights | undefined)[] =>
  rows.map(learned => {
    if (!learned) return undefined;
    const { owners, weights, late } = learned;
    const row: Weights = { owners: [], weights: [] };
    for (const [at, owner] of owners.entries()) {
      const weight = weights[at]! - late[at]! / steps;
      if (Math.abs(weight) < faint) continue;
      row.owners.push(owner);
      row.weights.push(weight);
    }
    return row.owners.length > 0 ? row : undefined;
  });

/** The examples in turn of their owners: the first of each, the second of each, and so on. */
const inTurn = (examples: readonly Example[]): Example[] => {
  const met = new Map<number, number>();
  return examples
    .map(example => {
      const round = met.get(example.owner) ?? 0;
      met.set(example.owner, round + 1);
      return { example, round };
    })
    .sort((a, b) => a.round - b.round)
    .map(({ example }) => example);
};

/**
 * Averaged passive-aggressive learning (Crammer et al. 2006, PA-I, one rival an example): the least change that makes
 * each example come out right by a margin. Additions, products and quotients only, in a fixed order: the same everywhere.
 */
export const learn = (examples: readonly Example[], owners: number): Learned => {
  const rows: (Row | undefined)[] = [];
  const sums = new Float64Array(owners);
  const learned = new Learned(rows);
  const ordered = inTurn(examples);
  let wrong: Example[] = [];
  let step = 1;
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    const round = wholeRounds.includes(epoch) ? ordered : wrong;
    wrong = [];
    for (const example of round) {
      const { evidence, owner } = example;
      sums.fill(0);
      learned.score(evidence, sums);
      let rival = owner === 0 ? 1 : 0;
      for (let other = 0; other < owners; other += 1)
        if (other !== owner && sums[other]! > sums[rival]!) rival = other;
      const loss = margin - sums[owner]! + sums[rival]!;
      if (loss > 0 && rival < owners) {
        wrong.push(example);
        const by = Math.min(longestStep, loss / 2);
        for (const [at, piece] of evidence.pieces.entries()) {
          const value = evidence.amounts[at]!;
          let row = rows[piece];
          if (!row) {
            row = { owners: [], weights: [], late: [] };
            rows[piece] = row;
          }
          nudge(row, owner, by * value, step);
          nudge(row, rival, -by * value, step);
        }
      }
      step += 1;
    }
  }
  return new Learned(averaged(rows, step));
};
