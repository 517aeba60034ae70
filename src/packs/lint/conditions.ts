import type { Condition, Eligibility, Fact } from '../../model/pack/eligibility.ts';
import { didYouMean } from '../suggest.ts';
import type { Place, Reporter } from './reporter.ts';

export type FactIndex = ReadonlyMap<string, Fact>;

export const factIndex = (eligibility: Eligibility): FactIndex =>
  new Map(eligibility.facts.map(fact => [fact.id, fact]));

/** Values a fact can take, as conditions write them. */
export const valuesOf = (fact: Fact): (string | boolean)[] =>
  fact.type === 'boolean' ? [true, false] : (fact.options ?? []).map(option => option.value);

/** Values that matter to a criterion: of a measured fact those around its bounds. */
const MEASURED = 5;

export const isMeasured = ({ type }: Fact): boolean => type !== 'boolean' && type !== 'choice';

export const choicesOf = (fact: Fact): number => (isMeasured(fact) ? MEASURED : valuesOf(fact).length);

const checkBound = (
  fact: Fact,
  bounds: readonly (string | number)[],
  key: string,
  place: Place,
  reporter: Reporter,
): void => {
  const dated = fact.type === 'date';
  const timed = dated || fact.type === 'year';
  const fits =
    isMeasured(fact) &&
    key !== 'is' &&
    (key === 'before' ? timed : key === 'within' || !dated) &&
    bounds.every(bound => (typeof bound === 'string') === dated);
  if (!fits)
    reporter.error(
      place,
      'fact:unfit-comparison',
      `事项「${fact.id}」不能这样比较`,
      dated
        ? '日期用 before 或 within，写成 2022-09-01'
        : isMeasured(fact)
          ? '数字用 atLeast、atMost 或 within（年份还可用 before），直接写数'
          : '是非题和选择题用 is 或 in；要比大小，把 type 改成 number、money、year、date 或 ratio',
    );
  else if (key === 'within' && bounds[0]! > bounds[1]!)
    reporter.error(place, 'fact:unfit-comparison', `事项「${fact.id}」的范围前后颠倒`, '先写小的、早的');
};

export const checkFactExists = (
  facts: FactIndex,
  id: string,
  place: Place,
  reporter: Reporter,
): Fact | undefined => {
  const fact = facts.get(id);
  if (!fact) {
    reporter.error(place, 'fact:unknown', `没有事项「${id}」`, didYouMean(id, [...facts.keys()]));
  }
  return fact;
};

const checkValue = (fact: Fact, value: string | boolean, place: Place, reporter: Reporter): void => {
  const values = valuesOf(fact);
  if (values.includes(value)) return;
  const hint =
    fact.type === 'boolean'
      ? '这是是非题，写 true 或 false，不加引号'
      : typeof value === 'boolean'
        ? `可以写：${values.join('、')}`
        : didYouMean(value, values.map(String));
  reporter.error(place, 'fact:unknown-value', `事项「${fact.id}」没有“${value}”这个答案`, hint);
};

/** Facts a condition looks at. */
export const factsIn = (condition: Condition): string[] => {
  if ('all' in condition) return condition.all.flatMap(factsIn);
  if ('any' in condition) return condition.any.flatMap(factsIn);
  if ('not' in condition) return factsIn(condition.not);
  return [condition.fact];
};

/** Every fact in a condition exists and can take the values it is compared with. */
export const checkCondition = (
  condition: Condition,
  [file, path]: Place,
  facts: FactIndex,
  reporter: Reporter,
): void => {
  const below = (part: Condition, ...steps: (string | number)[]) =>
    checkCondition(part, [file, [...path, ...steps]], facts, reporter);
  if ('all' in condition) {
    for (const [index, part] of condition.all.entries()) below(part, 'all', index);
  } else if ('any' in condition) {
    for (const [index, part] of condition.any.entries()) below(part, 'any', index);
  } else if ('not' in condition) {
    below(condition.not, 'not');
  } else {
    const fact = checkFactExists(facts, condition.fact, [file, [...path, 'fact']], reporter);
    if (!fact) return;
    if ('atLeast' in condition)
      checkBound(fact, [condition.atLeast], 'atLeast', [file, [...path, 'atLeast']], reporter);
    else if ('atMost' in condition)
      checkBound(fact, [condition.atMost], 'atMost', [file, [...path, 'atMost']], reporter);
    else if ('before' in condition)
      checkBound(fact, [condition.before], 'before', [file, [...path, 'before']], reporter);
    else if ('within' in condition)
      checkBound(fact, condition.within, 'within', [file, [...path, 'within']], reporter);
    else if (isMeasured(fact))
      checkBound(fact, [], 'is', [file, [...path, 'is' in condition ? 'is' : 'in']], reporter);
    else if ('is' in condition) checkValue(fact, condition.is, [file, [...path, 'is']], reporter);
    else {
      for (const [index, value] of condition.in.entries()) {
        checkValue(fact, value, [file, [...path, 'in', index]], reporter);
      }
    }
  }
};
