import { chineseDate } from '../../model/calendar.ts';
import { lunarDays } from './lunar-date.ts';
import { spokenDate } from './spoken-date.ts';
import { accept, type FieldReader, refuse } from './value.ts';

/** Printed numerals, the ones of cheques, and what stands for a zero in print and from a keyboard. */
const numerals: ReadonlyMap<string, string> = new Map(
  ['〇零○◯oO０', '一壹', '二贰两', '三叁', '四肆', '五伍', '六陆', '七柒', '八捌', '九玖'].flatMap(
    (signs, digit) => [...signs].map(sign => [sign, String(digit)] as const),
  ),
);

/** 二十六 -> 26, 十 -> 10, 廿九 -> 29, 二○二二 -> 2022, 零玖 -> 09. */
const chineseNumber = (text: string): string => {
  const spelled = text
    .replace(/拾/g, '十')
    .replace(/^[廿卄]十?/, '二十')
    .replace(/^卅十?/, '三十')
    .replace(/^零(?=.?十)/, '');
  const digit = (sign: string | undefined): string =>
    sign === undefined ? '' : (numerals.get(sign) ?? sign);
  const ten = spelled.indexOf('十');
  if (ten < 0) return [...spelled].map(digit).join('');
  const tens = ten === 0 ? '1' : digit(spelled[ten - 1]);
  return `${tens}${ten === spelled.length - 1 ? '0' : digit(spelled[ten + 1])}`;
};

const isRealDate = (year: number, month: number, day: number): boolean => {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return year >= 1900 && year <= 2200 && day >= 1 && day <= (lengths[month - 1] ?? 0);
};

/** How far ahead of today a year of two digits may lie; later ones belong to the last century. */
const YEARS_AHEAD = 20;

const fullYear = (year: string, today: string): string => {
  if (!/^\d{2}$/.test(year)) return year;
  const thisYear = Number(today.slice(0, 4));
  const near = Math.floor(thisYear / 100) * 100 + Number(year);
  return String(near > thisYear + YEARS_AHEAD ? near - 100 : near);
};

/** 去年, 明年: years from this one. */
const spokenYears: ReadonlyMap<string, number> = new Map([
  ['去', -1],
  ['明', 1],
]);

const partsOf = (text: string, today: string): readonly string[] | null => {
  const thisYear = today.slice(0, 4);
  const words = /^(?:([今本明去])年|(.{1,6})年)?(.{1,3})月份?(.{1,4}?)[日号]?$/.exec(text);
  if (words) {
    const [, called, written, month, day] = words;
    const year = written
      ? chineseNumber(written)
      : String(Number(thisYear) + (spokenYears.get(called ?? '今') ?? 0));
    return [year, chineseNumber(month!), chineseNumber(day!)];
  }
  const numbers =
    /^(\d{4}|\d{2})[-/.、,_\\](\d{1,2})[-/.、,_\\](\d{1,2})[日号]?$/.exec(text) ??
    /^(\d{4}|\d{2})(\d{2})(\d{2})$/.exec(text);
  const spelled =
    /^([〇零○一二三四五六七八九]{2,4})[、,.-]([一二三四五六七八九十]{1,2})[、,.-]([一二三四五六七八九十]{1,3})$/.exec(
      text,
    );
  if (spelled) return spelled.slice(1).map(chineseNumber);
  if (numbers) return numbers.slice(1);
  const short = /^(\d{1,2})[-/.、](\d{1,2})$/.exec(text);
  return short ? [thisYear, short[1]!, short[2]!] : null;
};

const weekdays = '日一二三四五六';
/** Behind a date: （星期四）, 周四, 礼拜天. */
const weekday = /[（(【]?(?:星期|周|礼拜)([一二三四五六日天])[)）】]?$/u;
/** Sakamoto's rule: 0 for Sunday. */
const weekdayOf = (year: number, month: number, day: number): number => {
  const shift = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4][month - 1]!;
  const y = month < 3 ? year - 1 : year;
  return (y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + shift + day) % 7;
};

