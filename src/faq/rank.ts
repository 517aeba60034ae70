import { type Candidate, candidatesOf, type FaqSource } from './candidates.ts';
import { Inverted, Rarity } from './evidence.ts';
import { type Reading, readFeatures } from './features.ts';
import { type AnswerType, answerTypes, particulars, stageCues, typeCues } from './language.ts';
import type { Lexicon } from './lexicon.ts';
import { lexiconOf } from './lexicon-of.ts';
import { paperOf, paperReader } from './papers.ts';

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
  paper: 0.06,
  otherPaper: 0.06,
  stage: 0.02,
} as const;

/** A candidate's clauses count less towards its coverage than what people have been heard to ask. */
const clauseShare = 0.75;

/** Candidates that are kept of a ranking. */
const shortlist = 60;

export interface Ranked {
  readonly candidate: Candidate;
  readonly variant: string | null;
  /** Cosine with the nearest variant, 0..1. */
  readonly similarity: number;
  /** 0..1; 1 is a variant word for word. */
  readonly score: number;
}

export interface Query {
  readonly reading: Reading;
  readonly types: readonly AnswerType[];
  /** Particulars it asks about. */
  readonly particulars: readonly string[];
  /** Documents it points at. */
  readonly papers: readonly string[];
}

const typesAsked = (canonical: string): AnswerType[] =>
  answerTypes.filter(type => typeCues[type].asks.test(canonical));

const typesHeld = (text: string): AnswerType[] =>
  answerTypes.filter(type => text.search(typeCues[type].value) >= 0);

/** Digits beyond the ninth may differ between versions of the logarithm, and must not decide an order. */
const rounded = (score: number): number => Math.round(score * 1e9) / 1e9;

/** How a question compares with each candidate, by the candidate's place in the table. All 0..1. */
interface Comparison {
  readonly nearest: Float64Array;
  readonly second: Float64Array;
  /** The variant that is nearest, or -1. */
  readonly variant: Int32Array;
  readonly centres: Float64Array;
  /** Share of the question's evidence that occurs anywhere in the candidate. */
  readonly covered: Float64Array;
}

