import { chineseNumber } from '../../language/numbers.ts';
import { simplified } from '../../language/script.ts';
import { accept, type FieldReader, refuse } from './value.ts';

const written = /^(.{2,4})年(.{1,3})月份?$/u;
const digits = /^(\d{4})[-/.](\d{1,2})$|^(\d{4})(\d{2})$/;

/** 2022年9月 · 2022-09 · 2022.9 · 202209 · 二〇二二年九月. Kept as 2022年9月; a day beside it is not wanted and is refused. */
export const readYearMonth: FieldReader = (_field, text) => {
  const compact = simplified(text.normalize('NFKC')).replace(/[\s。]/g, '');
  const [, dashedYear, dashedMonth, year = dashedYear, month = dashedMonth] = digits.exec(compact) ?? [
    null,
    ...(written.exec(compact)?.slice(1) ?? []),
  ];
  const [y, m] = [chineseNumber(year ?? ''), chineseNumber(month ?? '')];
  if (y === null || m === null || y < 1900 || y > 2200 || m < 1 || m > 12) return refuse('shape');
  return accept(`${y}年${m}月`);
};
