import chineseDays from 'chinese-days';
import { addDays } from '../model/calendar.ts';

/** Days the office's own calendar sets differently: date -> working day or not. Overrides the published table. */
export type DayOverrides = Readonly<Record<string, boolean>>;

/** The `count`-th working day after `date` (both `YYYY-MM-DD`). Years without published holidays count weekends only. */
export const workdayAfter = (date: string, count: number, overrides: DayOverrides = {}): string => {
  let day = date;
  for (let left = count; left > 0; ) {
    day = addDays(day, 1);
    if (overrides[day] ?? chineseDays.isWorkday(day)) left -= 1;
  }
  return day;
};
