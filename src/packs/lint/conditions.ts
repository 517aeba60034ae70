import type { Condition, Eligibility, Fact } from '../../model/pack/eligibility.ts';
import { didYouMean } from '../suggest.ts';
import type { Place, Reporter } from './reporter.ts';

export type FactIndex = ReadonlyMap<string, Fact>;

export const factIndex = (eligibility: Eligibility): FactIndex =>
  new Map(eligibility.facts.map(fact => [fact.id, fact]));

/** Values a fact can take, as conditions write them. */
export const valuesOf = (fact: Fact): (string | boolean)[] =>
  fact.type === 'boolean' ? [true, false] : (fact.options ?? []).map(option => option.value);

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
    if ('is' in condition) checkValue(fact, condition.is, [file, [...path, 'is']], reporter);
    else {
      for (const [index, value] of condition.in.entries()) {
        checkValue(fact, value, [file, [...path, 'in', index]], reporter);
      }
    }
  }
};
