import { has, isLabel, isTopic } from './clauses.ts';
import type { Token } from './lexicon.ts';
import { chineseNumber, dictatedDigit } from './numbers.ts';
import type { ValueKind } from './reading.ts';
import { unitWord } from './token-kinds.ts';

/** A value, its place in the spelled text. */
export interface Found {
  readonly kind: ValueKind;
  readonly start: number;
  readonly end: number;
  readonly amount: number | null;
  readonly unit: string | null;
}

/** No number people write is longer; a run of digits without end is none. */
const numeral = '[0-9]{1,15}(?:\\.[0-9]{1,6})?|[零〇一二两三四五六七八九十百千]{1,12}';

/** Tried where a digit, a numeral or a sign stands; every pattern is anchored and reads each character once. */
const patterns: readonly (readonly [ValueKind, RegExp])[] = [
  ['email', /[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}/y],
  ['creditCode', /[0-9a-hj-npqrtuwxy]{2}[0-9]{6}[0-9a-hj-npqrtuwxy]{10}(?![0-9a-z])/y],
  [
    'date',
    /(?:[0-9]{2,4}|[零〇○o一二三四五六七八九]{2,4})年[ ]?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})月(?:[ ]?(?:[0-9]{1,2}|[一二三四五六七八九十廿卅]{1,3})[日号])?/y,
  ],
  ['date', /(?:19|20)[0-9]{2}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?![0-9])/y],
  [
    'date',
    /(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})月(?:[0-9]{1,2}|[一二三四五六七八九十廿卅]{1,3})[日号]/y,
  ],
  ['phone', /(?:\+?86[- ]?)?1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}(?![0-9])/y],
  [
    'phone',
    /\(?0[0-9]{2,3}\)?[-—–－ ]{0,2}[0-9]{7,8}(?:[ ]?(?:转|-|分机号?|ext\.?)[ ]?[0-9]{1,6})?(?![0-9])/y,
  ],
  // 幺三九，九六二幺，零五八八: said digit by digit, in groups.
  [
    'phone',
    new RegExp(
      `[一幺1][三四五六七拐八九勾3-9](?:[- ,，、]?[${dictatedDigit}]){9}(?![${dictatedDigit}])`,
      'y',
    ),
  ],
  [
    'phone',
    new RegExp(
      `[零洞0][${dictatedDigit}]{2,3}(?:[- ,，、]?[${dictatedDigit}]){7,8}(?![${dictatedDigit}])`,
      'y',
    ),
  ],
  ['phone', /[48]00[- ]?[0-9]{3}[- ]?[0-9]{4}(?![0-9])/y],
  ['ratio', /[0-9]+(?:\.[0-9]+)?%/y],
  ['ratio', /百分之(?:[0-9]+(?:\.[0-9]+)?|[零一二两三四五六七八九十百]+(?:点[零一二三四五六七八九]+)?)/y],
  ['ratio', /[0-9]+(?:\.[0-9]+)?[:比][0-9]+(?:\.[0-9]+)?(?![0-9])/y],
  ['ratio', /(?:[0-9]|[一二两三四五六七八九十])成(?![立功为员交果品本都绩熟长分])(?:[多半])?/y],
  [
    'money',
    new RegExp(
      `(?<![这那哪])(?:${numeral})(?:个)?(?:多)?(?:亿|千万|百万|十万|万|千|百)?(?:多|余|来|左右)?(?:元|块钱|块(?![儿建搞做报弄干来申去上走])|人民币)`,
      'y',
    ),
  ],
  ['money', new RegExp(`(?:${numeral})(?:个)?(?:亿|千万|百万|w)(?![人家个台套件字吨亩名斤只头平])`, 'y')],
  ['money', new RegExp(`(?:${numeral})(?:多)?万(?![人家个台套件字吨亩名斤只头平州])`, 'y')],
  ['year', /(?:19|20)[0-9]{2}年?(?![0-9])/y],
  ['year', /[一二][九〇零○][零〇○一二三四五六七八九]{2}年/y],
  ['year', /[0-9]{2}年(?![0-9前后多来])/y],
  ['phone', /[0-9]{7,8}(?:[ ]?(?:转|-|分机号?|ext\.?)[ ]?[0-9]{1,6})?(?![0-9])/y],
  ['caseNumber', /[a-z]{2,8}[0-9]{2}-[0-9]{4}-[0-9a-z](?![0-9a-z])/y],
  [
    'number',
    new RegExp(
      `(?:${numeral})(?:万|千|百|亿)?(?:多|余|来)?(?:平方米|平米|公顷|亩|人|名|个|家|台|套|件|项|份|篇|条|年|岁|天|个月|月|周|次|起|批|位|辆|吨|公斤|斤|只|头|%|间|门|种)?`,
      'y',
    ),
  ],
];

