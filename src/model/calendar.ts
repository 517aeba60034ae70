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
const MS_PER_DAY = 24 * MS_PER_HOUR;
/** Zones change their offset on the hour or half hour, at most a few times a year. */
const MS_PER_STEP = MS_PER_HOUR / 2;
/** Offsets already asked for. */
const offsets = new Map<string, number>();
const MOST_OFFSETS = 1000;

/** Minutes that the wall clock of `zone` is ahead of UTC at `ms`. Remembered, because asking costs a millisecond. */
const offsetMinutes = (ms: number, zone: string): number => {
  const step = Math.floor(ms / MS_PER_STEP);
  const key = `${zone} ${step}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const minutes = dayjs(step * MS_PER_STEP)
    .tz(zone)
    .utcOffset();
  if (offsets.size >= MOST_OFFSETS) offsets.clear();
  offsets.set(key, minutes);
  return minutes;
};

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** The day in UTC as `YYYY-MM-DD`. By hand: every turn needs one, and formatting by pattern costs ten times as much. */
const utcDate = (moment: Date): string =>
  [
    String(moment.getUTCFullYear()).padStart(4, '0'),
    twoDigits(moment.getUTCMonth() + 1),
    twoDigits(moment.getUTCDate()),
  ].join('-');

/** The wall clock of `zone` (an IANA name such as Asia/Shanghai) at `ms`. */
export const localMoment = (ms: number, zone: string): LocalMoment => {
  const wall = new Date(ms + offsetMinutes(ms, zone) * MS_PER_MINUTE);
  const time = `${twoDigits(wall.getUTCHours())}:${twoDigits(wall.getUTCMinutes())}`;
  return { ms, date: utcDate(wall), time };
};

/** Whole days from one `YYYY-MM-DD` to another; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number =>
  (Date.parse(to) - Date.parse(from)) / MS_PER_DAY;

/** `2022-09-16` as `2022年9月16日`. */
export const chineseDate = (date: string): string => {
  const [year, month, day] = date.split('-');
  return `${year}年${Number(month)}月${Number(day)}日`;
};

/**
 * The instant at which the wall clock of `zone` shows `date` `time`: the first one if it shows that twice, and as many
 * minutes after the jump if it leaps over it.
 */
export const instantOf = (date: string, time: string, zone: string): number => {
  const wall = dayjs.utc(`${date} ${time}`).valueOf();
  const before = offsetMinutes(wall - MS_PER_DAY, zone);
  const after = offsetMinutes(wall + MS_PER_DAY, zone);
  const shows = (offset: number): boolean => offsetMinutes(wall - offset * MS_PER_MINUTE, zone) === offset;
  const offset = [before, after].find(shows) ?? Math.min(before, after);
  return wall - offset * MS_PER_MINUTE;
};

/** The date `days` later; negative goes back. */
export const addDays = (date: string, days: number): string =>
  utcDate(new Date(Date.parse(date) + days * MS_PER_DAY));
