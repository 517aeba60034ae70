import { localMoment } from '../../model/calendar.ts';
import type { Pack } from '../../model/pack/pack.ts';

/** A time as the office's clock showed it. */
export const shownAt = (pack: Pack, ms: number): string => {
  const { date, time } = localMoment(ms, pack.manifest.timezone);
  return `${date} ${time}`;
};

/** `3分钟`, `5小时`, `2天`: how long ago, in the largest whole unit. */
export const shownSpan = (ms: number): string => {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 60) return `${minutes}分钟`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)}小时` : `${Math.floor(minutes / 1440)}天`;
};
