import type { Features } from './features.ts';

/** Evidence nobody wrote down counts this much of the rarest that somebody did: people say things in many ways. */
const unknownShare = 0.3;

/**
 * The more evidence a text holds, the less the common part of it tells. Of a text with more than `plenty` pieces, what a
 * larger share of the candidates has than `commonLimit` divided by their number is left out. Keeps long texts quick.
 */
const plenty = 60;
const commonLimit = 12;

/** What a text shows: pieces of evidence by number and how much there is of each; a unit vector. */
export interface Evidence {
  /** Numbers of {@link Rarity}; -1 for a piece that nobody wrote down. */
  readonly pieces: readonly number[];
  readonly amounts: readonly number[];
}

/** The last digits of a logarithm differ between versions of Node, and what is learned must not. */
const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

/** How rare each piece of evidence is among the candidates, and so how much it tells. Numbers the pieces from 0. */
export class Rarity {
  readonly #numbers = new Map<string, number>();
  readonly #values: number[] = [];
  readonly #unknown: number;
  /** Pieces before this number occur in phrasings. */
  readonly #asked: number;

  /** `groups` holds the readings of each candidate's phrasings; `clauses`, of texts that only cover what is asked. */
  constructor(groups: readonly (readonly Features[])[], clauses: readonly Features[]) {
    const counts: number[] = [];
    const last: number[] = [];
    for (const [group, texts] of groups.entries())
      for (const features of texts)
        for (const key of features.keys()) {
          let piece = this.#numbers.get(key);
          if (piece === undefined) {
            piece = counts.length;
            this.#numbers.set(key, piece);
            counts.push(0);
            last.push(-1);
          }
          if (last[piece] === group) continue;
          last[piece] = group;
          counts[piece]! += 1;
        }
    for (const count of counts) this.#values.push(rounded(Math.log(1 + groups.length / count)));
    this.#unknown = rounded(unknownShare * Math.log(1 + groups.length));
    this.#asked = counts.length;
    for (const features of clauses)
      for (const key of features.keys())
        if (!this.#numbers.has(key)) {
          this.#numbers.set(key, this.#values.length);
          this.#values.push(this.#unknown);
        }
  }

  /** How many pieces there are. */
  get size(): number {
    return this.#values.length;
  }

  /** Whether a piece occurs in a phrasing. */
  knows(key: string): boolean {
    return (this.#numbers.get(key) ?? this.#asked) < this.#asked;
  }

  /** Numbers of a text's pieces, each of which is one of those it was made of. */
  *numbers(features: Features): Iterable<number> {
    for (const key of features.keys()) yield this.#numbers.get(key)!;
  }

  /** The features weighted by rarity, as a unit vector. */
  unit(features: Features): Evidence {
    const pieces: number[] = [];
    const amounts: number[] = [];
    let square = 0;
    const common = features.size > plenty ? Math.log(1 + features.size / commonLimit) : 0;
    for (const [key, weight] of features) {
      const piece = this.#numbers.get(key) ?? -1;
      const rarity = piece < 0 ? this.#unknown : this.#values[piece]!;
      if (rarity < common) continue;
      const value = weight * rarity;
      pieces.push(piece);
      amounts.push(value);
      square += value * value;
    }
    const length = Math.sqrt(square) || 1;
    for (let at = 0; at < amounts.length; at += 1) amounts[at]! /= length;
    return { pieces, amounts };
  }
}

/** Evidence -> who has it and how much; a sparse matrix by rows of evidence. */
export class Inverted {
  readonly #owners: (number[] | undefined)[];
  readonly #weights: (number[] | undefined)[];

  /** `size`: how many pieces there are. */
  constructor(size: number) {
    this.#owners = new Array(size).fill(undefined);
    this.#weights = new Array(size).fill(undefined);
  }

  add(piece: number, owner: number, weight: number): void {
    const owners = this.#owners[piece];
    if (owners) {
      owners.push(owner);
      this.#weights[piece]!.push(weight);
    } else {
      this.#owners[piece] = [owner];
      this.#weights[piece] = [weight];
    }
  }

  /** Adds `value` times each owner's weight to the owner's sum. */
  accumulate(piece: number, value: number, sums: Float64Array): void {
    const owners = this.#owners[piece];
    if (!owners) return;
    const weights = this.#weights[piece]!;
    for (let at = 0; at < owners.length; at += 1) sums[owners[at]!]! += value * weights[at]!;
  }
}
