import type { Criterion, Eligibility } from '../model/pack/eligibility.ts';
import { completions, truthOf, variablesOf } from './criterion-table.ts';
import { evaluate, type Facts, factsIn } from './logic.ts';

/** Something about one criterion that its author should mend. */
export interface CriterionTrouble {
  /** Place in `criteria`, and the key in it. */
  readonly index: number;
  readonly key: 'when' | 'require' | 'fact' | 'confirm';
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** Most answer combinations that two criteria are tried with together; more are not compared. */
const mostTogether = 2_000;

const statesOf = (criteria: readonly Criterion[], eligibility: Eligibility): Facts[] => {
  const variables = variablesOf(criteria, eligibility);
  const count = variables.reduce((product, { values }) => product * values.length, 1);
  return count > mostTogether ? [] : completions(variables, {});
};

const own = (criterion: Criterion, index: number, eligibility: Eligibility): CriterionTrouble[] => {
  const states = statesOf([criterion], eligibility);
  const { id, when, require, confirm } = criterion;
  if (criterion.kind === 'judged' || !require || states.length === 0) return [];
  const trouble = (key: CriterionTrouble['key'], code: string, message: string, hint: string) => [
    { index, key, code, message, hint },
  ];
  const applying = states.filter(facts => !when || evaluate(when, facts) === true);
  if (applying.length === 0)
    return trouble('when', 'criterion:never-applies', `「${id}」的 when 在任何情况下都不成立`, '检查 when');
  if (confirm && applying.every(facts => evaluate(confirm, facts) === true))
    return trouble(
      'confirm',
      'criterion:always-confirm',
      `「${id}」在任何情况下都要请科室确认`,
      '检查 confirm',
    );
  const truths = applying.map(facts => truthOf(criterion, facts));
  if (truths.every(truth => truth !== true))
    return trouble(
      'require',
      'criterion:never-met',
      `「${id}」在任何情况下都不能符合`,
      '对照条款检查 require，看 true/false、大小方向和选项有没有写反',
    );
  if (truths.every(truth => truth === true))
    return trouble(
      'require',
      'criterion:always-met',
      `「${id}」在任何情况下都符合，等于没有这条要求`,
      '对照条款检查 require；选项里应有不符合的一项（如“其他”）',
    );
  const looked = new Set([when, require, confirm].flatMap(part => (part ? factsIn(part) : [])));
  if (criterion.fact !== undefined && !looked.has(criterion.fact))
    return trouble(
      'fact',
      'criterion:other-fact',
      `「${id}」归在事项「${criterion.fact}」名下，判断时却没有看它`,
      `fact 改成 ${[...looked].join(' 或 ')}，或改 require`,
    );
  return [];
};

/** Gates that can be met each by itself and never both. */
const against = (a: Criterion, b: Criterion, eligibility: Eligibility): boolean => {
  const [left, right] = [a, b].map(one => new Set(variablesOf([one], eligibility).map(({ fact }) => fact)));
  if (![...left!].some(fact => right!.has(fact))) return false;
  const states = statesOf([a, b], eligibility);
  const meets = (one: Criterion) => states.some(facts => truthOf(one, facts) === true);
  return (
    meets(a) && meets(b) && !states.some(facts => truthOf(a, facts) === true && truthOf(b, facts) === true)
  );
};

const sameTest = (a: Criterion, b: Criterion): boolean =>
  JSON.stringify([a.when, a.require, a.confirm]) === JSON.stringify([b.when, b.require, b.confirm]);

/** Criteria that can never fail, never be met, or contradict or repeat each other. */
export const criterionTroubles = (eligibility: Eligibility): CriterionTrouble[] => {
  const gates = eligibility.criteria.flatMap((criterion, index) =>
    criterion.kind === 'judged' || !criterion.require ? [] : [{ criterion, index }],
  );
  const pairs = gates.flatMap(({ criterion, index }, at) =>
    gates.slice(0, at).flatMap((earlier): CriterionTrouble[] => {
      const both = criterion.kind === 'gate' && earlier.criterion.kind === 'gate';
      if (sameTest(criterion, earlier.criterion))
        return [
          {
            index,
            key: 'require',
            code: 'criterion:same-test',
            message: `「${criterion.id}」与「${earlier.criterion.id}」判断的完全一样`,
            hint: '检查是不是复制后忘了改；确属同一要求的只留一条',
          },
        ];
      return both && against(criterion, earlier.criterion, eligibility)
        ? [
            {
              index,
              key: 'require',
              code: 'criterion:contradiction',
              message: `「${criterion.id}」与「${earlier.criterion.id}」不可能同时符合，谁都不能申报`,
              hint: '对照条款检查两条的 require',
            },
          ]
        : [];
    }),
  );
  return [
    ...eligibility.criteria.flatMap((criterion, index) => own(criterion, index, eligibility)),
    ...pairs,
  ];
};
