import type { Features } from './features.ts';

/** Evidence nobody wrote down counts this much of the rarest that somebody did: people say things in many ways. */
const unknownShare = 0.3;

/**
 * The more evidence a text holds, the less the common part of it tells. Of a text with more than `plenty` pieces, what a
 * larger share of the candidates has than `commonLimit` divided by their number is left out. Keeps long texts quick.
 */
const plenty = 60;
const commonLimit = 12;

/** The last digits of a logarithm differ between versions of Node, and what is learned must not. */
const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

/** How rare each piece of evidence is among the candidates, and so how much it tells. */
export class Rarity {
  readonly #values = new Map<string, number>();
  readonly #unknown: number;

  /** `groups` holds the evidence of each candidate. */
  constructor(groups: readonly ReadonlySet<string>[]) {
    const counts = new Map<string, number>();
    for (const group of groups) for (const key of group) counts.set(key, (counts.get(key) ?? 0) + 1);
    for (const [key, count] of counts) this.#values.set(key, rounded(Math.log(1 + groups.length / count)));
    this.#unknown = rounded(unknownShare * Math.log(1 + groups.length));
  }

  knows(key: string): boolean {
    return this.#values.has(key);
  }

  /** The features weighted by rarity, as a unit vector: pairs of a feature and its weight. */
  unit(features: Features): readonly (readonly [string, number])[] {
    const vector: [string, number][] = [];
    let square = 0;
    const common = features.size > plenty ? Math.log(1 + features.size / commonLimit) : 0;
    for (const [key, weight] of features) {
      const rarity = this.#values.get(key) ?? this.#unknown;
      if (rarity < common) continue;
      const value = weight * rarity;
      vector.push([key, value]);
      square += value * value;
    }
    const length = Math.sqrt(square) || 1;
    for (const pair of vector) pair[1] /= length;
    return vector;
  }
}

/** Evidence -> who has it and how much; a sparse matrix by rows of evidence. */
export class Inverted {
  readonly #rows = new Map<string, { readonly owners: number[]; readonly weights: number[] }>();

  add(key: string, owner: number, weight: number): void {
    const row = this.#rows.get(key);
    if (row) {
      row.owners.push(owner);
      row.weights.push(weight);
    } else this.#rows.set(key, { owners: [owner], weights: [weight] });
  }

  /** Adds `value` times each owner's weight to the owner's sum. */
  accumulate(key: string, value: number, sums: Float64Array): void {
    const row = this.#rows.get(key);
    if (!row) return;
    const { owners, weights } = row;
    for (let at = 0; at < owners.length; at += 1) sums[owners[at]!]! += value * weights[at]!;
  }
}
