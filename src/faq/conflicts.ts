import type { PolicyCard } from '../model/answer.ts';
import type { Manifest } from '../model/pack/manifest.ts';
import { bare } from './text.ts';

const pairs = (text: string): Set<string> => {
  const plain = bare(text);
  return new Set(Array.from({ length: Math.max(plain.length - 1, 0) }, (_, at) => plain.slice(at, at + 2)));
};

/** Character pairs a question must share with a conflict's title and quotes before the conflict is mentioned. */
const sharedPairs = 3;

/** Of several conflicts on the same cards, those that share less than this of what the closest one shares are left out. */
const closeShare = 0.7;

/** Finds the ids of conflicts between clauses on the cards that a question touches. */
export const conflictFinder = (
  conflicts: Manifest['conflicts'],
): ((cards: readonly PolicyCard[], question: string) => string[]) => {
  const told = conflicts.map(({ title, cites }) =>
    pairs([title, ...cites.map(cite => cite.quote)].join(' ')),
  );
  return (cards, question) => {
    const asked = [...pairs(question)];
    const touched = conflicts
      .map(({ id, cites }, at) => ({
        id,
        shown: cites.some(cite => cards.some(card => card.quote.includes(cite.quote))),
        shared: asked.filter(pair => told[at]!.has(pair)).length,
      }))
      .filter(({ shown, shared }) => shown && shared >= sharedPairs);
    const closest = Math.max(0, ...touched.map(({ shared }) => shared));
    return touched.filter(({ shared }) => shared >= closest * closeShare).map(({ id }) => id);
  };
};
