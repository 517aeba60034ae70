import type { PolicyCard } from '../model/answer.ts';
import type { Manifest } from '../model/pack/manifest.ts';
import type { Lexicon } from './lexicon.ts';
import { bare, normalise } from './text.ts';

/** Words by which a question and a conflict are the same matter: what the lexicon knows, in its own spelling. */
const mattersOf = (text: string, lexicon: Lexicon): Set<string> =>
  new Set(
    lexicon
      .read(bare(normalise(text).text))
      .flatMap(({ concept, reads }) =>
        concept !== null && reads !== '' && !concept.startsWith('say-') ? [concept] : [],
      ),
  );

const pairsOf = (text: string): Set<string> => {
  const plain = bare(text);
  return new Set(Array.from({ length: Math.max(plain.length - 1, 0) }, (_, at) => plain.slice(at, at + 2)));
};

/** Matters and pairs of characters of its title a question must share with a conflict before the conflict is mentioned. */
const sharedMatters = 2;
const sharedPairs = 2;

/** Share of the clauses beyond which a matter tells no conflict from another. */
const widelySpread = 0.1;

/**
 * Finds the ids of conflicts that concern what was asked: one of their places is on the cards, and the question speaks of
 * what the conflict's title, and few clauses, speak of. Words that many titles share say nothing.
 */
export const conflictFinder = (
  conflicts: Manifest['conflicts'],
  lexicon: Lexicon,
  texts: readonly string[],
): ((cards: readonly PolicyCard[], question: string) => string[]) => {
  const read = conflicts.map(({ title }) => ({ matters: mattersOf(title, lexicon), pairs: pairsOf(title) }));
  const often = (pick: (one: (typeof read)[number]) => ReadonlySet<string>): Set<string> => {
    const counts = new Map<string, number>();
    for (const one of read) for (const key of pick(one)) counts.set(key, (counts.get(key) ?? 0) + 1);
    return new Set(
      [...counts].flatMap(([key, count]) => (count > Math.max(2, read.length / 6) ? [key] : [])),
    );
  };
  const commonMatters = often(({ matters }) => matters);
  const commonPairs = often(({ pairs }) => pairs);
  const spread = new Map<string, number>();
  for (const text of texts)
    for (const matter of mattersOf(text, lexicon)) spread.set(matter, (spread.get(matter) ?? 0) + 1);
  /** What a title is about and few clauses are: of its matters the rarest. Null: it names nothing of the kind. */
  const keys = read.map(({ matters }) => {
    const own = [...matters].filter(
      matter => !commonMatters.has(matter) && (spread.get(matter) ?? 0) <= texts.length * widelySpread,
    );
    const least = Math.min(...own.map(matter => spread.get(matter) ?? 0));
    return own.filter(matter => (spread.get(matter) ?? 0) === least);
  });
  return (cards, question) => {
    const matters = mattersOf(question, lexicon);
    const pairs = pairsOf(question);
    return conflicts.flatMap(({ id, cites }, at) => {
      const shown = cites.some(cite => cards.some(card => card.quote.includes(cite.quote)));
      if (!shown) return [];
      const told = read[at]!;
      const same = [...told.matters].filter(key => matters.has(key) && !commonMatters.has(key)).length;
      const alike = [...told.pairs].filter(key => pairs.has(key) && !commonPairs.has(key)).length;
      const key = keys[at]!;
      if (key.length === 0) return alike > sharedPairs + 1 ? [id] : [];
      return key.some(matter => matters.has(matter)) && (same >= sharedMatters || alike >= sharedPairs)
        ? [id]
        : [];
    });
  };
};
