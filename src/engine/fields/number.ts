import { chineseNumber } from '../../language/numbers.ts';
import { simplified } from '../../language/script.ts';
import { accept, type FieldReader, refuse } from './value.ts';

/** Half-width, without blanks, thousands separators and a full stop at the end. */
const compacted = (text: string): string =>
  simplified(text.normalize('NFKC'))
    .replace(/\s/g, '')
    .replace(/(?<=\d),(?=\d{3}(?!\d))/g, '')
    .replace(/(?<![。,，;；.])[。,，;；.]+$/u, '');

const numeral = '(?:\\d+(?:\\.\\d+)?|[零〇一二两三四五六七八九十百千点]+)';

const scales: Readonly<Record<string, number>> = { 万: 10_000, 亿: 100_000_000 };

/** 1800 and 万, 三百 and 万: digits are multiplied, words are read with their scale. Null when it is no number. */
const amountOf = (words: string | undefined, scale: string): number | null => {
  if (words === undefined) return null;
  if (!/^\d/.test(words)) return chineseNumber(`${words}${scale}`);
  return [...scale].reduce((amount, each) => amount * scales[each]!, Number(words));
};

/** At most this many digits behind the point are kept where a sum is converted: a hundredth of a yuan in hundred millions. */
const PLACES = 10;
const shown = (amount: number): string => String(Number(amount.toFixed(PLACES)));

const counted = new RegExp(`^(${numeral})([万亿]*)(\\p{Script=Han}{0,4}|[a-zA-Z²³/]{0,6})$`, 'u');

/** 12 · 1,200 · 十二 · 12人. A unit is kept, unless the form prints it; another one than the form's is asked about. */
export const readNumber: FieldReader = (field, text) => {
  const [, words, scale = '', unit = ''] = counted.exec(compacted(text)) ?? [];
  const amount = amountOf(words, scale);
  if (amount === null) return refuse('shape');
  if (unit === '' || unit === field.unit) return accept(shown(amount));
  return field.unit ? refuse('unit') : accept(`${shown(amount)}${unit}`);
};

const sums = { 元: 1, 万元: 10_000, 亿元: 100_000_000 } as const;
const money = new RegExp(`^(?:人民币|¥|￥|rmb)?(${numeral})([万亿]*)(元|块钱?|圆)?(?:整|正)?$`, 'iu');

/**
 * 1800万元 · 1,800万 · 三百万元 · ¥3000. Where the form prints a unit (元, 万元, 亿元) a sum is converted to it, and a number
 * alone is taken to be in it; where it prints none, the unit must be written.
 */
export const readMoney: FieldReader = (field, text) => {
  const [, words, scale = '', yuan] = money.exec(compacted(text)) ?? [];
  const total = amountOf(words, scale);
  if (total === null) return refuse('shape');
  const own =
    field.unit !== undefined && Object.hasOwn(sums, field.unit)
      ? sums[field.unit as keyof typeof sums]
      : null;
  const bare = scale === '' && yuan === undefined;
  if (own !== null) return accept(shown(bare ? total : total / own));
  if (bare) return refuse('no-unit');
  const unit = total >= sums.亿元 ? '亿元' : total >= sums.万元 ? '万元' : '元';
  return accept(`${shown(total / sums[unit])}${unit}`);
};

const percent = new RegExp(
  `^(?:百分之(${numeral})|(${numeral})(%|个百分点|个点)?|(${numeral})成(半)?)$`,
  'u',
);

/** 30% · 30 · 百分之三十 · 三成. Kept as 30%. */
export const readPercent: FieldReader = (_field, text) => {
  const [, worded, plain, , tenths, half] = percent.exec(compacted(text)) ?? [];
  const amount =
    tenths === undefined
      ? chineseNumber(worded ?? plain ?? '')
      : (chineseNumber(tenths) ?? 0) * 10 + (half ? 5 : 0);
  return amount === null ? refuse('shape') : accept(`${shown(amount)}%`);
};
