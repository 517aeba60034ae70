import type { Lexicon, Token } from './lexicon.ts';
import { bare } from './text.ts';

/**
 * Weight of each kind of evidence before rarity is counted in: a letter, two neighbours, two letters with one between
 * them (`摘了牌` still holds `摘牌`), a known concept, two concepts in one question wherever they stand, neighbours as
 * spelled. Chosen like the parts of a score (rank.ts).
 */
const weights = { letter: 0.6, pair: 1, loosePair: 0.35, concept: 1.1, together: 1, spelling: 0.35 } as const;

/** Concepts of a question that are looked at two by two. */
const togetherLimit = 8;

/** Feature -> weight. Keys: `c字` letter, `p字字` pair, `@id` concept, `&id&id` two concepts, `s字字` pair as spelled. */
export type Features = ReadonlyMap<string, number>;

export interface Reading {
  readonly tokens: readonly Token[];
  /** The question in the matcher's own words. */
  readonly canonical: string;
  readonly features: Features;
}

/** Evidence in a text: characters and pairs in canonical words, concepts, and pairs as spelled. */
export const readFeatures = (text: string, lexicon: Lexicon): Reading => {
  const plain = bare(text);
  const tokens = lexicon.read(plain);
  const canonical = tokens.map(token => token.reads).join('');
  const features = new Map<string, number>();
  const add = (key: string, weight: number) => {
    if ((features.get(key) ?? 0) < weight) features.set(key, weight);
  };
  for (let at = 0; at < canonical.length; at += 1) {
    add(`c${canonical[at]}`, weights.letter);
    if (at > 0) add(`p${canonical[at - 1]}${canonical[at]}`, weights.pair);
    if (at > 1) add(`p${canonical[at - 2]}${canonical[at]}`, weights.loosePair);
  }
  for (let at = 1; at < plain.length; at += 1) add(`s${plain[at - 1]}${plain[at]}`, weights.spelling);
  const concepts = [...new Set(tokens.flatMap(({ concept }) => concept ?? []))];
  for (const concept of concepts) add(`@${concept}`, weights.concept);
  const paired = concepts.slice(0, togetherLimit).sort();
  for (const [at, one] of paired.entries())
    for (const other of paired.slice(at + 1)) add(`&${one}&${other}`, weights.together);
  return { tokens, canonical, features };
};
