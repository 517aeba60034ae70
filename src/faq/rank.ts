import { type Candidate, candidatesOf } from './candidates.ts';
import { type Evidence, Inverted, Rarity } from './evidence.ts';
import { type Features, type Reader, type Reading, readFeatures } from './features.ts';
import { type AnswerType, answerTypes, particulars, typeCues } from './language.ts';
import { type Learned, learn } from './learner.ts';
import { paperOf } from './papers.ts';
import type { FaqSource } from './source.ts';
import { type Signs, weighed } from './weights.ts';

/** A candidate's clauses count less towards its coverage than what people have been heard to ask. */
const clauseShare = 0.75;

/** Letters beyond which no question is near a phrasing, and none is looked for. */
const longestPhrase = 50;

/** Candidates that are kept of a ranking. */
const shortlist = 60;

export interface Ranked {
  readonly candidate: Candidate;
  readonly variant: string | null;
  /** Cosine with the nearest variant, 0..1; 0 for a text much longer than any. */
  readonly similarity: number;
  /** Share of the question's evidence that occurs anywhere in the candidate, 0..1. */
  readonly covered: number;
  /** Near 1 for what was learned by heart, near 0 for what nothing speaks for. */
  readonly score: number;
  /** Whether the question names what the candidate is about: 年报 of 年报什么时候交. True where it is about nothing of its own. */
  readonly meant: boolean;
}

export interface Query {
  readonly reading: Reading;
  /** Particulars it asks about. */
  readonly particulars: readonly string[];
}

const typesHeld = (text: string): AnswerType[] =>
  answerTypes.filter(type => text.search(typeCues[type].value) >= 0);

/** Share of a candidate's phrasings that name its subject, the fewest phrasings that tell, and the most words it may have. */
const subjectShare = 0.75;
const fewestPhrasings = 6;
const mostWords = 5;
/** Share of the candidates that may have a word of a subject in common. */
const ownShare = 0.045;

/**
 * For each candidate the few words one of which nearly every phrasing of it has and hardly another candidate: what it is
 * about (年报, 年度 and 每年 of the yearly report). None where people ask for it in too many ways.
 */
export const subjectsOf = (groups: readonly (readonly Features[])[]): string[][] => {
  const common = new Map<string, number>();
  for (const group of groups)
    for (const key of new Set(group.flatMap(features => [...features.keys()])))
      common.set(key, (common.get(key) ?? 0) + 1);
  const limit = Math.max(2, ownShare * groups.length);
  const isOwn = (key: string): boolean =>
    (key.startsWith('p') || (key.startsWith('@') && !key.startsWith('@say-'))) && common.get(key)! <= limit;
  return groups.map(group => {
    if (group.length < fewestPhrasings) return [];
    let left = group.map(features => [...features.keys()].filter(isOwn));
    const words: string[] = [];
    while (words.length < mostWords && left.length > (1 - subjectShare) * group.length) {
      const counts = new Map<string, number>();
      for (const key of left.flat()) counts.set(key, (counts.get(key) ?? 0) + 1);
      const [best] = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
      if (!best || best[1] < 2) return [];
      words.push(best[0]);
      left = left.filter(keys => !keys.includes(best[0]));
    }
    return left.length > (1 - subjectShare) * group.length ? [] : words;
  });
};

/** Digits beyond the ninth may differ between versions of the logarithm, and must not decide an order. */
const rounded = (score: number): number => Math.round(score * 1e9) / 1e9;

/** How a question compares with each candidate, by the candidate's place in the table. */
interface Comparison {
  /** What was learned from all phrasings; about 1 for one of them, 0 for nothing. */
  readonly learned: Float64Array;
  /** Cosine with the nearest variant, 0..1. */
  readonly nearest: Float64Array;
  /** The variant that is nearest, or -1. */
  readonly variant: Int32Array;
  /** Share of the question's evidence that occurs anywhere in the candidate, 0..1. */
  readonly covered: Float64Array;
}

