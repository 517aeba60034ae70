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

/** Printed labels carry spaces, line breaks, colons and stars. */
export const plainLabel = (text: string): string => text.replace(/[\s　*＊:：]/gu, '');

const unitOf = (text: string): string | undefined =>
  /[（(](万元|元|亿元|人|名|项|个|件|家|台|亩|平方米|㎡|岁|年)[）)]/u.exec(text)?.[1] ??
  /^[\s_＿]*(万元|元|亿元|人|名|项|个|件|家|台|亩|平方米|岁)\s*$/u.exec(text)?.[1];

/** An empty box, or brackets to tick in: `（ ）重点项目`. */
export const boxMark = /□|[（(][\s　]{0,6}[）)](?=[\s　]?\p{Script=Han})/gu;

/** The words behind each box, without what is to be written behind them. */
export const optionsIn = (text: string): string[] =>
  text
    .split(boxMark)
    .slice(1)
    .map(part => part.split(/[:：_＿（(\n\t]|\s{2,}/u)[0]!.replace(/[\s　，,、；;。]/gu, ''))
    .filter(part => part !== '' && part.length <= 30);

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
    /^(?!.*(?:单位|企业|机构|职务|职称|学历|专业)).*(?:姓名|联系人|负责人|代表人|法人代表|经办人|填表人)$/u,
    { kind: 'person', personal: true },
  ],
];

/** Guesses what belongs into a field from its label and from what is printed in its cell. */
export const guessKind = (label: string, cell: string): GuessedKind => {
  const options = optionsIn(cell);
  if (options.length > 1) {
    if (options.join() === '是,否' || options.join() === '否,是') return { kind: 'yes-no', because: null };
    const several = /多选/u.test(label + cell);
    return {
      kind: several ? 'several' : 'choice',
      options,
      because: several ? null : '表上是方框，按单选猜',
    };
  }
  if (/年\s*月\s*日/u.test(cell)) return { kind: 'date', because: null };
  const unit = unitOf(label) ?? unitOf(cell);
  if (unit !== undefined && /元$/u.test(unit)) return { kind: 'money', unit, because: null };
  const rule = rules.find(([pattern]) => pattern.test(label));
  if (!rule)
    return unit === undefined ? { kind: 'line', because: null } : { kind: 'number', unit, because: null };
  const [, guess] = rule;
  const counted = unit !== undefined && guess.kind === 'number' ? { unit } : {};
  return { ...guess, ...counted, because: guess.kind === 'line' ? null : `按“${label}”猜的类型` };
};
