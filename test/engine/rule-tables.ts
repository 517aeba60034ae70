import type { FactValue } from '../../src/model/fact.ts';

export type Vector = Readonly<Record<string, FactValue | undefined>>;

/** What a person at the office would say of a unit, by fact. */
export interface Ruling {
  readonly unmet: readonly string[];
  readonly unknown: readonly string[];
  readonly todo: readonly string[];
}

/** One line of a table: what makes it met, not met, or left open; left out where the line does not apply. */
type Line = readonly [fact: string, verdict: boolean | null, kind: 'gate' | 'paper'];

const ruling = (lines: readonly Line[]): Ruling => ({
  unmet: lines.flatMap(([fact, verdict, kind]) => (kind === 'gate' && verdict === false ? [fact] : [])),
  unknown: lines.flatMap(([fact, verdict, kind]) => (kind === 'gate' && verdict === null ? [fact] : [])),
  todo: lines.flatMap(([fact, verdict, kind]) => (kind === 'paper' && verdict !== true ? [fact] : [])),
});

const given = (value: FactValue | undefined): value is string | boolean =>
  value !== undefined && value !== null;
const must = (value: FactValue | undefined): boolean | null => (given(value) ? value === true : null);
const mustNot = (value: FactValue | undefined): boolean | null => (given(value) ? value === false : null);

/** 通知·三(一), 通知·一, 办法·第二十五条, 办法·第九条4 and 通知·三(六), read by hand and not from the pack. */
export const wanzhouRuling = (v: Vector): Ruling => {
  const listed = ['企业', '高等院校', '科研院所', '医疗卫生单位'];
  const domains = ['先进制造', '食品加工', '节能减碳', '山地农业', '大健康'];
  const scale: Line[] =
    v.unitType === '企业'
      ? [['aboveScale', must(v.aboveScale), 'gate']]
      : given(v.unitType)
        ? []
        : [['aboveScale', v.aboveScale === true ? true : null, 'gate']];
  const agreement: Line[] =
    v.joint === true
      ? [['jointAgreement', must(v.jointAgreement), 'paper']]
      : v.joint === false
        ? []
        : [['jointAgreement', v.jointAgreement === true ? true : null, 'paper']];
  return ruling([
    ['unitType', given(v.unitType) && listed.includes(String(v.unitType)) ? true : null, 'gate'],
    ['registeredInWanzhou', must(v.registeredInWanzhou), 'gate'],
    ['independentLegalPerson', must(v.independentLegalPerson), 'gate'],
    ...scale,
    ['badCredit3y', mustNot(v.badCredit3y), 'gate'],
    ['majorViolation3y', mustNot(v.majorViolation3y), 'gate'],
    ['majorQualityAccident3y', mustNot(v.majorQualityAccident3y), 'gate'],
    ['safetyAccident3y', mustNot(v.safetyAccident3y), 'gate'],
    ['revokedWithin3y', mustNot(v.revokedWithin3y), 'gate'],
    ['field', given(v.field) && domains.includes(String(v.field)) ? true : null, 'gate'],
    ...agreement,
    ['boardPlanned', must(v.boardPlanned), 'paper'],
    ['expertCommitteePlanned', must(v.expertCommitteePlanned), 'paper'],
  ]);
};

/** 通知·一 to 通知·四 of the invented workshop notice; here "其他" is a plain no. */
export const yunxiRuling = (v: Vector): Ruling => {
  const oneOf = (value: FactValue | undefined, values: readonly string[]): boolean | null =>
    given(value) ? values.includes(String(value)) : null;
  const agreement: Line[] =
    v.inheritorJoins === false
      ? []
      : [
          [
            'writtenAgreement',
            v.inheritorJoins === true ? must(v.writtenAgreement) : v.writtenAgreement === true ? true : null,
            'paper',
          ],
        ];
  return ruling([
    ['unitKind', oneOf(v.unitKind, ['企业', '农民专业合作社', '个体工商户']), 'gate'],
    ['inYunxi', must(v.inYunxi), 'gate'],
    ['projectLevel', oneOf(v.projectLevel, ['国家级', '省级', '市级', '区县级']), 'gate'],
    ['fixedPlace', must(v.fixedPlace), 'gate'],
    ['inheritorJoins', must(v.inheritorJoins), 'gate'],
    ['accident2y', mustNot(v.accident2y), 'gate'],
    ['ipPenalty2y', mustNot(v.ipPenalty2y), 'gate'],
    ['dishonest2y', mustNot(v.dishonest2y), 'gate'],
    ['category', oneOf(v.category, ['传统工艺', '传统美术', '传统医药', '传统饮食']), 'gate'],
    ...agreement,
    ['photos', must(v.photos), 'paper'],
  ]);
};