/** All candidates with their variants, searchable by the evidence they share with a question. */
export class Table {
  readonly candidates: readonly Candidate[];
  readonly #reader: Reader;
  readonly #rarity: Rarity;
  readonly #learned: Learned;
  readonly #variants: string[] = [];
  /** Where each candidate's variants end in {@link #variants}; they stand in the order of the candidates. */
  readonly #ends: number[] = [];
  readonly #byVariant: Inverted;
  readonly #byOwner: Inverted;
  /** What each candidate is about, in the words of its phrasings. */
  readonly #subjects: readonly (readonly string[])[];
  readonly #types: ReadonlySet<AnswerType>[] = [];
  readonly #particulars: ReadonlySet<string>[] = [];
  /** Sums of the question at hand. Kept from one to the next: making them anew costs more than the sums. */
  readonly #sums: Comparison & {
    /** Cosine with each variant. */
    readonly products: Float64Array;
  };

  constructor(source: FaqSource, reader: Reader) {
    const candidates = candidatesOf(source);
    this.candidates = candidates;
    this.#reader = reader;
    const readings = candidates.map(({ variants }) =>
      variants.map(text => readFeatures(text, reader).features),
    );
    const texts = candidates.map(({ text }) => readFeatures(text, reader).features);
    this.#subjects = subjectsOf(readings);
    this.#rarity = new Rarity(readings, texts);
    this.#byVariant = new Inverted(this.#rarity.size);
    this.#byOwner = new Inverted(this.#rarity.size);
    const examples = readings.map(group => group.map(features => this.#rarity.unit(features)));
    for (const [owner, candidate] of candidates.entries())
      this.#enter(candidate, owner, examples[owner]!, texts[owner]!);
    this.#learned = learn(
      examples.flatMap((group, owner) => group.map(evidence => ({ evidence, owner }))),
      candidates.length,
    );
    const count = candidates.length;
    this.#sums = {
      products: new Float64Array(this.#variants.length),
      learned: new Float64Array(count),
      nearest: new Float64Array(count),
      variant: new Int32Array(count),
      covered: new Float64Array(count),
    };
  }

  #enter(candidate: Candidate, owner: number, examples: readonly Evidence[], text: Features): void {
    const known = new Set<number>();
    for (const [index, { pieces, amounts }] of examples.entries()) {
      for (const [at, piece] of pieces.entries()) {
        this.#byVariant.add(piece, this.#variants.length, amounts[at]!);
        known.add(piece);
      }
      this.#variants.push(candidate.variants[index]!);
    }
    this.#ends.push(this.#variants.length);
    for (const piece of known) this.#byOwner.add(piece, owner, 1);
    for (const piece of this.#rarity.numbers(text))
      if (!known.has(piece)) this.#byOwner.add(piece, owner, clauseShare);
    this.#types.push(new Set(typesHeld(candidate.text)));
    const words = [candidate.text, ...candidate.variants].join('\n');
    this.#particulars.push(new Set(particulars.filter(word => words.includes(word))));
  }

  /** The question as the table reads it. */
  query(text: string): Query {
    return {
      reading: readFeatures(text, this.#reader),
      particulars: particulars.filter(word => text.includes(word)),
    };
  }

  /** Runs of characters of the question that occur nowhere in the pack. */
  unexplained({ reading }: Query): string[] {
    const letters = [...reading.canonical].map(letter => (this.#rarity.knows(`c${letter}`) ? ' ' : letter));
    return letters.join('').split(/ +/u).filter(Boolean);
  }

  /** The best candidates by falling score; ties by their order in the pack. */
  rank(query: Query): Ranked[] {
    const compared = this.#compare(query);
    const { nearest, variant, covered } = compared;
    const owners: number[] = [];
    const scores = new Float64Array(this.candidates.length);
    for (let owner = 0; owner < scores.length; owner += 1) {
      if (covered[owner]! <= 0) continue;
      owners.push(owner);
      scores[owner] = rounded(weighed(this.#signs(owner, compared, query)));
    }
    return owners
      .sort((a, b) => scores[b]! - scores[a]! || a - b)
      .slice(0, shortlist)
      .map(owner => ({
        candidate: this.candidates[owner]!,
        variant: this.#variants[variant[owner]!] ?? null,
        similarity: nearest[owner]!,
        covered: compared.covered[owner]!,
        score: scores[owner]!,
        meant: this.#isMeant(owner, query),
      }));
  }

  #isMeant(owner: number, { reading }: Query): boolean {
    const subjects = this.#subjects[owner]!;
    return subjects.length === 0 || subjects.some(key => reading.features.has(key));
  }

  /** What speaks for each candidate, in their order; what the weights are fitted to. */
  signs(query: Query): Signs[] {
    const compared = this.#compare(query);
    return this.candidates.map((_, owner) => this.#signs(owner, compared, query));
  }

  /** What it returns holds until the next question. */
  #compare({ reading }: Query): Comparison {
    const { products, learned, nearest, variant, covered } = this.#sums;
    const count = this.candidates.length;
    for (const sums of [products, learned, covered]) sums.fill(0);
    variant.fill(-1);
    let total = 0;
    const evidence = this.#rarity.unit(reading.features);
    const short = reading.canonical.length <= longestPhrase;
    for (const [at, piece] of evidence.pieces.entries()) {
      const value = evidence.amounts[at]!;
      total += value;
      if (piece < 0) continue;
      if (short) this.#byVariant.accumulate(piece, value, products);
      this.#byOwner.accumulate(piece, value, covered);
    }
    this.#learned.score(evidence, learned);
    const ends = this.#ends;
    for (let owner = 0, at = 0; owner < count; owner += 1) {
      let first = 0;
      for (const end = ends[owner]!; at < end; at += 1) {
        const product = products[at]!;
        if (product > first) {
          first = product;
          variant[owner] = at;
        }
      }
      nearest[owner] = first;
      covered[owner]! /= total || 1;
    }
    return this.#sums;
  }

  #signs(
    owner: number,
    { learned, covered }: Comparison,
    { reading: { types, papers }, particulars: asked }: Query,
  ): Signs {
    const { outcome, text, id } = this.candidates[owner]!;
    const common = {
      learned: learned[owner]!,
      covered: covered[owner]!,
      unasked: id.startsWith('clause:') ? 1 : 0,
    };
    if (outcome.kind !== 'clauses' || text === '') return { ...common, wrongType: 0, missing: 0, paper: 0 };
    const meant = outcome.clauses.some(clause => papers.includes(paperOf(clause)));
    return {
      ...common,
      wrongType: types.length > 0 && !types.some(type => this.#types[owner]!.has(type)) ? 1 : 0,
      missing: asked.some(word => !this.#particulars[owner]!.has(word)) ? 1 : 0,
      paper: papers.length === 0 ? 0 : meant ? 1 : -1,
    };
  }
}
