import { ordinaryWords, sounds } from './confusable.ts';
import type { Token, Vocabulary } from './lexicon.ts';

/** Words this long are mended though the slip is a word too; shorter ones only where it is none. */
const LONG = 3;

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** Whether a stretch of a text is a word of the dictionary, or the seam of two. */
const isOrdinary = (text: string, start: number, end: number): boolean => {
  const from = Math.max(0, start - 4);
  let at = from;
  for (const { segment } of segmenter.segment(text.slice(from, end + 4))) {
    const until = at + segment.length;
    if (at < end && until > start && (at < start || until > end)) return true;
    if (at === start && until === end) return true;
    at = until;
  }
  return false;
};

/**
 * A spelled text with slips mended that sound like a word of the pack (规尚 for 规上, 独力法人 for 独立法人); as long as before, so
 * that every position keeps its meaning. What the vocabulary or the dictionary knows stays as it is.
 */
export const mended = (text: string, vocabulary: Vocabulary, tokens: readonly Token[]): string => {
  const free = new Uint8Array(text.length);
  const starts: number[] = [];
  for (const { start, text: word, classes, concepts, asks } of tokens) {
    starts.push(start);
    if (word.length === 1 && classes.length + concepts.length === 0 && !asks && sounds.has(word))
      free[start] = 1;
  }
  if (!free.includes(1)) return text;
  let result = text;
  for (const start of starts) {
    // Only a stretch that holds a letter nobody knows can be a slip.
    const next = free.indexOf(1, start);
    if (next < 0) break;
    const least = Math.max(next, start + 1);
    for (let end = Math.min(text.length, start + vocabulary.longest); end > least; end -= 1) {
      const slip = text.slice(start, end);
      const word = vocabulary.soundsLike(slip);
      if (word === null || word === slip || ordinaryWords.has(slip)) continue;
      let changed = 0;
      let known = false;
      for (let index = 0; index < word.length; index += 1) {
        if (word[index] === slip[index]) continue;
        if (free[start + index] === 0) known = true;
        changed += 1;
      }
      if (known || changed * 2 > word.length) continue;
      if (word.length < LONG && (isOrdinary(text, start, end) || free[start] === 0 || free[end - 1] === 0))
        continue;
      result = result.slice(0, start) + word + result.slice(end);
      break;
    }
  }
  return result;
};
