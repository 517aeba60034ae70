import type { FactValue } from '../model/fact.ts';
import type { Criterion, Eligibility, Fact } from '../model/pack/eligibility.ts';
import type { CriterionRows, EligibilityView } from '../model/studio.ts';
import { completions, truthOf, type Variable, variablesOf } from './criterion-table.ts';
import { writtenValue } from './fact-value.ts';
import { judge } from './judge.ts';
import { evaluate, type Facts } from './logic.ts';

/** Combinations of one criterion that are shown. */
const MOST_ROWS = 64;

const factOf = ({ facts }: Eligibility, id: string): Fact => {
  const fact = facts.find(one => one.id === id);
  if (!fact) throw new Error(`no fact ${id}`);
  return fact;
};

const written = (fact: Fact, value: FactValue): string => {
  if (value === null) return '不清楚';
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (typeof value !== 'string') return writtenValue(fact, value);
  if (fact.type !== 'date') return value;
  // The stand-in for every later day, see criterion-table.
  if (value === '') return '更早';
  return value.endsWith('~') ? `${writtenValue(fact, value.slice(0, -1))}以后` : writtenValue(fact, value);
};

const rowsOf = (criterion: Criterion, eligibility: Eligibility): CriterionRows => {
  const variables = variablesOf([criterion], eligibility);
  const count = variables.reduce((product, { values }) => product * values.length, 1);
  const shown = count > MOST_ROWS ? [] : completions(variables, {});
  return {
    id: criterion.id,
    title: criterion.title,
    clause: criterion.clause,
    facts: variables.map(({ fact }) => factOf(eligibility, fact).title),
    rows: shown.map(facts => {
      const applies = criterion.when ? evaluate(criterion.when, facts) !== false : true;
      const truth = truthOf(criterion, facts);
      return {
        values: variables.map(({ fact }) => written(factOf(eligibility, fact), facts[fact] ?? null)),
        state: !applies ? 'applies-not' : truth === null ? 'unknown' : truth ? 'met' : 'not_met',
      };
    }),
    cut: count > MOST_ROWS,
  };
};

type Judged = Parameters<typeof judge>[0];

/** Better first: fewer gates missed, then fewer unknown, then fewer preparations open. */
const distance = (pack: Judged, facts: Facts): number => {
  const { unmet, unknown, todo } = judge(pack, facts, null);
  return unmet.length * 10_000 + unknown.length * 100 + todo.length;
};

/** Facts of a unit about which everything is as it should be, as near as changing one fact at a time comes to it. */
const bestCase = (pack: Judged, variables: readonly Variable[]): Facts => {
  let facts: Facts = {};
  // Twice: what one fact should be may depend on another that was chosen later.
  for (let round = 0; round < 2; round += 1)
    for (const { fact, values } of variables) {
      const tried = values.map(value => ({ ...facts, [fact]: value }));
      facts = tried.reduce(
        (best, one) => (distance(pack, one) < distance(pack, best) ? one : best),
        tried[0]!,
      );
    }
  return facts;
};

/** The eligibility table as its author may look at it: every criterion, and the verdict over two facts of their choice. */
export const eligibilityView = (
  pack: Judged,
  over: readonly [row: string | null, column: string | null],
): EligibilityView => {
  const { eligibility } = pack;
  const criteria = eligibility.criteria.filter(({ kind }) => kind !== 'judged');
  const variables = variablesOf(criteria, eligibility);
  const pick = (id: string | null, not: string | null) =>
    variables.find(({ fact }) => fact === id && fact !== not) ?? variables.find(({ fact }) => fact !== not);
  const row = pick(over[0], null);
  const column = row && pick(over[1], row.fact);
  const rest = bestCase(pack, variables);
  const named = ({ fact, values }: Variable) => ({
    fact,
    values: [...values.map(value => written(factOf(eligibility, fact), value)), '不清楚'],
  });
  return {
    criteria: criteria.map(criterion => rowsOf(criterion, eligibility)),
    facts: variables.map(({ fact }) => ({ id: fact, title: factOf(eligibility, fact).title })),
    grid:
      row && column
        ? {
            rows: named(row),
            columns: named(column),
            outcomes: [...row.values, null].map(down =>
              [...column.values, null].map(
                across => judge(pack, { ...rest, [row.fact]: down, [column.fact]: across }, null).outcome,
              ),
            ),
          }
        : null,
  };
};
