import { chineseNumber } from '../../language/numbers.ts';
import { simplified } from '../../language/script.ts';
import { accept, type FieldReader, refuse } from './value.ts';

const written = /^(?:(.{2,4})年|([今本去明])年)?(.{1,3})月份?$/u;
/** 去年, 明年: years from this one. */
const shifts: Readonly<Record<string, number>> = { 去: -1, 明: 1 };
const digits = /^(\d{4})[-/.](\d{1,2})$|^(\d{4})(\d{2})$/;

/** 2022年9月 · 22年9月 · 今年九月 · 2022-09 · 2022.9 · 202209 · 二〇二二年九月. Kept as 2022年9月; a day beside it is not wanted and is refused. */
export const readYearMonth: FieldReader = (_field, text, { today }) => {
  const compact = simplified(text.normalize('NFKC')).replace(/[\s。]/g, '');
  const thisYear = Number(today.slice(0, 4));
  const [, dashedYear, dashedMonth, runYear, runMonth] = digits.exec(compact) ?? [];
  const [, inWords, said, monthInWords] = written.exec(compact) ?? [];
  const m = chineseNumber(dashedMonth ?? runMonth ?? monthInWords ?? '');
  const given = dashedYear ?? runYear ?? inWords;
  const short = chineseNumber(given ?? '');
  const y =
    given === undefined
      ? thisYear + (shifts[said ?? ''] ?? 0)
      : short !== null && short < 100
        ? 2000 + short
        : short;
  if (y === null || m === null || y < 1900 || y > 2200 || m < 1 || m > 12) return refuse('shape');
  return accept(`${y}年${m}月`);
};
