import { chineseDate } from './calendar.ts';
import type { Manifest, Window } from './pack/manifest.ts';

/** A day of the office's calendar, `YYYY-MM-DD`, and its time, `HH:mm`; without one the day counts as a whole. */
export interface OfficeTime {
  readonly date: string;
  readonly time?: string;
}

type Windows = Pick<Manifest, 'window'> & Partial<Pick<Manifest, 'batches'>>;

const isOver = ({ closes, closesAt }: Window, { date, time }: OfficeTime): boolean =>
  date > closes || (date === closes && closesAt !== undefined && time !== undefined && time >= closesAt);

/** All windows of a notice, the first batch first. */
export const windowsOf = ({ window, batches = [] }: Windows): readonly Window[] => [window, ...batches];

/** The window that counts now: the first that is not over; after all of them the last. */
export const windowAt = (manifest: Windows, now: OfficeTime): Window => {
  const all = windowsOf(manifest);
  return all.find(window => !isOver(window, now)) ?? all.at(-1)!;
};

/** Where a moment lies relative to the window that counts; both ends are inside. */
export const windowState = (manifest: Windows, now: OfficeTime): 'before' | 'open' | 'after' => {
  const window = windowAt(manifest, now);
  return now.date < window.opens ? 'before' : isOver(window, now) ? 'after' : 'open';
};

/** The last moment of a window for people: `2022年9月16日17:00`. */
export const closingText = ({ closes, closesAt }: Pick<Window, 'closes' | 'closesAt'>): string =>
  `${chineseDate(closes)}${closesAt ?? ''}`;

/** First and last day on which anybody can apply. */
export const wholeSpan = (manifest: Windows): { readonly opens: string; readonly closes: string } => {
  const all = windowsOf(manifest);
  return {
    opens: all.map(({ opens }) => opens).sort()[0]!,
    closes: all
      .map(({ closes }) => closes)
      .sort()
      .at(-1)!,
  };
};
