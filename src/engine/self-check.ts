import type { FactValue } from '../model/fact.ts';
import type { Fact } from '../model/pack/eligibility.ts';
import type { Session } from '../model/session.ts';
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
