import type { Review } from '../../model/pack/review.ts';
import { formatted } from '../../model/record-format.ts';
import { isElsewhere, isLater, isNod, isNotYet, isUnsure } from '../hollow.ts';
import { clean, fold, shorten } from '../text.ts';

/** Something a stage wants recorded: 专家意见, 认定文号. */
export type StageRecord = Review['stages'][number]['records'][number];

/** Longest reason or record, in characters; our own cap, to fit every platform's card. */
export const REASON_LIMIT = 500;

/** Words that hold the place of a reason or a record without being one: 还没得, 等一下, 好的. */
export const isHollow = (typed: string): boolean => {
  const words = fold(typed);
  return (
    [isNotYet, isLater, isUnsure, isNod, isElsewhere].some(is => is(words)) || !/[\p{L}\p{N}]/u.test(words)
  );
};

/** Points within what there are, in halves or tenths; null for anything else. */
const pointsIn = (typed: string, most: number): string | null => {
  const [, given] = /^(\d{1,4}(?:\.\d)?)分?$/u.exec(typed.normalize('NFKC').replace(/\s/gu, '')) ?? [];
  return given === undefined || Number(given) > most ? null : String(Number(given));
};

/** A record as it is kept; null when it is none: the officer is told what is expected. */
export const readRecord = ({ label, format, points }: StageRecord, typed: string): string | null => {
  const words = clean(typed);
  if (points !== undefined) return pointsIn(words, points);
  if (isHollow(words)) return null;
  if (!format) return shorten(words, REASON_LIMIT);
  if (words.length > REASON_LIMIT) return null;
  // 认定文号是…, 文号：…
  const names = [label, label.slice(-2)].map(name => words.indexOf(name)).filter(index => index === 0);
  const value = names.length > 0 ? words.slice(words.startsWith(label) ? label.length : 2) : words;
  return formatted(format, value.replace(/^(?:是|为)?[:：\s]*/u, ''));
};
