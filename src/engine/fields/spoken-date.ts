import { chineseNumber } from '../../language/numbers.ts';
import { addDays, daysBetween } from '../../model/calendar.ts';

/** Days from today. */
const days: ReadonlyMap<string, number> = new Map([
  ['今天', 0],
  ['今日', 0],
  ['当天', 0],
  ['明天', 1],
  ['明日', 1],
  ['后天', 2],
  ['大后天', 3],
  ['昨天', -1],
  ['前天', -2],
  ['大前天', -3],
]);

/** 下下周, 上个月: weeks or months from this one. */
const shifts: ReadonlyMap<string, number> = new Map([
  ['上上', -2],
  ['上', -1],
  ['这', 0],
  ['本', 0],
  ['当', 0],
  ['下', 1],
  ['下下', 2],
]);
const shift = '(上上|下下|[上下这本当])?一?个?';

const weekdays = '一二三四五六日';
const inWeek = new RegExp(`^${shift}(?:周|星期|礼拜)([一二三四五六日天末])$`, 'u');
const inMonth = new RegExp(`^${shift}月(?:份的?|的)?(.{1,3})[日号]$`, 'u');
const endOfMonth = new RegExp(`^(?:${shift}月|(.{1,3})月份?)的?(?:底|末|最后一天)$`, 'u');
const dayAlone = /^(.{1,3})[日号]$/u;
const later = /^(?:再?过)?(.{1,3})(天|日|周|个?星期|个月)(?:之?后|以后)?$/u;
const saysLater = /^再?过|后$/u;

const DAYS_OF_WEEK = 7;
const aMonday = '1900-01-01';
/** 0 for Monday, with which a week begins here. */
const weekdayOf = (date: string): number => daysBetween(aMonday, date) % DAYS_OF_WEEK;

/** `YYYY-MM-DD` of a day in the month so many months away; its last one for 0, null where there is no such day. */
const dayOfMonth = (today: string, months: number, day: number): string | null => {
  const [year, month] = today.split('-').map(Number) as [number, number];
  const firstOf = (count: number): string =>
    `${year + Math.floor(count / 12)}-${String((((count % 12) + 12) % 12) + 1).padStart(2, '0')}-01`;
  const count = month - 1 + months;
  const last = daysBetween(firstOf(count), firstOf(count + 1));
  const wanted = day === 0 ? last : day;
  return wanted < 1 || wanted > last ? null : addDays(firstOf(count), wanted - 1);
};

const inWords = (text: string | undefined): number => chineseNumber(text ?? '') ?? Number.NaN;

const ofWeek = (today: string, [, which, day = '']: readonly (string | undefined)[]): string | null => {
  // Which day of a weekend is not said.
  if (day === '末') return null;
  const wanted = weekdays.indexOf(day === '天' ? '日' : day);
  const here = weekdayOf(today);
  // 周五 alone, when it is over, may be the last one or the next.
  if (which === undefined && wanted < here) return null;
  return addDays(today, wanted - here + DAYS_OF_WEEK * (shifts.get(which ?? '这') ?? 0));
};

const after = (today: string, count: number, unit: string): string | null => {
  if (Number.isNaN(count)) return null;
  if (unit.endsWith('月')) return dayOfMonth(today, count, Number(today.slice(8)));
  return addDays(today, count * (/周|星期/u.test(unit) ? DAYS_OF_WEEK : 1));
};

/**
 * A day as it is said from where one stands: 大后天 · 下周一 · 这个月底 · 下个月5号 · 15号 · 三天后. `YYYY-MM-DD`; null where it is none, or more
 * than one day could be meant.
 */
export const spokenDate = (text: string, today: string): string | null => {
  const near = days.get(text);
  if (near !== undefined) return addDays(today, near);
  const week = inWeek.exec(text);
  if (week) return ofWeek(today, week);
  const end = endOfMonth.exec(text);
  if (end) {
    const months =
      end[2] === undefined ? (shifts.get(end[1] ?? '这') ?? 0) : inWords(end[2]) - Number(today.slice(5, 7));
    return Number.isNaN(months) ? null : dayOfMonth(today, months, 0);
  }
  const month = inMonth.exec(text);
  if (month?.[1] !== undefined) return dayOfMonth(today, shifts.get(month[1]) ?? 0, inWords(month[2]) || -1);
  const count = saysLater.test(text) ? later.exec(text) : null;
  if (count) return after(today, inWords(count[1]), count[2]!);
  const alone = dayAlone.exec(text);
  return alone ? dayOfMonth(today, 0, inWords(alone[1]) || -1) : null;
};
