import { chineseNumber, dictatedDigit, withDigits } from '../../language/numbers.ts';
import { simplified } from '../../language/script.ts';
import type { Field } from '../../model/pack/form.ts';
import { accept, type FieldReader, type Read, refuse, type Surroundings } from './value.ts';

/** Numerals of cheques, and tens in one sign. */
const written: ReadonlyMap<string, string> = new Map(
  ['一壹', '二贰弍', '三叁', '四肆', '五伍', '六陆', '七柒', '八捌', '九玖', '十拾', '百佰', '千仟'].flatMap(
    ([plain = '', ...others]) => others.map(sign => [sign, plain] as const),
  ),
);

/** Half-width, in plain numerals, without blanks, thousands separators and a full stop at the end. */
const compacted = (text: string): string =>
  simplified(text.normalize('NFKC'))
    .replace(/\s/g, '')
    .replace(/[壹贰弍叁肆伍陆柒捌玖拾佰仟]/gu, sign => written.get(sign)!)
    .replace(/[廿卄](?=[十一二三四五六七八九]|$)十?/gu, '二十')
    .replace(/(?<=\d),(?=\d{3}(?!\d))/g, '')
    .replace(/个(?=[万亿])/gu, '')
    .replace(/(?<=\d)[wW](?![a-zA-Z])/g, '万')
    .replace(/(?<![。,，;；.])[。,，;；.]+$/u, '');

/** Spelled digit by digit, with the signs of the telephone: 幺八零零. */
const spelled = new RegExp(`^(?=.*[幺洞拐勾])[${dictatedDigit}]{2,}$`, 'u');
const numeral =
  '(?:\\d|[零〇一二两三四五六七八九十百千万亿])(?:[.点]?(?:\\d|[零〇一二两三四五六七八九十百千万亿]))*';

/** Some, not so many: 十来个, 三五人, 约30人, 50万左右, 30人以上, 300-500万. */
const about =
  /[来几多余数]|^[约近上超]|^(?:大约|大概|大致|差不多|不到|不足|不少于|不低于|不超过|至少|最多|将近|接近|超过)|左右|上下|以[上下内]|不等|\+$|\d[^\d.]{0,3}[-~至到]\d/u;
const between =
  /(?:^|[十百千])(?:一两|两三|二三|三四|三五|四五|五六|六七|七八|八九)(?=[^零〇一二两三四五六七八九点]|$)/u;
/** Whether a text names a number, but not one. */
const isVague = (text: string): boolean =>
  new RegExp(numeral, 'u').test(text) && (about.test(text) || between.test(text));

/** 约30人, 50万左右: the number is the best that there is. */
const near = /^(?:约|大约|大概|大致|差不多)|左右|上下|\+$/u;

/** The one number in a text that says about so many; offered for the case that it is meant just so. */
const around = (text: string): string | null => {
  const found = [...text.matchAll(new RegExp(numeral, 'gu'))].map(([words]) => words);
  return found.length === 1 && near.test(text)
    ? text.slice(text.indexOf(found[0]!)).replace(/左右|上下|以[上下内]|不等|\+$/u, '')
    : null;
};

const inexact = (field: Field, text: string, own: FieldReader, about: Surroundings): Read => {
  const plain = around(text);
  const read = plain === null ? null : own(field, plain, about);
  return refuse('inexact', read?.ok ? [read.value] : []);
};

/** At most this many digits behind the point are kept where a sum is converted: a hundredth of a yuan in hundred millions. */
const PLACES = 10;
const shown = (amount: number): string => String(Number(amount.toFixed(PLACES)));

const counted = new RegExp(`^(${numeral})(\\p{Script=Han}{0,4}|[a-zA-Z²³/]{0,6})$`, 'u');
/** What people are counted by. */
const heads: ReadonlySet<string> = new Set(['人', '名', '位', '个人']);

/** 12 · 1,200 · 十二 · 1千8 · 12人. A unit is kept, unless the form prints it; another one than the form's is asked about. */
export const readNumber: FieldReader = (field, text, surroundings) => {
  const typed = compacted(text);
  if (spelled.test(typed)) return accept(withDigits(typed));
  if (isVague(typed)) return inexact(field, typed, readNumber, surroundings);
  const [, words, unit = ''] = counted.exec(typed) ?? [];
  const amount = words === undefined ? null : chineseNumber(words);
  if (amount === null || unit === '半') return refuse('shape');
  const same = unit === field.unit || (heads.has(unit) && heads.has(field.unit ?? ''));
  if (unit === '' || same) return accept(shown(amount));
  return field.unit ? refuse('unit') : accept(`${shown(amount)}${unit}`);
};

const sums = { 元: 1, 万元: 10_000, 亿元: 100_000_000 } as const;
const money = new RegExp(
  `^(?:合计|总计|共计|累计|一共|总共|共)?(人民币|¥|￥|rmb|cny)?(${numeral})(元|块钱?|圆)?(?:整|正)?(?:人民币|rmb|cny)?$`,
  'iu',
);
const abroad = /美元|美金|欧元|港币|港元|日元|英镑|澳元|usd|eur|hkd|[$€£]/iu;

/**
 * 1800万元 · 1,800万 · 三百万元 · 2亿3千万 · 1800w · ¥3000. Where the form prints a unit (元, 万元, 亿元) a sum is converted to it, and a number
 * alone is taken to be in it; where it prints none, the unit must be written.
 */
export const readMoney: FieldReader = (field, text, surroundings) => {
  const typed = compacted(text);
  if (abroad.test(typed)) return refuse(field.unit ? 'unit' : 'shape');
  if (isVague(typed)) return inexact(field, typed, readMoney, surroundings);
  const [, sign, words, yuan] = money.exec(typed) ?? [];
  const total = words === undefined ? null : chineseNumber(words);
  if (total === null) return refuse('shape');
  const own =
    field.unit !== undefined && Object.hasOwn(sums, field.unit)
      ? sums[field.unit as keyof typeof sums]
      : null;
  const bare = !/[万亿]/u.test(words!) && yuan === undefined && sign === undefined;
  if (own !== null) return accept(shown(bare ? total : total / own));
  if (bare) return refuse('no-unit');
  const unit = total >= sums.亿元 ? '亿元' : total >= sums.万元 ? '万元' : '元';
  return accept(`${shown(total / sums[unit])}${unit}`);
};

const percent = new RegExp(
  `^(?:百分之(${numeral})|(${numeral})(%|个百分点|个点)?|(${numeral})成(?:(半)|([一二三四五六七八九]))?)$`,
  'u',
);

/** 30% · 30 · 百分之三十 · 三成. Kept as 30%. */
export const readPercent: FieldReader = (field, text, surroundings) => {
  const typed = compacted(text);
  if (isVague(typed)) return inexact(field, typed, readPercent, surroundings);
  const [, worded, plain, sign, tenths, half, tail] = percent.exec(typed) ?? [];
  const amount =
    tenths === undefined
      ? chineseNumber(worded ?? plain ?? '')
      : (chineseNumber(tenths) ?? 0) * 10 + (half ? 5 : (chineseNumber(tail ?? '') ?? 0));
  if (amount === null) return refuse('shape');
  // 0.3 alone may be a share of one or of a hundred.
  if (plain !== undefined && sign === undefined && amount > 0 && amount < 1)
    return refuse('share', [`${shown(amount * 100)}%`, `${shown(amount)}%`]);
  return accept(`${shown(amount)}%`);
};