const marksAtEnd = /(?<![\s。.,;!~、”"」'’)])[\s。.,;!~、”"」'’)]+$/u;
const marksAhead = /^[\s“"「'‘(]+/u;
/** Behind a date: not sure yet, an hour of the day, how it is said. */
const remarks =
  /(?:\((?:暂定|拟|暂|预计)\)?|[T\s]\d{1,2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?|(?:上午|下午|早上|晚上|中午)(?:\d{1,2}[时点]半?)?|\d{1,2}[时点](?:半|整|\d{1,2}分)?|吧|就行)$/u;
const opening = /^(?:就是?|那就|公元)/u;
/** Between the parts of a date, as other keyboards have it. */
const dashes = /(?<=[\d〇零○一二三四五六七八九十])[—–‒―‐‑·•・。．](?=[\d〇零○一二三四五六七八九十])/gu;
/** A month, and no day: 2022年9月, 22年9月份. */
const withoutDay = /^[^月]{1,6}年[^月]{1,3}月份?$/u;
/** Sep 1, 2022 · 1 September 2022. */
const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const english = (text: string): string => {
  const [, month, day, year] = /^([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$/iu.exec(text) ?? [];
  const [, day2, month2, year2] =
    /^(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?,?\s+(\d{4})$/iu.exec(text) ?? [];
  const at = months.indexOf((month ?? month2 ?? '').slice(0, 3).toLowerCase());
  return at < 0 ? text : `${year ?? year2}-${at + 1}-${day ?? day2}`;
};

/**
 * 2022年9月1日 · 2022-09-01 · 2022/9/1 · 20220901 · 22年9月1日 · 9月1日 (this year) · 二〇二二年八月廿九日 · 贰零贰贰年玖月壹日 ·
 * 今天, 下周一 and other days as they are said; with a weekday, which must be the day's. Kept as 2022年9月1日.
 */
export const readDate: FieldReader = (_field, text, { today }) => {
  const typed = text
    .normalize('NFKC')
    .replace(dashes, '-')
    .replace(/曰/g, '日')
    .replace(marksAhead, '')
    .replace(marksAtEnd, '');
  const plain = english(typed.replace(opening, '').replace(remarks, '').replace(marksAtEnd, ''));
  if (plain === '') return refuse('empty');
  // 下周一 is a day of its own; behind another one a weekday only says which.
  const ofWeek = spokenDate(plain.replace(/\s/g, ''), today);
  if (ofWeek !== null) return accept(chineseDate(ofWeek));
  const named = weekday.exec(plain);
  const alone = plain.slice(0, named?.index).replace(marksAtEnd, '');
  const near = spokenDate(alone.replace(/\s/g, ''), today);
  const lunar = lunarDays(alone.replace(/\s/g, ''), today);
  if (lunar) return lunar.length === 0 ? refuse('bad-date') : refuse('lunar', lunar.map(chineseDate));
  if (withoutDay.test(alone.replace(/\s/g, ''))) return refuse('no-day');
  const compact = alone.replace(/^(\d{2,4})\s+(\d{1,2})\s+(\d{1,2})$/, '$1-$2-$3').replace(/\s/g, '');
  const [years, ...rest] = near?.split('-') ?? partsOf(compact, today) ?? [];
  const parts = years === undefined ? [] : [fullYear(years, today), ...rest];
  if (parts.length !== 3 || !parts.every(part => /^\d{1,4}$/.test(part))) return refuse('bad-date');
  const [year, month, day] = parts.map(Number) as [number, number, number];
  if (!isRealDate(year, month, day)) return refuse('bad-date');
  const said = named?.[1] === '天' ? '日' : named?.[1];
  if (said !== undefined && weekdays[weekdayOf(year, month, day)] !== said) return refuse('weekday');
  return accept(`${year}年${month}月${day}日`);
};
