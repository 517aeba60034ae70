import type { Session } from '../../model/session.ts';
import type { Context } from '../context.ts';
import type { Reaction } from '../reaction.ts';
import { line } from '../scene.ts';
import { shorten } from '../text.ts';
import { placeOf } from '../walk.ts';
import { labelsOf, standBefore } from './answers.ts';
import { toForm } from './groups.ts';

/** Longest value that is repeated when it goes, in characters. */
const ECHO = 30;

/** A value is taken out and its field asked again. What was sent to the office is only asked for anew: it may not be left blank. */
export const clearPlace = (ctx: Context, session: Session, id: string): Reaction => {
  const place = placeOf(ctx.pack.form, session, id);
  const old = session.answers[id]?.value;
  if (!place || old === undefined) return { session };
  const label = labelsOf(ctx, session).get(id) ?? place.field.label;
  const asked: Session = { ...toForm(session), focus: id, prose: null };
  if (session.journey === 'returned') return { session: asked };
  const { [id]: _gone, ...rest } = session.answers;
  return {
    session: { ...asked, answers: rest, undo: standBefore(session) },
    notes: [line(ctx, 'form.cleared', { label, old: shorten(old, ECHO) })],
  };
};
