import type { Criterion, Eligibility } from '../model/pack/eligibility.ts';
import type { Manifest } from '../model/pack/manifest.ts';
import type { FactValue } from '../model/session.ts';
import type { CriterionResult, CriterionState, Finding, Outcome, Verdict } from '../model/verdict.ts';
import { evaluate, type Facts, factsIn, not, or, type Truth } from './logic.ts';

/** Where `date` (`YYYY-MM-DD`, the office's calendar) lies relative to the application window; both ends are inside. */
export const windowState = (window: Manifest['window'], date: string): 'before' | 'open' | 'after' =>
  date < window.opens ? 'before' : date > window.closes ? 'after' : 'open';

/** `null` when the text leaves it to the office, or a fact is missing. */
const truthOf = (criterion: Criterion, facts: Facts): Truth => {
  const applies = criterion.when ? evaluate(criterion.when, facts) : true;
  const holds = criterion.require ? evaluate(criterion.require, facts) : null;
  const needsOffice = criterion.confirm ? evaluate(criterion.confirm, facts) : false;
  return or([not(applies), needsOffice === true ? null : holds]);
};

const stateOf = (truth: Truth): CriterionState => (truth === null ? 'unknown' : truth ? 'met' : 'not_met');

const mentioned = (criterion: Criterion): string[] => [
  ...new Set(
    [criterion.when, criterion.require, criterion.confirm].flatMap(part => (part ? factsIn(part) : [])),
  ),
];

/** Every value a fact can take, so that a criterion can be tried out. */
const valuesOf = (eligibility: Eligibility, fact: string): FactValue[] => {
  const declared = eligibility.facts.find(candidate => candidate.id === fact);
  return declared?.type === 'choice' ? (declared.options ?? []).map(option => option.value) : [true, false];
};

/** All ways to fill in the missing facts of one criterion (a handful: criteria look at one to three facts). */
const completions = (eligibility: Eligibility, missing: readonly string[], facts: Facts): Facts[] =>
  missing.reduce<Facts[]>(
    (all, fact) =>
      all.flatMap(known => valuesOf(eligibility, fact).map(value => ({ ...known, [fact]: value }))),
    [facts],
  );

/** Missing facts whose answer can still move this criterion. */
const worthAsking = (eligibility: Eligibility, criterion: Criterion, facts: Facts): string[] => {
  const missing = mentioned(criterion).filter(fact => (facts[fact] ?? null) === null);
  return missing.filter(fact => {
    const others = missing.filter(other => other !== fact);
    return completions(eligibility, others, facts).some(known => {
      const states = valuesOf(eligibility, fact).map(value =>
        truthOf(criterion, { ...known, [fact]: value }),
      );
      return states.some(state => state !== states[0]);
    });
  });
};

/**
 * Judge what is known. Gates decide; preparations become `todo` and never make a unit ineligible; what experts judge
 * is reported but counts for nothing. `today` null leaves the window out (self-check outside the window).
 * Precedence: closed > ineligible > needs-confirmation > eligible.
 */
export const judge = (
  pack: { readonly eligibility: Eligibility; readonly manifest: Pick<Manifest, 'window'> },
  facts: Facts,
  today: string | null,
): Verdict => {
  const { eligibility } = pack;
  const unmet: Finding[] = [];
  const unknown: Finding[] = [];
  const todo: Finding[] = [];
  const criteria: CriterionResult[] = [];
  for (const criterion of eligibility.criteria) {
    const applies = criterion.when ? evaluate(criterion.when, facts) !== false : true;
    const truth = criterion.kind === 'judged' ? null : truthOf(criterion, facts);
    criteria.push({ id: criterion.id, state: stateOf(truth), applies });
    if (criterion.kind === 'judged' || !criterion.fact) continue;
    const finding = { fact: criterion.fact, clause: criterion.clause };
    if (truth === null) unknown.push(finding);
    else if (truth === false) (criterion.kind === 'gate' ? unmet : todo).push(finding);
  }
  const closed = today !== null && windowState(pack.manifest.window, today) !== 'open';
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
  const useful = (kind: Criterion['kind']): Set<string> =>
    new Set(
      eligibility.criteria
        .filter(criterion => criterion.kind === kind)
        .flatMap(criterion => worthAsking(eligibility, criterion, facts)),
    );
  const gates = useful('gate');
  const preparations = useful('preparation');
  const order = eligibility.facts.map(fact => fact.id);
  return [
    ...order.filter(fact => gates.has(fact)),
    ...order.filter(fact => preparations.has(fact) && !gates.has(fact)),
  ];
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
