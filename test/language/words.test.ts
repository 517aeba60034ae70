import { describe, expect, it } from 'vitest';
import { isWord, words, wordsOf } from '../../src/language/words.ts';

describe('the vocabulary', () => {
  it('says yes and no with different words', () => {
    const both = wordsOf('yes').filter(word => isWord(word, 'no'));
    expect(both).toEqual([]);
  });

  it('has no word that looks like a denial among the denials', () => {
    expect(wordsOf('pseudo').filter(word => isWord(word, 'neg'))).toEqual([]);
  });

  it('is spelled as texts are: simplified, half-width, lower case, without blanks', () => {
    for (const word of words.keys()) expect(word).toBe(word.normalize('NFKC').toLowerCase().trim());
  });
});