/** All candidates with their variants, searchable by the evidence they share with a question. */
export class Table {
  readonly #candidates: readonly Candidate[];
  readonly #lexicon: Lexicon;
  readonly #papersIn: (text: string) => readonly string[];
  readonly #rarity: Rarity;
  readonly #variants: string[] = [];
  /** Where each candidate's variants end in {@link #variants}; they stand in the order of the candidates. */
  readonly #ends: number[] = [];
  readonly #byVariant = new Inverted();
  readonly #byCentre = new Inverted();
  readonly #byOwner = new Inverted();
  readonly #types: ReadonlySet<AnswerType>[] = [];
  readonly #particulars: ReadonlySet<string>[] = [];
  /** Sums of the question at hand. Kept from one to the next: making them anew costs more than the sums. */
  readonly #sums: Comparison & {
    /** Cosine with each variant. */
    readonly products: Float64Array;
  };

  constructor(source: FaqSource) {
    const candidates = candidatesOf(source);
    const lexicon = lexiconOf(source);
    this.#candidates = candidates;
    this.#lexicon = lexicon;
    this.#papersIn = paperReader(source);
    const readings = candidates.map(({ variants }) =>
      variants.map(text => readFeatures(text, lexicon).features),
    );
    this.#rarity = new Rarity(
      readings.map(group => new Set(group.flatMap(features => [...features.keys()]))),
    );
    for (const [owner, candidate] of candidates.entries()) this.#enter(candidate, owner, readings[owner]!);
    const count = candidates.length;
    this.#sums = {
      products: new Float64Array(this.#variants.length),
      nearest: new Float64Array(count),
      second: new Float64Array(count),
      variant: new Int32Array(count),
      centres: new Float64Array(count),
      covered: new Float64Array(count),
    };
  }

  #enter(candidate: Candidate, owner: number, readings: readonly ReadonlyMap<string, number>[]): void {
    const centre = new Map<string, number>();
    for (const [index, features] of readings.entries()) {
      for (const [key, weight] of this.#rarity.unit(features)) {
        this.#byVariant.add(key, this.#variants.length, weight);
        centre.set(key, (centre.get(key) ?? 0) + weight);
      }
      this.#variants.push(candidate.variants[index]!);
    }
    this.#ends.push(this.#variants.length);
    const length = Math.sqrt([...centre.values()].reduce((sum, weight) => sum + weight * weight, 0)) || 1;
    for (const [key, weight] of centre) {
      this.#byCentre.add(key, owner, weight / length);
      this.#byOwner.add(key, owner, 1);
    }
    for (const key of readFeatures(candidate.text, this.#lexicon).features.keys())
      if (!centre.has(key)) this.#byOwner.add(key, owner, clauseShare);
    this.#types.push(new Set(typesHeld(candidate.text)));
    const words = [candidate.text, ...candidate.variants].join('\n');
    this.#particulars.push(new Set(particulars.filter(word => words.includes(word))));
  }

  /** The question as the table reads it. */
  query(text: string): Query {
    const reading = readFeatures(text, this.#lexicon);
    return {
      reading,
      types: typesAsked(reading.canonical),
      particulars: particulars.filter(word => text.includes(word)),
      papers: this.#papersIn(text),
    };
  }

  /** Runs of characters of the question that occur nowhere in the pack. */
  unexplained({ reading }: Query): string[] {
    const letters = [...reading.canonical].map(letter => (this.#rarity.knows(`c${letter}`) ? ' ' : letter));
    return letters.join('').split(/ +/u).filter(Boolean);
  }

  /** The best candidates by falling score; ties by their order in the pack. */
  rank(query: Query): Ranked[] {
    const { nearest, second, variant, centres, covered } = this.#compare(query);
    const owners: number[] = [];
    const scores = new Float64Array(this.#candidates.length);
    for (let owner = 0; owner < scores.length; owner += 1) {
      if (nearest[owner]! <= 0) continue;
      owners.push(owner);
      scores[owner] = rounded(
        parts.nearest * nearest[owner]! +
          parts.second * second[owner]! +
          parts.centre * centres[owner]! +
          parts.coverage * covered[owner]! +
          this.#adjust(this.#candidates[owner]!, owner, query),
      );
    }
    return owners
      .sort((a, b) => scores[b]! - scores[a]! || a - b)
      .slice(0, shortlist)
      .map(owner => ({
        candidate: this.#candidates[owner]!,
        variant: this.#variants[variant[owner]!] ?? null,
        similarity: nearest[owner]!,
        score: scores[owner]!,
      }));
  }

  /** What it returns holds until the next question. */
  #compare({ reading }: Query): Comparison {
    const { products, nearest, second, variant, centres, covered } = this.#sums;
    const count = this.#candidates.length;
    for (const sums of [products, centres, covered]) sums.fill(0);
    variant.fill(-1);
    let total = 0;
    for (const [key, value] of this.#rarity.unit(reading.features)) {
      total += value;
      this.#byVariant.accumulate(key, value, products);
      this.#byCentre.accumulate(key, value, centres);
      this.#byOwner.accumulate(key, value, covered);
    }
    const ends = this.#ends;
    for (let owner = 0, at = 0; owner < count; owner += 1) {
      let first = 0;
      let runnerUp = 0;
      for (const end = ends[owner]!; at < end; at += 1) {
        const product = products[at]!;
        if (product > first) {
          runnerUp = first;
          first = product;
          variant[owner] = at;
        } else if (product > runnerUp) runnerUp = product;
      }
      nearest[owner] = first;
      second[owner] = runnerUp;
      covered[owner]! /= total || 1;
    }
    return this.#sums;
  }

  /**
   * A clause without the kind of value asked for, or without the particular asked about, is unlikely; one of the asker's
   * stage is likelier.
   */
  #adjust(
    { outcome, stage, text }: Candidate,
    owner: number,
    { reading, types, particulars: asked, papers }: Query,
  ): number {
    const fits = stage !== 'any' && stageCues[stage].test(reading.canonical) ? parts.stage : 0;
    if (outcome.kind !== 'clauses' || text === '') return fits;
    const wrong =
      types.length > 0 && !types.some(type => this.#types[owner]!.has(type)) ? parts.wrongType : 0;
    const missing = asked.some(word => !this.#particulars[owner]!.has(word)) ? parts.missing : 0;
    const meant = outcome.clauses.some(clause => papers.includes(paperOf(clause)));
    const place = papers.length === 0 ? 0 : meant ? parts.paper : -parts.otherPaper;
    return fits + place - wrong - missing;
  }
}
