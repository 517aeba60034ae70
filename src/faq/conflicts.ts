import type { PolicyCard } from '../model/answer.ts';
import type { Manifest } from '../model/pack/manifest.ts';
import { bare } from './text.ts';

const pairs = (text: string): Set<string> => {
  const plain = bare(text);
  return new Set(Array.from({ length: Math.max(plain.length - 1, 0) }, (_, at) => plain.slice(at, at + 2)));
};

/** Character pairs a question must share with a conflict's title and quotes before the conflict is mentioned. */
const sharedPairs = 2;

/** Ids of conflicts between clauses on these cards that the question touches. */
export const conflictsFor = (
  cards: readonly PolicyCard[],
  question: string,
  conflicts: Manifest['conflicts'],
): string[] => {
  const asked = pairs(question);
  return conflicts
    .filter(({ title, cites }) => {
      const shown = cites.some(cite => cards.some(card => card.quote.includes(cite.quote)));
      const told = pairs([title, ...cites.map(cite => cite.quote)].join(' '));
      return shown && [...asked].filter(pair => told.has(pair)).length >= sharedPairs;
    })
    .map(({ id }) => id);
};
