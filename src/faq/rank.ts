import type { Candidate } from './candidates.ts';
import { Inverted, Rarity } from './evidence.ts';
import { type Reading, readFeatures } from './features.ts';
import { type AnswerType, answerTypes, particulars, stageCues, typeCues } from './language.ts';
import type { Lexicon } from './lexicon.ts';

/**
 * What a score is made of; the first four add up to one. Chosen by leaving out a fifth of all variants in turn and asking
 * them as questions; the result hardly moves when one of them is halved or doubled.
 */
const parts = {
  nearest: 0.38,
  second: 0.05,
  centre: 0.19,
  coverage: 0.38,
  wrongType: 0.1,
  missing: 0.08,
  stage: 0.02,
} as const;

/** A candidate's clauses count less towards its coverage than what people have been heard to ask. */
const clauseShare = 0.75;

export interface Ranked {
  readonly candidate: Candidate;
  readonly variant: string | null;
  /** Cosine with the nearest variant, 0..1. */
  readonly similarity: number;
  /** Share of the question's evidence that occurs anywhere in the candidate, 0..1. */
  readonly coverage: number;
  /** 0..1; 1 is a variant word for word. */
  readonly score: number;
}

export interface Query {
  readonly reading: Reading;
  readonly types: readonly AnswerType[];
  /** Particulars it asks about. */
  readonly particulars: readonly string[];
}

const typesAsked = (canonical: string): AnswerType[] =>
  answerTypes.filter(type => typeCues[type].asks.test(canonical));

const typesHeld = (text: string): AnswerType[] =>
  answerTypes.filter(type => text.search(typeCues[type].value) >= 0);

/** Digits beyond the ninth may differ between versions of the logarithm, and must not decide an order. */
const rounded = (score: number): number => Math.round(score * 1e9) / 1e9;

interface Nearest {
  first: number;
  second: number;
  variant: number;
}

/** All candidates with their variants, searchable by the evidence they share with a question. */
export class Table {
  readonly #candidates: readonly Candidate[];
  readonly #lexicon: Lexicon;
  readonly #rarity: Rarity;
  readonly #variants: { readonly owner: number; readonly text: string }[] = [];
  readonly #byVariant = new Inverted();
  readonly #byCentre = new Inverted();
  readonly #byOwner = new Inverted();
  readonly #types: ReadonlySet<AnswerType>[] = [];
  readonly #words: string[] = [];

  constructor(candidates: readonly Candidate[], lexicon: Lexicon) {
    this.#candidates = candidates;
    this.#lexicon = lexicon;
    const readings = candidates.map(({ variants }) =>
      variants.map(text => readFeatures(text, lexicon).features),
    );
    this.#rarity = new Rarity(
      readings.map(group => new Set(group.flatMap(features => [...features.keys()]))),
    );
    for (const [owner, candidate] of candidates.entries()) this.#enter(candidate, owner, readings[owner]!);
  }

  #enter(candidate: Candidate, owner: number, readings: readonly ReadonlyMap<string, number>[]): void {
    const centre = new Map<string, number>();
    for (const [index, features] of readings.entries()) {
      for (const [key, weight] of this.#rarity.unit(features)) {
        this.#byVariant.add(key, this.#variants.length, weight);
        centre.set(key, (centre.get(key) ?? 0) + weight);
      }
      this.#variants.push({ owner, text: candidate.variants[index]! });
    }
    const length = Math.sqrt([...centre.values()].reduce((sum, weight) => sum + weight * weight, 0)) || 1;
    for (const [key, weight] of centre) {
      this.#byCentre.add(key, owner, weight / length);
      this.#byOwner.add(key, owner, 1);
    }
    for (const key of readFeatures(candidate.text, this.#lexicon).features.keys())
      if (!centre.has(key)) this.#byOwner.add(key, owner, clauseShare);
    this.#types.push(new Set(typesHeld(candidate.text)));
    this.#words.push([candidate.text, ...candidate.variants].join('\n'));
  }

  /** The question as the table reads it. */
  query(text: string): Query {
    const reading = readFeatures(text, this.#lexicon);
    return {
      reading,
      types: typesAsked(reading.canonical),
      particulars: particulars.filter(word => text.includes(word)),
    };
  }

  /** Runs of characters of the question that occur nowhere in the pack. */
  unexplained({ reading }: Query): string[] {
    const letters = [...reading.canonical].map(letter => (this.#rarity.knows(`c${letter}`) ? ' ' : letter));
    return letters.join('').split(/ +/u).filter(Boolean);
  }

  /** Candidates by falling score; ties by their order in the pack. Those that share nothing are left out. */
  rank(query: Query): Ranked[] {
    const { reading } = query;
    const variants = new Float64Array(this.#variants.length);
    const centres = new Float64Array(this.#candidates.length);
    const covered = new Float64Array(this.#candidates.length);
    let total = 0;
    for (const [key, value] of this.#rarity.unit(reading.features)) {
      total += value;
      this.#byVariant.accumulate(key, value, variants);
      this.#byCentre.accumulate(key, value, centres);
      this.#byOwner.accumulate(key, value, covered);
    }
    const nearest = this.#nearest(variants);
    return this.#candidates
      .map((candidate, owner): Ranked => {
        const { first, second, variant } = nearest[owner]!;
        const coverage = total > 0 ? covered[owner]! / total : 0;
        const score =
          parts.nearest * first +
          parts.second * second +
          parts.centre * centres[owner]! +
          parts.coverage * coverage +
          this.#adjust(candidate, owner, query);
        const text = variant >= 0 ? this.#variants[variant]!.text : null;
        return { candidate, variant: text, similarity: first, coverage, score: rounded(score) };
      })
      .filter(({ similarity }) => similarity > 0)
      .sort((a, b) => b.score - a.score);
  }

  #nearest(products: Float64Array): Nearest[] {
    const nearest = this.#candidates.map((): Nearest => ({ first: 0, second: 0, variant: -1 }));
    for (let variant = 0; variant < products.length; variant += 1) {
      const product = products[variant]!;
      const entry = nearest[this.#variants[variant]!.owner]!;
      if (product > entry.first) {
        entry.second = entry.first;
        entry.first = product;
        entry.variant = variant;
      } else if (product > entry.second) entry.second = product;
    }
    return nearest;
  }

  /**
   * A clause without the kind of value asked for, or without the particular asked about, is unlikely; one of the asker's
   * stage is likelier.
   */
  #adjust(
    { outcome, stage, text }: Candidate,
    owner: number,
    { reading, types, particulars: asked }: Query,
  ): number {
    const fits = stage !== 'any' && stageCues[stage].test(reading.canonical) ? parts.stage : 0;
    if (outcome.kind !== 'clauses' || text === '') return fits;
    const wrong =
      types.length > 0 && !types.some(type => this.#types[owner]!.has(type)) ? parts.wrongType : 0;
    const missing = asked.some(word => !this.#words[owner]!.includes(word)) ? parts.missing : 0;
    return fits - wrong - missing;
  }
}
