import type { FactValue } from '../../model/fact.ts';
import type { Session } from '../../model/session.ts';
import type { Context } from '../context.ts';
import type { Reaction } from '../reaction.ts';
import { as, line } from '../scene.ts';
import { factById, openFacts, shown } from '../self-check.ts';

/** Begin or go on with the self-check. A finished one is shown again, not thrown away. */
export const startCheck = (session: Session): Reaction => ({
  session: { ...session, journey: 'eligibility', paused: false, focus: null },
});

/** Throw the facts away and ask again; 撤销 brings them back. */
export const restartCheck = (session: Session): Reaction => ({
  session: {
    ...session,
    journey: 'eligibility',
    paused: false,
    focus: null,
    facts: {},
    // Asked for twice, the second time clears nothing and must not cover what the first can bring back.
    undo:
      Object.keys(session.facts).length === 0
        ? session.undo
        : {
            facts: session.facts,
            answers: session.answers,
            skipped: session.skipped,
            groups: session.groups,
            openGroups: session.openGroups,
          },
  },
});

/** Repeating groups follow what the self-check said about them, unless entries were filled in already. */
export const settleGroups = (ctx: Context, session: Session): Session => {
  let { groups, openGroups } = session;
  for (const section of ctx.pack.form.sections) {
    const fact = section.repeat?.fact ? session.facts[section.repeat.fact] : undefined;
    if (fact === true && !groups[section.id]) {
      groups = { ...groups, [section.id]: 1 };
      openGroups = [...new Set([...openGroups, section.id])];
    } else if (fact === false && !(section.id in groups)) groups = { ...groups, [section.id]: 0 };
  }
  return { ...session, groups, openGroups };
};

export const recordFact = (ctx: Context, session: Session, id: string, value: FactValue): Reaction => {
  const fact = factById(ctx, id);
  const { [id]: _previous, ...others } = session.facts;
  const facts = { ...others, [id]: value };
  const next: Session = { ...session, facts, undo: null };
  const finished = session.journey === 'eligibility' && openFacts(ctx, next).length === 0;
  return {
    session: session.journey === 'eligibility' ? next : settleGroups(ctx, next),
    notes: finished
      ? []
      : [as('quiet', line(ctx, 'check.notedFact', { title: fact.title, value: shown(ctx, fact, value) }))],
    toast: shown(ctx, fact, value),
  };
};

/** Take back the last answer; facts keep the order in which they were given. */
export const backInCheck = (session: Session): Reaction => {
  const last = Object.keys(session.facts).at(-1);
  if (last === undefined) return { session };
  const { [last]: _dropped, ...facts } = session.facts;
  return { session: { ...session, journey: 'eligibility', facts } };
};
