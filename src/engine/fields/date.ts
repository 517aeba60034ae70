import { accept, type FieldReader, refuse } from './value.ts';

const numerals: Readonly<Record<string, string>> = {
  〇: '0',
  '○': '0',
  零: '0',
  一: '1',
  二: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9',
};

/** 二十六 -> 26, 十 -> 10, 二○二二 -> 2022. */
const chineseNumber = (text: string): string => {
  const ten = text.indexOf('十');
  if (ten < 0) return [...text].map(character => numerals[character] ?? character).join('');
  const tens = ten === 0 ? '1' : (numerals[text[ten - 1]!] ?? '');
  return `${tens}${ten === text.length - 1 ? '0' : (numerals[text[ten + 1]!] ?? '')}`;
};

const isRealDate = (year: number, month: number, day: number): boolean => {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return year >= 1900 && year <= 2200 && day >= 1 && day <= (lengths[month - 1] ?? 0);
};

const partsOf = (text: string, today: string): [string, string, string] | null => {
  const year = today.slice(0, 4);
  const words = /^(?:(.+?)年)?(.+?)月(.+?)[日号]?$/.exec(text);
  if (words) return [chineseNumber(words[1] ?? year), chineseNumber(words[2]!), chineseNumber(words[3]!)];
  const numbers = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (numbers) return [numbers[1]!, numbers[2]!, numbers[3]!];
  const short = /^(\d{1,2})[-/.](\d{1,2})$/.exec(text);
  return short ? [year, short[1]!, short[2]!] : null;
};

/** 2022年9月1日 · 2022-09-01 · 20220901 · 9月1日 (this year) · 二○二二年九月一日 · 今天. Kept as 2022年9月1日. */
export const readDate: FieldReader = (_field, text, today) => {
  const compact = text.normalize('NFKC').replace(/\s/g, '');
  if (compact === '') return refuse('empty');
  const parts = /^(今天|今日|当天)$/.test(compact)
    ? (today.split('-') as [string, string, string])
    : partsOf(compact, today);
  if (!parts?.every(part => /^\d+$/.test(part))) return refuse('bad-date');
  const [year, month, day] = parts.map(Number) as [number, number, number];
  return isRealDate(year, month, day) ? accept(`${year}年${month}月${day}日`, text) : refuse('bad-date');
};
