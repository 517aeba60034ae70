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

/** A number against numbers, a date against dates; null where the value is of another sort than the bound. */
const compared = (
  condition: Extract<
    Condition,
    { atLeast: number } | { atMost: number } | { before: unknown } | { within: unknown }
  >,
  value: string | number | boolean,
): Truth => {
  const order = (bound: number | string): number | null =>
    typeof value !== typeof bound || typeof value === 'boolean'
      ? null
      : value < bound
        ? -1
        : value > bound
          ? 1
          : 0;
  const holds = (bound: number | string, fits: (order: number) => boolean): Truth => {
    const found = order(bound);
    return found === null ? null : fits(found);
  };
  if ('atLeast' in condition) return holds(condition.atLeast, found => found >= 0);
  if ('atMost' in condition) return holds(condition.atMost, found => found <= 0);
  if ('before' in condition) return holds(condition.before, found => found < 0);
  const [from, to] = condition.within;
  return and([holds(from, found => found >= 0), holds(to, found => found <= 0)]);
};

/** The bounds a condition sets for a fact. */
export const boundsIn = (condition: Condition, fact: string): (number | string)[] => {
  if ('all' in condition) return condition.all.flatMap(part => boundsIn(part, fact));
  if ('any' in condition) return condition.any.flatMap(part => boundsIn(part, fact));
  if ('not' in condition) return boundsIn(condition.not, fact);
  if (condition.fact !== fact) return [];
  if ('atLeast' in condition) return [condition.atLeast];
  if ('atMost' in condition) return [condition.atMost];
  if ('before' in condition) return [condition.before];
  return 'within' in condition ? [...condition.within] : [];
};

/** Truth of a condition over the facts known so far. */
export const evaluate = (condition: Condition, facts: Facts): Truth => {
  if ('all' in condition) return and(condition.all.map(part => evaluate(part, facts)));
  if ('any' in condition) return or(condition.any.map(part => evaluate(part, facts)));
  if ('not' in condition) return not(evaluate(condition.not, facts));
  const value = facts[condition.fact];
  if (value === undefined || value === null) return null;
  if ('in' in condition) return typeof value !== 'number' && condition.in.includes(value);
  if ('is' in condition) return condition.is === value;
  return compared(condition, value);
};

/** Facts a condition looks at, in order of appearance. */
export const factsIn = (condition: Condition): string[] => {
  if ('all' in condition) return condition.all.flatMap(factsIn);
  if ('any' in condition) return condition.any.flatMap(factsIn);
  if ('not' in condition) return factsIn(condition.not);
  return [condition.fact];
};
