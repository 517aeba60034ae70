import type { FactValue } from '../model/fact.ts';
import type { Fact } from '../model/pack/eligibility.ts';
import type { HeardFact, Session } from '../model/session.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Context } from './context.ts';
import { writtenValue } from './fact-value.ts';
import { judge } from './judge.ts';
import { say } from './wording.ts';

/** What is known so far, the window left aside: outside it the self-check still works. */
export const selfCheck = (ctx: Context, session: Pick<Session, 'facts'>): Verdict =>
  judge(ctx.pack, session.facts, null);

/** Questions still open to the person; "不清楚" was an answer and is not asked again. */
export const openFacts = (ctx: Context, session: Pick<Session, 'facts'>): string[] =>
  selfCheck(ctx, session).ask.filter(fact => !(fact in session.facts));

/** Whether the self-check has come to its result. */
export const isChecked = (ctx: Context, session: Pick<Session, 'facts'>): boolean =>
  Object.keys(session.facts).length > 0 && openFacts(ctx, session).length === 0;

/**
 * Questions still open that decide by themselves, once a self-check was begun: the form is not gone on with before them. Facts
 * that only followed from the form begin none.
 */
export const openGates = (ctx: Context, session: Pick<Session, 'facts'>): string[] => {
  const { eligibility, form } = ctx.pack;
  const following = new Set(
    form.sections.flatMap(({ repeat, fields }) => [
      ...(repeat?.fact ? [repeat.fact] : []),
      ...fields.flatMap(({ from }) => from?.fact ?? []),
    ]),
  );
  if (Object.keys(session.facts).every(fact => following.has(fact))) return [];
  const gates = new Set(
    eligibility.criteria.flatMap(({ kind, fact }) => (kind === 'gate' && fact ? fact : [])),
  );
  return openFacts(ctx, session).filter(fact => gates.has(fact));
};

/** A fact of the pack that the conversation speaks of. */
export const factById = (ctx: Context, id: string): Fact => {
  const fact = ctx.pack.eligibility.facts.find(candidate => candidate.id === id);
  if (!fact) throw new Error(`pack ${ctx.pack.id} has no fact ${id}`);
  return fact;
};

/** A value in the words of the self-check: an event or a thing one has is 有 or 无, anything else 是 or 否. */
export const shown = (ctx: Pick<Context, 'pack'>, fact: Fact, value: FactValue): string => {
  if (value === null) return say(ctx.pack, 'check.unsure');
  if (typeof value !== 'boolean') return writtenValue(fact, value);
  const has = fact.says === 'happened' || fact.says === 'has';
  return say(ctx.pack, value ? (has ? 'check.has' : 'check.yes') : has ? 'check.hasNot' : 'check.no');
};

/** Those that take back what is recorded against the unit: an accident that is none any more. */
export const lifting = (
  ctx: Context,
  session: Pick<Session, 'facts'>,
  heard: readonly HeardFact[],
): ReadonlySet<string> => {
  const against = new Set(selfCheck(ctx, session).unmet.map(({ fact }) => fact));
  return new Set(
    heard.flatMap(({ fact, value }) =>
      against.has(fact) && session.facts[fact] !== undefined && session.facts[fact] !== value ? [fact] : [],
    ),
  );
};

/** Those that newly decide against the unit. A criterion is reported under one fact; where that was known before, what else it took. */
export const deciding = (
  ctx: Context,
  session: Pick<Session, 'facts'>,
  heard: readonly HeardFact[],
): ReadonlySet<string> => {
  const all = { ...session.facts, ...Object.fromEntries(heard.map(({ fact, value }) => [fact, value])) };
  const before = new Set(selfCheck(ctx, session).unmet.map(({ fact }) => fact));
  const unmet = selfCheck(ctx, { facts: all }).unmet.filter(({ fact }) => !before.has(fact));
  if (unmet.length === 0) return new Set();
  const named = heard.filter(({ fact }) => unmet.some(finding => finding.fact === fact));
  const without = (fact: string) => {
    const { [fact]: _left, ...rest } = all;
    return selfCheck(ctx, { facts: rest }).unmet.length;
  };
  const blamed = named.length > 0 ? named : heard.filter(({ fact }) => without(fact) < unmet.length);
  return new Set(blamed.map(({ fact }) => fact));
};
