import type { Session } from '../model/session.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Context } from './context.ts';
import { judge } from './judge.ts';

/** What is known so far, the window left aside: outside it the self-check still works. */
export const selfCheck = (ctx: Context, session: Pick<Session, 'facts'>): Verdict =>
  judge(ctx.pack, session.facts, null);

/** Questions still open to the person; "不清楚" was an answer and is not asked again. */
export const openFacts = (ctx: Context, session: Pick<Session, 'facts'>): string[] =>
  selfCheck(ctx, session).ask.filter(fact => !(fact in session.facts));
