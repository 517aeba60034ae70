import chineseDays from 'chinese-days';
import { chineseNumber } from '../../language/numbers.ts';

/** What the tables of chinese-days cover. */
const FIRST_YEAR = 1900;
const LAST_YEAR = 2100;

const calendar = /^(?:农历|阴历|旧历)/u;
const months: ReadonlyMap<string, number> = new Map([
  ['正', 1],
  ['冬', 11],
  ['腊', 12],
]);
const stems = '甲乙丙丁戊己庚辛壬癸';
const branches = '子丑寅卯辰巳午未申酉戌亥';
const written =
  /^(?:([甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]|[^年月]{1,4})年)?(闰)?(正|冬|腊|[^年月]{1,3})月(.{1,3}?)日?$/u;

/** The year of this cycle of sixty that is nearest to this one. */
const ofCycle = (name: string, thisYear: number): number => {
  for (let distance = 0; distance <= 30; distance += 1)
    for (const year of [thisYear - distance, thisYear + distance])
      if (stems[(year - 4) % 10] === name[0] && branches[(year - 4) % 12] === name[1]) return year;
  return Number.NaN;
};

const yearOf = (text: string | undefined, thisYear: number): number => {
  if (text === undefined || text === '今' || text === '本') return thisYear;
  if (stems.includes(text[0]!) && text.length === 2) return ofCycle(text, thisYear);
  const year = chineseNumber(text) ?? Number.NaN;
  return year < 100 ? 2000 + year : year;
};

/** 初五, 十五, 廿三, 三十, 卅. */
const dayOf = (text: string): number =>
  chineseNumber(
    text
      .replace(/^初/u, '')
      .replace(/^廿十?/u, '二十')
      .replace(/^卅/u, '三十'),
  ) ?? Number.NaN;

/**
 * The days of the civil calendar that a day of the lunar one may be, as `YYYY-MM-DD`: two where its month comes twice in the
 * year. null: the text names no day of the lunar calendar.
 */
export const lunarDays = (text: string, today: string): readonly string[] | null => {
  const named = calendar.test(text);
  const [, year, leap, month = '', day = ''] = written.exec(text.replace(calendar, '')) ?? [];
  if (!named && !/^初/u.test(day) && !months.has(month)) return null;
  const [y, m, d] = [
    yearOf(year, Number(today.slice(0, 4))),
    months.get(month) ?? chineseNumber(month) ?? Number.NaN,
    dayOf(day),
  ];
  if ([y, m, d].some(part => !Number.isInteger(part)) || m < 1 || m > 12 || d < 1 || d > 30) return [];
  if (y < FIRST_YEAR || y > LAST_YEAR) return [];
  const { date, leapMonthDate } = chineseDays.getSolarDateFromLunar(
    [y, String(m).padStart(2, '0'), String(d).padStart(2, '0')].join('-'),
  );
  // A month of 29 days has no 30th: the table would give the first of the next.
  const found = (leap ? [leapMonthDate] : [date, leapMonthDate]).flatMap(each => each ?? []);
  return found.filter(each => chineseDays.getLunarDate(each).lunarDay === d);
};
