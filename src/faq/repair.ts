import { ordinaryWords, shapes, sounds } from '../language/confusable.ts';
import type { Lexicon } from './lexicon.ts';
import { conceptsOf } from './lexicon-of.ts';
import { pinyinReader } from './pinyin.ts';
import type { FaqSource } from './source.ts';
import { bare, normalise } from './text.ts';

/** Words shorter than this are repaired by sound only, and only when none of their characters is otherwise explained. */
const shortWord = 3;
const longestWord = 8;

/** One character for all that sound, or look, like it. */
const keyOf = (text: string, groups: ReadonlyMap<string, string>): string => {
  let key = '';
  for (const letter of text) key += groups.get(letter)?.[0] ?? letter;
  return key;
};

/** Words of the notice a slip may stand for, by how they sound or look. The first word of the pack wins. */
const indexOf = (words: readonly string[], groups: ReadonlyMap<string, string>): Map<string, string> => {
  const index = new Map<string, string>();
  for (const word of words) {
    const key = keyOf(word, groups);
    if (!index.has(key)) index.set(key, word);
  }
  return index;
};

const wordsOf = (source: FaqSource): string[] => {
  const all = [...[...conceptsOf(source).values()].flat(), ...Object.keys(source.faq.hyponyms)];
  const plain = all.map(word => bare(normalise(word).text));
  return [...new Set(plain)].filter(
    word => word.length > 1 && word.length <= longestWord && /^\p{Script=Han}+$/u.test(word),
  );
};

/** Pairs of neighbours that the sources or the author have written: no slips. */
const writtenPairs = ({ faq, clauses, common }: FaqSource): Set<string> => {
  const texts = [
    ...[...clauses.values()].map(({ text }) => normalise(text).text),
    ...[...faq.intents, ...faq.silent].flatMap(({ variants }) => variants),
    ...common.topics.flatMap(({ asks }) => asks),
    ...common.talk.flatMap(({ says }) => says),
  ];
  const pairs = new Set<string>();
  for (const text of texts.map(bare))
    for (let at = 1; at < text.length; at += 1) pairs.add(text.slice(at - 1, at + 1));
  return pairs;
};

/** A text with what is known of each of its characters. */
interface Line {
  readonly text: string;
  readonly sound: string;
  readonly shape: string;
  /** Whether the character belongs to no known word. */
  readonly free: readonly boolean[];
  /** Where words begin. */
  readonly starts: ReadonlySet<number>;
}

const lineOf = (text: string, lexicon: Lexicon): Line => {
  const free: boolean[] = [];
  const starts = new Set<number>();
  for (const { surface, concept, reads } of lexicon.read(text)) {
    starts.add(free.length);
    for (let at = 0; at < surface.length; at += 1) free.push(concept === null && reads !== '');
  }
  return { text, sound: keyOf(text, sounds), shape: keyOf(text, shapes), free, starts };
};

/**
 * Mends slips in a normalised question: `申抱` -> `申报`, `曰期` -> `日期`, `jiezhi riqi` -> `截止日期`. Guarded: a word the
 * pack or the language knows stays as it is, and a two-character word must sound exactly alike.
 */
export const repairerFor = (source: FaqSource, lexicon: Lexicon): ((text: string) => string) => {
  const words = wordsOf(source);
  const bySound = indexOf(words, sounds);
  const long = words.filter(word => word.length >= shortWord);
  const byShape = indexOf(long, shapes);
  const fromPinyin = pinyinReader(words);
  const written = writtenPairs(source);

  /** A short slip must not be the seam of two words around it (一个人｜定). */
  const isSeam = ({ text, free }: Line, at: number): boolean =>
    (free[at - 1] === true && written.has(text.slice(at - 1, at + 1))) ||
    (free[at + 2] === true && written.has(text.slice(at + 1, at + 3)));

  /** Only unexplained characters change: one of two, or at most half of more. */
  const plausible = (line: Line, at: number, slip: string, word: string): boolean => {
    let changed = 0;
    for (let index = 0; index < slip.length; index += 1) {
      if (slip[index] === word[index]) continue;
      if (!line.free[at + index]) return false;
      changed += 1;
    }
    if (slip.length >= shortWord) return changed * 2 <= slip.length;
    return changed === 1 && line.free[at]! && line.free[at + 1]! && !isSeam(line, at);
  };

  const repairAt = (line: Line, at: number): string | null => {
    for (let end = Math.min(line.text.length, at + longestWord); end > at + 1; end -= 1) {
      if (end < line.text.length && !line.starts.has(end)) continue;
      const byLooks = end - at >= shortWord ? byShape.get(line.shape.slice(at, end)) : undefined;
      const word = bySound.get(line.sound.slice(at, end)) ?? byLooks;
      if (word === undefined) continue;
      const slip = line.text.slice(at, end);
      const slipped = slip !== word && !written.has(slip) && !ordinaryWords.has(slip) && !lexicon.has(slip);
      if (slipped && plausible(line, at, slip, word)) return word;
    }
    return null;
  };

  return typed => {
    const line = lineOf(fromPinyin(typed), lexicon);
    let result = '';
    for (let at = 0; at < line.text.length; ) {
      const word = line.starts.has(at) ? repairAt(line, at) : null;
      result += word ?? line.text[at]!;
      at += word?.length ?? 1;
    }
    return result;
  };
};
