import type { Criterion, Eligibility } from '../model/pack/eligibility.ts';
import type { Manifest } from '../model/pack/manifest.ts';
import type { CriterionResult, CriterionState, Finding, Outcome, Verdict } from '../model/verdict.ts';
import { windowState } from '../model/window.ts';
import { CriterionTable } from './criterion-table.ts';
import type { Facts, Truth } from './logic.ts';

const stateOf = (truth: Truth): CriterionState => (truth === null ? 'unknown' : truth ? 'met' : 'not_met');

/** The tables of a pack's criteria, in the author's order. A pack never changes, so they are good for as long as it is. */
const tables = new WeakMap<Eligibility, readonly CriterionTable[]>();

const tablesOf = (eligibility: Eligibility): readonly CriterionTable[] => {
  const known = tables.get(eligibility);
  if (known) return known;
  const made = eligibility.criteria.map(criterion => new CriterionTable(criterion, eligibility));
  tables.set(eligibility, made);
  return made;
};

/**
 * Judge what is known. Gates decide; preparations become `todo` and never make a unit ineligible; what experts judge
 * is reported but counts for nothing. `today` null leaves the window out (self-check outside the window).
 * Precedence: closed > ineligible > needs-confirmation > eligible.
 */
export const judge = (
  pack: {
    readonly eligibility: Eligibility;
    readonly manifest: Pick<Manifest, 'window'> & Partial<Pick<Manifest, 'batches'>>;
  },
  facts: Facts,
  today: string | null,
): Verdict => {
  const { eligibility } = pack;
  const unmet: Finding[] = [];
  const unknown: Finding[] = [];
  const todo: Finding[] = [];
  const criteria: CriterionResult[] = [];
  for (const table of tablesOf(eligibility)) {
    const { criterion } = table;
    const { applies, truth } = table.standing(facts);
    criteria.push({ id: criterion.id, state: stateOf(truth), applies });
    if (criterion.kind === 'judged' || !criterion.fact) continue;
    const finding = { fact: criterion.fact, clause: criterion.clause };
    // What can be put in order before submission is also found out before submission.
    if (criterion.kind === 'preparation') {
      if (truth !== true) todo.push(finding);
    } else if (truth === null) unknown.push(finding);
    else if (truth === false) unmet.push(finding);
  }
  const closed = today !== null && windowState(pack.manifest, { date: today }) !== 'open';
  const outcome: Outcome = closed
    ? 'closed'
    : unmet.length > 0
      ? 'ineligible'
      : unknown.length > 0
        ? 'needs-confirmation'
        : 'eligible';
  return {
    outcome,
    unmet,
    unknown,
    todo,
    criteria,
    ask: closed || unmet.length > 0 ? [] : askable(eligibility, facts),
  };
};

/** Best first: what gates hang on before what can still be prepared, in the author's order within each. */
const askable = (eligibility: Eligibility, facts: Facts): string[] => {
  const gates = new Set<string>();
  const preparations = new Set<string>();
  for (const table of tablesOf(eligibility)) {
    const { kind } = table.criterion;
    if (kind === 'judged') continue;
    for (const fact of table.standing(facts).worthAsking) (kind === 'gate' ? gates : preparations).add(fact);
  }
  const first: string[] = [];
  const then: string[] = [];
  for (const { id } of eligibility.facts) {
    if (gates.has(id)) first.push(id);
    else if (preparations.has(id)) then.push(id);
  }
  return [...first, ...then];
};

/**
 * The smallest change that would make an ineligible unit eligible: the unmet gates, when mending them alone is enough.
 * Returns the criteria to mend; empty when nothing is unmet.
 */
export const smallestChange = (eligibility: Eligibility, verdict: Verdict): Criterion[] => {
  const unmet = new Set(
    verdict.criteria.filter(result => result.state === 'not_met').map(result => result.id),
  );
  return eligibility.criteria.filter(criterion => criterion.kind === 'gate' && unmet.has(criterion.id));
};
