import type { FactValue } from '../model/fact.ts';
import type { Criterion, Eligibility } from '../model/pack/eligibility.ts';
import { boundsIn, evaluate, type Facts, factsIn, not, or, type Truth } from './logic.ts';

/** What the known facts make of one criterion. */
export interface Standing {
  readonly applies: boolean;
  readonly truth: Truth;
  /** Missing facts whose answer can still move it. */
  readonly worthAsking: readonly string[];
}

/** A fact and every value it can take. */
export interface Variable {
  readonly fact: string;
  readonly values: readonly FactValue[];
}

/** `null` when the text leaves it to the office, or a fact is missing. */
export const truthOf = (criterion: Criterion, facts: Facts): Truth => {
  if (criterion.kind === 'judged') return null;
  const applies = criterion.when ? evaluate(criterion.when, facts) : true;
  const holds = criterion.require ? evaluate(criterion.require, facts) : null;
  const needsOffice = criterion.confirm ? evaluate(criterion.confirm, facts) : false;
  return or([not(applies), needsOffice === true ? null : holds]);
};

/**
 * Values that stand for all others of a fact that is measured: each bound, one below the least, and one above each. A
 * date's successor need not be a day: `~` sorts behind every digit.
 */
const samples = (bounds: readonly (number | string)[]): FactValue[] => {
  const sorted = [...new Set(bounds)].sort((a, b) => (a < b ? -1 : 1));
  const next = (bound: number | string, above: number | string | undefined): FactValue =>
    typeof bound === 'string' ? `${bound}~` : typeof above === 'number' ? (bound + above) / 2 : bound + 1;
  const [least] = sorted;
  if (least === undefined) return [0];
  return [
    typeof least === 'string' ? '' : least - 1,
    ...sorted.flatMap((bound, at) => [bound, next(bound, sorted[at + 1])]),
  ];
};

/** The facts some criteria look at, in order of appearance. */
export const variablesOf = (criteria: readonly Criterion[], eligibility: Eligibility): Variable[] => {
  const conditions = criteria.flatMap(({ when, require, confirm }) => [when, require, confirm]);
  const mentioned = new Set(conditions.flatMap(part => (part ? factsIn(part) : [])));
  return [...mentioned].map(fact => {
    const declared = eligibility.facts.find(({ id }) => id === fact);
    if (declared?.type === 'choice')
      return {
        fact,
        values: (declared.options ?? []).map(({ value }) => value),
      };
    if (!declared || declared.type === 'boolean') return { fact, values: [true, false] };
    return {
      fact,
      values: samples(conditions.flatMap(part => (part ? boundsIn(part, fact) : []))),
    };
  });
};

/** All ways to fill in missing facts (a handful: criteria look at one to three facts). */
export const completions = (missing: readonly Variable[], facts: Facts): Facts[] =>
  missing.reduce<Facts[]>(
    (all, { fact, values }) => all.flatMap(known => values.map(value => ({ ...known, [fact]: value }))),
    [facts],
  );

const worthAsking = (criterion: Criterion, variables: readonly Variable[], facts: Facts): string[] => {
  const missing = variables.filter(({ fact }) => (facts[fact] ?? null) === null);
  return missing
    .filter(({ fact, values }) => {
      const others = missing.filter(other => other.fact !== fact);
      return completions(others, facts).some(known => {
        const truths = values.map(value => truthOf(criterion, { ...known, [fact]: value }));
        return truths.some(truth => truth !== truths[0]);
      });
    })
    .map(({ fact }) => fact);
};

/** States a table may have; a criterion over so many facts that it has more is worked out each time. */
const MOST_STATES = 10_000;

/**
 * The truth table of one criterion. A criterion looks at a few facts of a few values, and every turn asks about all
 * criteria, mostly in states that were met before: each state is worked out once.
 */
export class CriterionTable {
  readonly criterion: Criterion;
  readonly #variables: readonly Variable[];
  readonly #states: number;
  /** State, its facts' values read as the digits of a number -> standing. */
  readonly #known = new Map<number, Standing>();

  constructor(criterion: Criterion, eligibility: Eligibility) {
    this.criterion = criterion;
    this.#variables = variablesOf([criterion], eligibility);
    this.#states = this.#variables.reduce((product, { values }) => product * (values.length + 1), 1);
  }

  standing(facts: Facts): Standing {
    const state = this.#stateOf(facts);
    if (state === null) return this.#workOut(facts);
    const known = this.#known.get(state);
    if (known) return known;
    const standing = this.#workOut(facts);
    this.#known.set(state, standing);
    return standing;
  }

  /** Null when it is in no table: a value that the pack does not declare (`judge --json` takes any), or too many. */
  #stateOf(facts: Facts): number | null {
    if (this.#states > MOST_STATES) return null;
    let state = 0;
    for (const { fact, values } of this.#variables) {
      const value = facts[fact] ?? null;
      const digit = value === null ? values.length : values.indexOf(value);
      if (digit < 0) return null;
      state = state * (values.length + 1) + digit;
    }
    return state;
  }

  #workOut(facts: Facts): Standing {
    const { criterion } = this;
    return {
      applies: criterion.when ? evaluate(criterion.when, facts) !== false : true,
      truth: truthOf(criterion, facts),
      worthAsking: worthAsking(criterion, this.#variables, facts),
    };
  }
}