const mayStart = /[0-9零〇○洞幺一二两三四五六七八九十百廿+(a-z]/;

const scale: Readonly<Record<string, number>> = {
  亿: 1e8,
  千万: 1e7,
  百万: 1e6,
  十万: 1e5,
  万: 1e4,
  w: 1e4,
  千: 1e3,
  百: 100,
};

const amountOf = (kind: ValueKind, text: string): { amount: number | null; unit: string | null } => {
  const none = { amount: null, unit: null };
  if (kind === 'ratio') {
    const percent = /^([0-9.]+)%$/.exec(text);
    if (percent) return { ...none, amount: Number(percent[1]) / 100 };
    if (text.startsWith('百分之')) {
      const share = chineseNumber(text.slice(3));
      return { ...none, amount: share === null ? null : share / 100 };
    }
    const pair = /^([0-9.]+)[:比]([0-9.]+)$/.exec(text);
    if (pair)
      return {
        ...none,
        amount: Number(pair[2]) === 0 ? null : Number(pair[1]) / Number(pair[2]),
      };
    const tenths = chineseNumber(text[0]!);
    return {
      ...none,
      amount: tenths === null ? null : (tenths + (text.endsWith('半') ? 0.5 : 0)) / 10,
    };
  }
  if (kind === 'year') {
    const digits = chineseNumber(text.replace('年', ''));
    if (digits === null) return none;
    return {
      ...none,
      amount: digits < 50 ? 2000 + digits : digits < 100 ? 1900 + digits : digits,
    };
  }
  if (kind !== 'money' && kind !== 'number') return none;
  const parts =
    /^([0-9.]+|[零〇一二两三四五六七八九十百千]+)(?:个)?(?:多)?(亿|千万|百万|十万|万|千|百|w)?(?:多|余|来|左右)?(.*)$/u.exec(
      text,
    );
  if (!parts) return none;
  let head = parts[1]!;
  let factor = parts[2] ? scale[parts[2]]! : 1;
  // 三千万: the run of numerals has taken 千, and 万 multiplies it.
  if (/[百千]$/.test(head) && head.length === 1) {
    factor *= scale[head]!;
    head = '一';
  }
  const count = chineseNumber(head);
  if (count === null) return none;
  return {
    amount: Math.round(count * factor * 100) / 100,
    unit: parts[3] === '' ? null : parts[3]!,
  };
};

/** Numbers, dates, phones and the like. A later pattern never takes what an earlier one has. */
export const plainValues = (text: string): Found[] => {
  const found: Found[] = [];
  for (let at = 0; at < text.length; ) {
    if (!mayStart.test(text[at]!)) {
      at += 1;
      continue;
    }
    const before = text[at - 1] ?? ' ';
    let taken: Found | null = null;
    for (const [kind, pattern] of patterns) {
      // A letter or a digit before it: the middle of something.
      if (/[0-9a-z]/.test(before) && /[0-9a-z]/.test(text[at]!)) break;
      pattern.lastIndex = at;
      const match = pattern.exec(text);
      if (!match) continue;
      const words = match[0].trimEnd();
      if (kind === 'creditCode' && !/[0-9]{6}/.test(words)) continue;
      taken = {
        kind,
        start: at,
        end: at + words.length,
        ...amountOf(kind, words),
      };
      break;
    }
    if (taken && taken.kind === 'number' && !/[0-9]/.test(text[at]!) && taken.unit === null) taken = null;
    if (taken) found.push(taken);
    at = taken ? taken.end : at + 1;
  }
  return found;
};

const organisationEnds =
  /(?:集团(?:有限责任|股份有限|有限)公司|有限责任公司|股份有限公司|有限公司|集团公司|分公司|公司|集团|人民医院|中医院|卫生院|保健院|医院|大学|学院|研究院|研究所|科学院|研究中心|疾控中心|疾病预防控制中心|卫生服务中心|中心血站|技术中心|合作社|联合社|家庭农场|农场|加工厂|厂|协会|学会|商会|事务所|工作室|设计院|农科院|农科所|检验所|检测所|监测站|检测站|推广站|服务站|试验站|检验院|检测院|中学|小学|学校|专科学校|门诊部|诊所|酒厂|工坊|作坊|有限合伙|经营部|个体户)/gu;

/** Walking left from the end of a name: what cannot be inside one. */
const stopsName = (token: Token | undefined): boolean => {
  if (token === undefined || /^[\s\p{P}\p{S}]$/u.test(token.text)) return true;
  if (/^[是叫在的由把给请找即我您你被了做搞还也就跟底前后写填勾说她他它]$/u.test(token.text)) return true;
  if (token.text.length === 1) return false;
  return (
    has(
      token,
      'ours',
      'another',
      'neg',
      'hypothesis',
      'doubt',
      'polite',
      'but',
      'past',
      'recent',
      'now',
      'plan',
      'jointly',
      'carrier',
      'happen',
      'report',
    ) ||
    (isLabel(token) && !isTopic(token)) ||
    token.asks
  );
};

/** Joins that may also be letters of a name (中和, 大同): they are, when a piece of a name stands before them. */
const joins = /^[和与同跟]$/u;

const LONGEST_NAME = 40;

/** 三甲医院, 区级公立医院: a kind of unit, and no name. */
const levelOnly =
  /^(?:三甲|二甲|一甲|三乙|二乙|三级|二级|一级|甲等|乙等|公立|私立|民办|公办|县级|区级|市级|省级|乡镇|基层|本地|当地|附属|合作|综合|专科|规上|普通|老牌|新办|家族|上市|外资|合资|国营|专精特新|高新技术|科技型|农业|食品|制造)+的?$/u;

/** Names of organisations: a known ending, and what leads up to it. */
export const organisations = (text: string, tokens: readonly Token[]): Found[] => {
  const found: Found[] = [];
  const indexAt = new Map<number, number>();
  for (const [index, token] of tokens.entries())
    for (let at = token.start; at < token.end; at += 1) indexAt.set(at, index);
  let floor = 0;
  for (const match of text.matchAll(organisationEnds)) {
    const end = match.index + match[0].length;
    if (match.index < floor) continue;
    // 公司 inside a longer word of the pack (合作公司) or before more of a name (公司中心): not an end of one.
    let index = indexAt.get(match.index)!;
    if (
      tokens[index] &&
      tokens[index]!.end >= end &&
      (has(tokens[index], 'ours', 'another') || tokens[index]!.concepts.some(({ kind }) => kind === 'fact'))
    )
      continue;
    while (index > 0) {
      const token = tokens[index - 1]!;
      if (token.start < floor || match.index - token.start > LONGEST_NAME) break;
      if (joins.test(token.text)) {
        const left = tokens[index - 2];
        const begins =
          left === undefined ||
          stopsName(left) ||
          has(left, 'ours', 'another') ||
          isLabel(left) ||
          has(left, 'plan', 'soon');
        if (begins || found.some(other => other.end === token.start)) break;
      } else if (stopsName(token)) break;
      index -= 1;
    }
    const led = tokens[index]?.start ?? match.index;
    // 名称重庆绿源…: the name of the field is no part of it.
    const start =
      led +
      (/^(?:单位|公司|企业)?(?:名称|全称|全名|名字)/u.exec(text.slice(led, match.index))?.[0].length ?? 0);
    const body = tokens.filter(token => token.start >= start && token.end <= match.index);
    const unknown = body.reduce(
      (sum, token) =>
        sum + (token.concepts.length === 0 && token.classes.length === 0 ? token.text.length : 0),
      0,
    );
    const placed = /^(?:[\p{Script=Han}]{2,8}(?:省|市|区|县|镇|州))/u.test(text.slice(start, end));
    const generic =
      /^(?:某|本|该|贵|这|那|哪|一家|一个|个|家|几家|两家|多家|些|各|每|另|几|两|大型|小型|民营|国有|龙头|其他)/u.test(
        text.slice(start, end),
      );
    const kind = levelOnly.test(text.slice(start, match.index));
    // 企业学校院所医院: kinds side by side.
    const kinds = body.filter(token => unitWord.test(token.text) && token.concepts.length > 0).length > 1;
    const counted = /[一两几多三这那某哪]家|[区县市镇乡里的]一个/u.test(text.slice(start, end));
    if (generic || counted || kind || kinds || end - start < 4 || (unknown < 2 && !placed)) continue;
    found.push({ kind: 'organisation', start, end, amount: null, unit: null });
    floor = end;
  }
  return found;
};

/** 重庆市万州区双河口街道88号附2号: a road, a village or a building, with what leads up to it and its number. */
const addressCore =
  /(?:大道|街道|路|街|巷|镇|乡|村|社区|工业园|园区|开发区|大厦|广场|小区|组团|港)[\p{Script=Han}0-9a-z-]{0,24}?(?:[0-9一二三四五六七八九十]{1,12}(?:号|栋|幢|楼|层|室|单元|组|社|座)(?:附?[0-9a-z-]+(?:号|栋|幢|楼|层|室|单元|座))*(?:[\p{Script=Han}]{0,8}(?:大厦|楼|园|广场|中心|层|室))?)/gu;

export const addresses = (text: string, tokens: readonly Token[]): Found[] => {
  const found: Found[] = [];
  let floor = 0;
  for (const match of text.matchAll(addressCore)) {
    let start = match.index;
    while (start > floor && match.index - start < 30 && /[\p{Script=Han}0-9]/u.test(text[start - 1]!)) {
      const token = tokens.find(each => each.start < start && each.end >= start);
      if (
        token &&
        (isLabel(token) ||
          has(token, 'carrier', 'change', 'wrong', 'ours', 'another', 'neg', 'aff', 'polite', 'coord') ||
          token.text === '的') &&
        !/省|市|区|县/.test(token.text)
      )
        break;
      start = token && token.start < start ? Math.max(floor, token.start) : start - 1;
    }
    const end = match.index + match[0].length;
    start +=
      /^(?:现在)?(?:搬到|搬迁到|搬迁至|迁到|迁至|搬至|挪到|改到|换到)/u.exec(text.slice(start, end))?.[0]
        .length ?? 0;
    if (end - start >= 4) found.push({ kind: 'address', start, end, amount: null, unit: null });
    floor = end;
  }
  return found;
};
