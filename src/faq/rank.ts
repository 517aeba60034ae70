import type { Candidate } from './candidates.ts';
import { type Features, type Reading, readFeatures } from './features.ts';
import { type AnswerType, answerTypes, stageCues, typeCues } from './language.ts';
import type { Lexicon } from './lexicon.ts';

/** How much each piece of evidence counts next to the similarity to the nearest variant (0..1). */
const parts = { second: 0.12, coverage: 0.42, wrongType: 0.16, stage: 0.04 } as const;

/** Candidates judged in full; coverage cannot lift one from behind the nearest this many. */
const shortlist = 40;

export interface Ranked {
  readonly candidate: Candidate;
  readonly variant: string | null;
  /** Cosine with the nearest variant, 0..1. */
  readonly similarity: number;
  /** Share of the question's evidence that occurs anywhere in the candidate, 0..1. */
  readonly coverage: number;
  readonly score: number;
}

export interface Query {
  readonly reading: Reading;
  readonly types: readonly AnswerType[];
}

interface Posting {
  readonly variant: number;
  readonly weight: number;
}

const typesAsked = (canonical: string): AnswerType[] =>
  answerTypes.filter(type => typeCues[type].asks.test(canonical));

const holds = (text: string, type: AnswerType): boolean =>
  text.search(new RegExp(typeCues[type].value.source, 'u')) >= 0;

/** All candidates with their variants, searchable by the evidence they share with a question. */
export class Table {
  readonly candidates: readonly Candidate[];
  readonly #lexicon: Lexicon;
  readonly #rarity = new Map<string, number>();
  readonly #postings = new Map<string, Posting[]>();
  readonly #variants: { readonly owner: number; readonly text: string }[] = [];
  readonly #profiles: ReadonlyMap<string, number>[] = [];
  readonly #types: ReadonlySet<AnswerType>[] = [];

  constructor(candidates: readonly Candidate[], lexicon: Lexicon) {
    this.candidates = candidates;
    this.#lexicon = lexicon;
    const readings = candidates.map(candidate => candidate.variants.map(text => readFeatures(text, lexicon)));
    const owners = new Map<string, number>();
    for (const group of readings)
      for (const key of new Set(group.flatMap(reading => [...reading.features.keys()])))
        owners.set(key, (owners.get(key) ?? 0) + 1);
    for (const [key, count] of owners) this.#rarity.set(key, Math.log(1 + candidates.length / count));
    for (const [owner, candidate] of candidates.entries()) this.#enter(candidate, owner, readings[owner]!);
  }

  #enter(candidate: Candidate, owner: number, readings: readonly Reading[]): void {
    const profile = new Map<string, number>();
    for (const key of readFeatures(candidate.text, this.#lexicon).features.keys()) profile.set(key, 0.75);
    readings.forEach((reading, index) => {
      const length = Math.sqrt(this.#square(reading.features)) || 1;
      for (const [key, weight] of reading.features) {
        const posting = { variant: this.#variants.length, weight: (weight * this.#rarityOf(key)) / length };
        const list = this.#postings.get(key);
        if (list) list.push(posting);
        else this.#postings.set(key, [posting]);
        profile.set(key, 1);
      }
      this.#variants.push({ owner, text: candidate.variants[index]! });
    });
    this.#profiles.push(profile);
    this.#types.push(new Set(answerTypes.filter(type => holds(candidate.text, type))));
  }

  /** Evidence no candidate has counts as rare as evidence that one has. */
  #rarityOf(key: string): number {
    return this.#rarity.get(key) ?? Math.log(1 + this.candidates.length);
  }

  #square(features: Features): number {
    let sum = 0;
    for (const [key, weight] of features) sum += (weight * this.#rarityOf(key)) ** 2;
    return sum;
  }

  /** The question as the table reads it. */
  query(text: string): Query {
    const reading = readFeatures(text, this.#lexicon);
    return { reading, types: typesAsked(reading.canonical) };
  }

  /** Runs of characters of the question that occur nowhere in the pack. */
  unexplained({ reading }: Query): string[] {
    const words: string[] = [];
    let run = '';
    for (const letter of `${reading.canonical} `) {
      if (letter !== ' ' && !this.#rarity.has(`c${letter}`)) run += letter;
      else if (run) {
        words.push(run);
        run = '';
      }
    }
    return words;
  }

  /** Candidates by falling score; ties by their order in the pack. Those that share nothing are left out. */
  rank({ reading, types }: Query): Ranked[] {
    const length = Math.sqrt(this.#square(reading.features)) || 1;
    const products = new Float64Array(this.#variants.length);
    for (const [key, weight] of reading.features) {
      const value = (weight * this.#rarityOf(key)) / length;
      for (const posting of this.#postings.get(key) ?? [])
        products[posting.variant]! += value * posting.weight;
    }
    const best = this.candidates.map(() => ({ first: 0, second: 0, variant: -1 }));
    products.forEach((product, variant) => {
      const entry = best[this.#variants[variant]!.owner]!;
      if (product > entry.first) {
        entry.second = entry.first;
        entry.first = product;
        entry.variant = variant;
      } else if (product > entry.second) entry.second = product;
    });
    const close = best
      .map(({ first }, owner) => ({ first, owner }))
      .filter(({ first }) => first > 0)
      .sort((a, b) => b.first - a.first)
      .slice(0, shortlist);
    return close
      .map(({ owner }) => this.#judge(this.candidates[owner]!, owner, best[owner]!, reading, types))
      .sort((a, b) => b.score - a.score);
  }

  #judge(
    candidate: Candidate,
    owner: number,
    best: { first: number; second: number; variant: number },
    reading: Reading,
    types: readonly AnswerType[],
  ): Ranked {
    const profile = this.#profiles[owner]!;
    let covered = 0;
    let total = 0;
    for (const [key, weight] of reading.features) {
      const value = weight * this.#rarityOf(key);
      total += value;
      covered += value * (profile.get(key) ?? 0);
    }
    const coverage = total > 0 ? covered / total : 0;
    const policy = candidate.outcome.kind === 'clauses';
    const wrongType =
      policy &&
      types.length > 0 &&
      !types.some(type => this.#types[owner]!.has(type)) &&
      candidate.text !== '';
    const cue = candidate.stage === 'any' ? null : stageCues[candidate.stage];
    const score =
      best.first +
      parts.second * best.second +
      parts.coverage * coverage -
      (wrongType ? parts.wrongType : 0) +
      (cue?.test(reading.canonical) ? parts.stage : 0);
    const variant = best.variant >= 0 ? this.#variants[best.variant]!.text : null;
    return { candidate, variant, similarity: best.first, coverage, score };
  }
}
