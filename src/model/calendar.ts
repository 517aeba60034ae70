import dayjs from 'dayjs';
import timezone from 'dayjs/plugin/timezone.js';
import utc from 'dayjs/plugin/utc.js';

dayjs.extend(utc);
dayjs.extend(timezone);

/** A moment as the office's wall clock shows it. Nothing here reads the clock: the moment is an argument. */
export interface LocalMoment {
  /** Milliseconds since 1970 (UTC). */
  readonly ms: number;
  /** `YYYY-MM-DD` in the office's time zone. */
  readonly date: string;
  /** `HH:mm` in the office's time zone. */
  readonly time: string;
}

const MS_PER_MINUTE = 60_000;
const MS_PER_HOUR = 60 * MS_PER_MINUTE;
/** Offsets already asked for; zones change theirs on the hour or half hour at most a few times a year. */
const offsets = new Map<string, number>();
const MOST_OFFSETS = 1000;

/** Minutes that the wall clock of `zone` is ahead of UTC at `ms`. Remembered, because asking costs a millisecond. */
const offsetMinutes = (ms: number, zone: string): number => {
  const key = `${zone} ${Math.floor(ms / (MS_PER_HOUR / 2))}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const minutes = dayjs(ms).tz(zone).utcOffset();
  if (offsets.size >= MOST_OFFSETS) offsets.clear();
  offsets.set(key, minutes);
  return minutes;
};

/** The wall clock of `zone` (an IANA name such as Asia/Shanghai) at `ms`. */
export const localMoment = (ms: number, zone: string): LocalMoment => {
  const local = dayjs.utc(ms + offsetMinutes(ms, zone) * MS_PER_MINUTE);
  return { ms, date: local.format('YYYY-MM-DD'), time: local.format('HH:mm') };
};

/** Whole days from one `YYYY-MM-DD` to another; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number => dayjs.utc(to).diff(dayjs.utc(from), 'day');

/** `2022-09-16` as `2022年9月16日`. */
export const chineseDate = (date: string): string => dayjs.utc(date).format('YYYY年M月D日');

/** The instant at which the wall clock of `zone` shows `date` `time`. */
export const instantOf = (date: string, time: string, zone: string): number =>
  dayjs.tz(`${date} ${time}`, zone).valueOf();

/** The date `days` later; negative goes back. */
export const addDays = (date: string, days: number): string =>
  dayjs.utc(date).add(days, 'day').format('YYYY-MM-DD');
