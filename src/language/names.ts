import { simplified } from './script.ts';
import { isSurname } from './surnames.ts';

/** Compound family names in use; the rest of a name follows. */
const compound =
  /^(?:欧阳|司马|上官|诸葛|夏侯|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|司徒|东方|南宫|西门|百里|端木|独孤|轩辕|呼延|拓跋)/u;
/** About a third of all people; hardly an everyday word begins with one of them. */
const commonest = '王李张刘陈赵';
/** What a place, an office or a business is called by at its end. */
const ofPlaces = /[区县市镇乡省路街号厂局部科室楼]$/u;
const han = /^\p{Script=Han}+$/u;

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
/** Characters of the first word of a text, by the dictionary of the platform. */
const firstWord = (text: string): number => {
  for (const { segment } of segmenter.segment(text)) return [...segment].length;
  return 0;
};

/**
 * Whether Chinese characters can well be somebody's full name: a family name and one or two characters, and no everyday word
 * (种植, 安排, 时间不够). Rare names and names that are words too (高峰) are not told from words: whoever asks, asks back.
 */
export const isLikelyName = (text: string): boolean => {
  if (!han.test(text)) return true;
  const name = simplified(text);
  const letters = [...name];
  const family = compound.test(name) ? 2 : 1;
  if (letters.length <= family || letters.length > family + 2) return false;
  if (family === 2) return true;
  if (!isSurname(letters[0]!)) return false;
  if (letters.length > 2 && ofPlaces.test(name)) return false;
  return commonest.includes(letters[0]!) || firstWord(name) === 1;
};
