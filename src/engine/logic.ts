import type { FactValue } from '../model/fact.ts';
import type { Condition } from '../model/pack/eligibility.ts';

/** Kleene's three truth values; `null` is "nobody knows yet". */
export type Truth = true | false | null;

export type Facts = Readonly<Record<string, FactValue>>;

export const not = (a: Truth): Truth => (a === null ? null : !a);

/** False as soon as one is false, true only when all are. */
export const and = (values: readonly Truth[]): Truth =>
  values.includes(false) ? false : values.includes(null) ? null : true;

/** True as soon as one is true, false only when all are. */
export const or = (values: readonly Truth[]): Truth => not(and(values.map(not)));

/** Truth of a condition over the facts known so far. */
export const evaluate = (condition: Condition, facts: Facts): Truth => {
  if ('all' in condition) return and(condition.all.map(part => evaluate(part, facts)));
  if ('any' in condition) return or(condition.any.map(part => evaluate(part, facts)));
  if ('not' in condition) return not(evaluate(condition.not, facts));
  const value = facts[condition.fact];
  if (value === undefined || value === null) return null;
  return 'in' in condition ? condition.in.includes(value) : condition.is === value;
};

/** Facts a condition looks at, in order of appearance. */
export const factsIn = (condition: Condition): string[] => {
  if ('all' in condition) return condition.all.flatMap(factsIn);
  if ('any' in condition) return condition.any.flatMap(factsIn);
  if ('not' in condition) return factsIn(condition.not);
  return [condition.fact];
};
