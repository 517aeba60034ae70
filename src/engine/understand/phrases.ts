import type { Fact } from '../../model/pack/eligibility.ts';
import { fold } from '../text.ts';

/** "没有…，但…" says two things. */
const contrasts = /但是?|不过|只是|除了/;

/** Where the phrases stand in a reply. */
const hitsOf = (phrases: readonly string[], words: string) =>
  phrases.map(fold).flatMap(phrase => {
    const start = words.indexOf(phrase);
    return phrase === '' || start < 0 ? [] : [{ phrase, start, end: start + phrase.length }];
  });

/**
 * What the phrases of a pack written before the program knew the language say. A yes phrase that a no phrase covers or
 * leads up to is denied (不在本地注册 holds 在本地注册); where both stand apart, nobody can tell.
 */
export const listedAnswer = (fact: Fact, text: string): boolean | null | undefined => {
  const words = fold(text);
  const noes = hitsOf(fact.no, words);
  const yeses = hitsOf(fact.yes, words);
  const rest = [...noes, ...yeses].reduce((left, { phrase }) => left.replaceAll(phrase, ' '), words);
  if (contrasts.test(rest)) return undefined;
  if (noes.length === 0) return yeses.length > 0 ? true : undefined;
  const denied = yeses.every(yes => noes.some(no => no.start <= yes.start && yes.start <= no.end));
  if (denied) return false;
  const covered = noes.every(no => yeses.some(yes => yes.start <= no.start && no.end < yes.end));
  return covered ? true : null;
};
