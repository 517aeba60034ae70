import { type AnswerType, answerTypes, particulars, typeCues } from './language.ts';
import type { Lexicon, Token } from './lexicon.ts';
import { bare } from './text.ts';

/**
 * Weight of each kind of evidence before rarity is counted in: a letter, two neighbours, two letters with one between
 * them (`摘了牌` still holds `摘牌`), a known concept, two concepts in one question wherever they stand, neighbours as
 * spelled, a word in Latin letters and two of them, the kind of value asked for, a particular, a document pointed at.
 * The learner weighs every single piece; these only say how much of it there is.
 */
const weights = {
  letter: 0.6,
  pair: 1,
  loosePair: 0.35,
  concept: 1.1,
  together: 1,
  spelling: 0.35,
  word: 1.2,
  words: 0.8,
  type: 0.8,
  particular: 0.6,
  paper: 0.8,
} as const;

/** Concepts of a question that are looked at two by two. */
const togetherLimit = 8;

/**
 * Feature -> weight. Keys: `c字` letter, `p字字` pair, `@id` concept, `&id&id` two concepts, `s字字` pair as spelled,
 * `wword` Latin word, `x…` two of them, `?type` kind of value asked for, `%word` particular, `#id` document.
 */
export type Features = ReadonlyMap<string, number>;

export interface Reading {
  readonly tokens: readonly Token[];
  /** The question in the matcher's own words. */
  readonly canonical: string;
  /** Kinds of value asked for. */
  readonly types: readonly AnswerType[];
  /** Documents pointed at. */
  readonly papers: readonly string[];
  readonly features: Features;
}

/** What reads a text: the words of pack and language, and how the pack's documents are pointed at. */
export interface Reader {
  readonly lexicon: Lexicon;
  readonly papersIn: (text: string) => readonly string[];
}

const latin = /[a-z]+/gu;

/** Evidence in a text: characters and pairs in canonical words, concepts, pairs as spelled, and what is asked for. */
export const readFeatures = (text: string, { lexicon, papersIn }: Reader): Reading => {
  const plain = bare(text);
  const tokens = lexicon.read(plain);
  const canonical = tokens.map(token => token.reads).join('');
  const features = new Map<string, number>();
  const add = (key: string, weight: number) => {
    if ((features.get(key) ?? 0) < weight) features.set(key, weight);
  };
  for (let at = 0; at < canonical.length; at += 1) {
    if (canonical[at]! >= 'a' && canonical[at]! <= 'z') continue;
    add(`c${canonical[at]}`, weights.letter);
    if (at > 0) add(`p${canonical[at - 1]}${canonical[at]}`, weights.pair);
    if (at > 1) add(`p${canonical[at - 2]}${canonical[at]}`, weights.loosePair);
  }
  for (let at = 1; at < plain.length; at += 1)
    if (plain[at]! < 'a' || plain[at]! > 'z') add(`s${plain[at - 1]}${plain[at]}`, weights.spelling);
  const words = text.match(latin) ?? [];
  for (const [at, word] of words.entries()) {
    add(`w${word}`, weights.word);
    if (at > 0) add(`x${words[at - 1]} ${word}`, weights.words);
  }
  const concepts = [...new Set(tokens.flatMap(({ concept }) => concept ?? []))];
  for (const concept of concepts) add(`@${concept}`, weights.concept);
  const paired = concepts.slice(0, togetherLimit).sort();
  for (const [at, one] of paired.entries())
    for (const other of paired.slice(at + 1)) add(`&${one}&${other}`, weights.together);
  const types = answerTypes.filter(type => typeCues[type].asks.test(canonical));
  for (const type of types) add(`?${type}`, weights.type);
  for (const word of particulars) if (text.includes(word)) add(`%${word}`, weights.particular);
  const papers = papersIn(text);
  for (const paper of papers) add(`#${paper}`, weights.paper);
  return { tokens, canonical, types, papers, features };
};
