import type { FieldKind } from '../model/pack/field-kinds.ts';

/** What a label and the cell beside it say about the field: a guess, with the words it comes from. */
export interface GuessedKind {
  readonly kind: FieldKind;
  readonly options?: readonly string[];
  readonly unit?: string;
  readonly personal?: true;
  /** Null where the form leaves no doubt. */
  readonly because: string | null;
}

/** Printed labels carry spaces, line breaks, colons, stars, and the number they are printed under. */
export const plainLabel = (text: string): string =>
  text.replace(/[\s　*＊:：]/gu, '').replace(/^(?:\d{1,2}[.．、]|[（(]\d{1,2}[）)])(?=\p{Script=Han})/u, '');

/** From one day to another: 年 月 日 至 年 月 日. */
export const dayRange = /年\s*月(?:\s*日)?[\s_＿]*[至到—–~～-]+/u;

const unitOf = (text: string): string | undefined =>
  /[（(](万元|元|亿元|人|名|项|个|件|家|台|亩|平方米|㎡|岁|年)[）)]/u.exec(text)?.[1] ??
  /^[\s_＿]*(万元|元|亿元|人|名|项|个|件|家|台|亩|平方米|岁)\s*$/u.exec(text)?.[1];

/** An empty box, or brackets to tick in: `（ ）重点项目`. */
const boxMark = /□|[（(][\s　]{0,6}[）)](?=[\s　]?\p{Script=Han})/gu;

/** A box behind what it stands for: `是□ 否□`, `1.基础性研究（ ）`. */
const boxBehind = /([^□（）()\n\t]{1,40}?)[\s　]*(□|[（(][\s　]{0,6}[）)])/gu;

/** One box to tick, where it stands in the text, and what is printed for it. */
export interface FoundBox {
  readonly from: number;
  readonly to: number;
  readonly option: string;
}

const optionOf = (text: string): string =>
  text
    .split(/[:：_＿（(\n\t]|\s{2,}/u)[0]!
    .replace(/[\s　]/gu, '')
    .replace(/^[，,、；;。]+|[，,、；;。]+$/gu, '');

/** Boxes of a text with their options: in front of their words, or behind them where the text begins with words. */
export const boxesIn = (text: string): FoundBox[] => {
  const behind = [...text.matchAll(boxBehind)];
  const inFront = [...text.matchAll(boxMark)];
  const last = text.trimEnd();
  const trailing =
    /[□）)]$/u.test(last) &&
    behind.length > 0 &&
    !/^[\s　]*(?:□|[（(][\s　]*[）)])/u.test(text) &&
    behind.at(-1)!.index + behind.at(-1)![0].length === last.length;
  const found = trailing
    ? behind.map(([whole, words, box], i) => {
        const to = behind[i]!.index + whole.length;
        return {
          from: to - box!.length,
          to,
          option: optionOf(words!.replace(/^[\s　]*\d{1,2}[.．、]/u, '')),
        };
      })
    : inFront.map((box, i) => {
        const to = box.index + box[0].length;
        return {
          from: box.index,
          to,
          option: optionOf(text.slice(to, inFront[i + 1]?.index ?? text.length)),
        };
      });
  return found.filter(({ option }) => option !== '' && option.length <= 30);
};

/** The words of each box, without what is to be written behind them. */
const optionsIn = (text: string): string[] => [
  ...new Set(text.split('\n').flatMap(line => boxesIn(line).map(({ option }) => option))),
];

/** Labels that mean one thing wherever they stand. */
const certain =
  /^(?:姓名|联系人|联系电话|手机|手机号码?|电话|邮箱|电子邮箱|电子邮件|E-?mail|.{2,6}(?:金额|收入|人数)|填表日期|申报日期|出生年月|成立年月)$/iu;

type Rule = readonly [pattern: RegExp, guess: Omit<GuessedKind, 'because'>];

const rules: readonly Rule[] = [
  [/邮箱|e-?mail|电子邮件/iu, { kind: 'email', personal: true }],
  [/身份证|证件号/u, { kind: 'line', personal: true }],
  [/(?:人|姓名).{0,3}(?:及|和|、|\/).{0,4}电话/u, { kind: 'line', personal: true }],
  [/电话|手机|传真|联系方式/u, { kind: 'phone', personal: true }],
  [/^(?:出生|成立|毕业|参加工作)?年月$|出生年月/u, { kind: 'year-month' }],
  [/起止|期限|周期/u, { kind: 'line' }],
  [/日期|时间$/u, { kind: 'date' }],
  [/比例|占比|比重|[率]$|[%％]/u, { kind: 'percent' }],
  [/金额|经费|资金|收入|产值|利润|纳税|税额|资本|总额|投资额|投入|资产|销售额/u, { kind: 'money' }],
  [/人数|数量|面积|件数|个数|年龄/u, { kind: 'number' }],
  [
    /情况|简介|简述|介绍|概况|内容|理由|目标|成果|措施|概述|描述|事迹|业绩|经历|计划|效益|基础|意义|建议/u,
    { kind: 'paragraph' },
  ],
  [
    /^(?!.*(?:单位|企业|机构|职务|职称|学历|专业|意见)).*(?:姓名|联系人|负责人|代表人|法人代表|经办人|填表人|指导(?:教师|老师)|导师|队长|主持人)$/u,
    { kind: 'person', personal: true },
  ],
];

/** Guesses what belongs into a field from its label and from what is printed in its cell. */
export const guessKind = (label: string, cell: string): GuessedKind => {
  const options = optionsIn(cell);
  if (options.length > 1) {
    if (options.join() === '是,否' || options.join() === '否,是') return { kind: 'yes-no', because: null };
    const several = /多选|可选多/u.test(label + cell);
    return {
      kind: several ? 'several' : 'choice',
      options,
      because: several ? null : '表上是方框，按单选猜',
    };
  }
  if (dayRange.test(cell)) return { kind: 'line', because: null };
  if (/年\s*月\s*日/u.test(cell)) return { kind: 'date', because: null };
  const unit = unitOf(label) ?? unitOf(cell);
  if (unit !== undefined && /元$/u.test(unit)) return { kind: 'money', unit, because: null };
  const rule = rules.find(([pattern]) => pattern.test(label));
  if (!rule)
    return unit === undefined ? { kind: 'line', because: null } : { kind: 'number', unit, because: null };
  const [, guess] = rule;
  const counted = unit !== undefined && guess.kind === 'number' ? { unit } : {};
  const sure = guess.kind === 'line' || certain.test(label);
  return { ...guess, ...counted, because: sure ? null : `按“${label}”猜的类型` };
};
