import { emptyWords, sameWords } from './language.ts';
import { type Entry, Lexicon } from './lexicon.ts';
import type { FaqSource } from './source.ts';
import { bare, normalise } from './text.ts';

/** A verb and its object may be pulled apart: 盖章, 盖了章, 盖个章. */
const loosened = (word: string): string[] =>
  /^\p{Script=Han}{2}$/u.test(word) ? ['了', '个', '过'].map(between => word[0] + between + word[1]) : [];

/** The pack's concepts and the common ones; groups of one name are one, the pack's own words first. */
export const conceptsOf = ({ faq, common, manifest }: FaqSource): Map<string, readonly string[]> => {
  const concepts = new Map<string, readonly string[]>();
  const named = [
    { id: 'subject', words: [manifest.subject] },
    { id: 'office', words: [manifest.office, manifest.issuer] },
  ];
  for (const { id, words } of [...faq.concepts, ...named, ...common.concepts])
    concepts.set(id, [...new Set([...(concepts.get(id) ?? []), ...words])]);
  return concepts;
};

/** The words of a pack and of the language. The pack's own come first: of two entries for one word the first counts. */
export const lexiconOf = (source: FaqSource): Lexicon => {
  const entries: Entry[] = [];
  const add = (words: readonly string[], concept: string | null, reads: string) => {
    for (const word of words) entries.push({ word: bare(normalise(word).text), reads, concept });
  };
  for (const [term, words] of Object.entries(source.faq.hyponyms))
    add([term, ...words], `kind-${term}`, bare(normalise(term).text));
  for (const [id, words] of conceptsOf(source))
    add([...words, ...words.flatMap(loosened)], id, bare(normalise(words[0]!).text));
  for (const words of sameWords) add(words, `say-${words[0]}`, words[0]!);
  add(emptyWords, null, '');
  return new Lexicon(entries);
};
