import chineseDays from 'chinese-days';
import { addDays, instantOf, type LocalMoment } from '../model/calendar.ts';

/** Days the office's own calendar sets differently: date -> working day or not. Overrides the published table. */
export type DayOverrides = Readonly<Record<string, boolean>>;

/** Office hours on its wall clock, `HH:mm`. */
export interface OfficeHours {
  readonly from: string;
  readonly to: string;
}

const isWorkday = (date: string, overrides: DayOverrides): boolean =>
  overrides[date] ?? chineseDays.isWorkday(date);

/** The `count`-th working day after `date` (both `YYYY-MM-DD`). Years without published holidays count weekends only. */
export const workdayAfter = (date: string, count: number, overrides: DayOverrides = {}): string => {
  let day = date;
  for (let left = count; left > 0; ) {
    day = addDays(day, 1);
    if (isWorkday(day, overrides)) left -= 1;
  }
  return day;
};

/** Working days after `from` up to and with `to`. */
export const workdaysBetween = (from: string, to: string, overrides: DayOverrides = {}): number => {
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) {
    if (isWorkday(day, overrides)) count += 1;
  }
  return count;
};

/** The moment at which `count` office hours have gone by since `now`; milliseconds since 1970 (UTC). */
export const workingHoursAfter = (
  now: LocalMoment,
  count: number,
  hours: OfficeHours,
  zone: string,
  overrides: DayOverrides = {},
): number => {
  let left = count * 3_600_000;
  for (let day = now.date; ; day = addDays(day, 1)) {
    if (!isWorkday(day, overrides)) continue;
    const start = Math.max(now.ms, instantOf(day, hours.from, zone));
    const room = instantOf(day, hours.to, zone) - start;
    if (room >= left) return start + left;
    left -= Math.max(0, room);
  }
};

/** Years from `from` to `to` for which no holidays are published yet, so that only weekends are known. */
export const yearsWithoutData = (from: string, to: string): number[] => {
  const first = Number(from.slice(0, 4));
  const years = Array.from({ length: Number(to.slice(0, 4)) - first + 1 }, (_, index) => first + index);
  return years.filter(
    year => chineseDays.getHolidaysInRange(`${year}-01-01`, `${year}-12-31`, false).length === 0,
  );
};
