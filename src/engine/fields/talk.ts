import { words as vocabulary, type WordClass } from '../../language/words.ts';
import { fold } from '../text.ts';
import { commandWords, talkWords } from './words.ts';

/** Classes whose words answer, greet, wish, doubt or put off, and name nothing. */
const classes: ReadonlySet<WordClass> = new Set<WordClass>([
  'yes',
  'no',
  'later',
  'doubt',
  'greeting',
  'thanks',
  'polite',
  'wrong',
  'wish',
  'ours',
  'also',
  'elsewhere',
]);

/** Longest text that is taken apart, in UTF-16 units, and the longest word in it. */
const LIMIT = 40;
const LONGEST_WORD = 12;

/** `command`: does something with the conversation; `talk`: everything else that names nothing. */
type Piece = 'command' | 'talk';

const pieceOf = (word: string): Piece | null => {
  if (commandWords.has(word)) return 'command';
  return talkWords.has(word) || (vocabulary.get(word) ?? []).some(name => classes.has(name)) ? 'talk' : null;
};

/**
 * Whether a text is made of words that speak to somebody and of nothing else: 等下我问问, 你看着填, 确认提交. `command`: one of
 * them does something with the conversation. Null: something in it may be content.
 */
export const talkIn = (text: string): Piece | null => {
  if (text.length > LIMIT) return null;
  const plain = fold(text).replace(/[\p{P}\p{S}]/gu, '');
  if (plain === '') return null;
  const reached: (Piece | null)[] = Array.from({ length: plain.length + 1 }, () => null);
  reached[0] = 'talk';
  for (let at = 0; at < plain.length; at += 1) {
    const so = reached[at];
    if (!so) continue;
    for (let end = at + 1; end <= Math.min(plain.length, at + LONGEST_WORD); end += 1) {
      const piece = pieceOf(plain.slice(at, end));
      if (piece && reached[end] !== 'command') reached[end] = so === 'command' ? so : piece;
    }
  }
  return reached[plain.length] ?? null;
};

/** 你, 您, and 我 where no unit speaks (我们, 我公司, 我院). */
const addressed =
  /[你您咱俺]|(?<!自)我(?!们|[单公本]|[院校厂司区市省国所局县会社馆店部]|中心|集团|团队|企业|方)/u;
const particle = /[了吧吗呢啊呀嘛哈哦噢啦喽咯哟呗]$/u;

/** Speaks to whoever asks: 你怎么填进去了, 等下，…. */
export const addressesUs = (text: string): boolean =>
  !/[\n【“]/u.test(text) && /[你您]|^(?:等[一下会]|先别|别)/u.test(text);

/** Said to somebody rather than written into a form: it speaks of 你 or 我, or ends in a particle. `text` in simplified characters. */
export const soundsSpoken = (text: string): boolean => {
  const plain = text.replace(/[\p{P}\p{S}\s]{1,40}$/u, '');
  return addressed.test(plain) || particle.test(plain);
};
