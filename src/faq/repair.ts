import type { FaqSource } from './candidates.ts';
import { ordinaryWords, shapes, sounds, spelling } from './confusable.ts';
import type { Lexicon, Token } from './lexicon.ts';
import { bare, normalise } from './text.ts';

/** Words shorter than this are repaired by sound only, and only when none of their characters is otherwise explained. */
const shortWord = 3;
const longestWord = 8;

const keyOf = (text: string, groups: ReadonlyMap<string, string>): string =>
  [...text].map(letter => groups.get(letter)?.[0] ?? letter).join('');

/** Words of the notice a slip may stand for, by how they sound or look. The first word of the pack wins. */
const indexOf = (words: readonly string[], groups: ReadonlyMap<string, string>): Map<string, string> => {
  const index = new Map<string, string>();
  for (const word of words) {
    const key = keyOf(word, groups);
    if (!index.has(key)) index.set(key, word);
  }
  return index;
};

/** Pinyin of a word without tones, or null when a character is not in the table. */
const pinyinOf = (word: string): string | null => {
  const sound = [...word].map(letter => spelling.get(letter));
  return sound.every(part => part !== undefined) ? sound.join('') : null;
};

/**
 * Mends slips in a normalised question: `申抱` -> `申报`, `曰期` -> `日期`, `jiezhi riqi` -> `截止日期`. Guarded: a word the
 * pack or the language knows stays as it is, and a two-character word must sound exactly alike.
 */
export const repairerFor = ({ faq, clauses }: FaqSource, lexicon: Lexicon): ((text: string) => string) => {
  const words = [
    ...new Set(
      [...faq.concepts.flatMap(({ words: same }) => same), ...Object.keys(faq.hyponyms)]
        .map(word => bare(normalise(word).text))
        .filter(word => word.length > 1 && word.length <= longestWord && /^\p{Script=Han}+$/u.test(word)),
    ),
  ];
  const bySound = indexOf(words, sounds);
  const byShape = indexOf(
    words.filter(word => word.length >= shortWord),
    shapes,
  );
  const byPinyin = new Map(words.flatMap(word => (pinyinOf(word) ? [[pinyinOf(word)!, word] as const] : [])));
  const written = [...clauses.values(), ...faq.intents, ...faq.silent]
    .map(entry => ('text' in entry ? bare(normalise(entry.text).text) : entry.variants.map(bare).join(' ')))
    .join(' ');
  const seen = new Set<string>();
  for (let at = 1; at < written.length; at += 1) seen.add(written.slice(at - 1, at + 1));

  const accepted = (slip: string, word: string | undefined): word is string =>
    word !== undefined && word !== slip && !seen.has(slip) && !ordinaryWords.has(slip) && !lexicon.has(slip);

  /** A short slip may differ in one character only, and must not be the seam of two words around it. */
  const plausible = (
    tokens: readonly Token[],
    at: number,
    size: number,
    slip: string,
    word: string,
  ): boolean => {
    const window = tokens.slice(at, at + size);
    const free = window.flatMap(({ surface, concept, reads }) =>
      [...surface].map(() => concept === null && reads !== ''),
    );
    const changed = [...slip].flatMap((letter, index) => (letter === word[index] ? [] : [index]));
    if (!changed.every(index => free[index])) return false;
    if (slip.length >= shortWord) return changed.length * 2 <= slip.length;
    const open = (token: Token | undefined) => (token && token.concept === null ? token.reads : '');
    const before = open(tokens[at - 1]);
    const after = open(tokens[at + size]);
    const seam = (before && seen.has(before + slip[0]!)) || (after && seen.has(slip[1]! + after));
    return changed.length === 1 && free.every(Boolean) && !seam;
  };

  const repairAt = (tokens: readonly Token[], at: number): { word: string; size: number } | null => {
    for (let size = Math.min(longestWord, tokens.length - at); size > 1; size -= 1) {
      const window = tokens.slice(at, at + size);
      const slip = window.map(token => token.surface).join('');
      const long = slip.length >= shortWord;
      const word = bySound.get(keyOf(slip, sounds)) ?? (long ? byShape.get(keyOf(slip, shapes)) : undefined);
      if (accepted(slip, word) && plausible(tokens, at, size, slip, word)) return { word, size };
    }
    return null;
  };

  const mended = (text: string): string => {
    const tokens = lexicon.read(text);
    let result = '';
    for (let at = 0; at < tokens.length; ) {
      const repair = repairAt(tokens, at);
      result += repair?.word ?? tokens[at]!.surface;
      at += repair?.size ?? 1;
    }
    return result;
  };

  const spelled = (text: string): string =>
    text.replace(/[a-z]{5,}/gu, letters => {
      let rest = letters;
      let result = '';
      while (rest) {
        const size = [...byPinyin.keys()]
          .filter(key => rest.startsWith(key))
          .sort((a, b) => b.length - a.length)[0]?.length;
        if (!size) return letters;
        result += byPinyin.get(rest.slice(0, size))!;
        rest = rest.slice(size);
      }
      return result;
    });

  return text => mended(spelled(text));
};
