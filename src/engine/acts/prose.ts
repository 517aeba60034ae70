import type { Ask } from '../../model/prompt.ts';
import type { Session } from '../../model/session.ts';
import type { Context } from '../context.ts';
import { around } from '../fields/around.ts';
import { readField } from '../fields/registry.ts';
import { refusalText } from '../fields/value.ts';
import { wasCut } from '../prose.ts';
import type { Reaction } from '../reaction.ts';
import { line, said } from '../scene.ts';
import { shorten } from '../text.ts';
import { type Place, placeLabel, placeOf } from '../walk.ts';
import { answerPlace, putAnswers, REPEAT_LIMIT, standBefore } from './answers.ts';

/** The place of the open prose and what stands there; null when either is gone. */
const proseOf = (ctx: Context, session: Session, id: string): { place: Place; value: string } | null => {
  const place = placeOf(ctx.pack.form, session, id);
  const value = session.answers[id]?.value;
  return place && value !== undefined ? { place, value } : null;
};

/** Put a further piece behind the prose; `glue` stands between. */
const append = (ctx: Context, session: Session, id: string, piece: string, glue: string): Reaction | null => {
  const prose = proseOf(ctx, session, id);
  if (!prose) return null;
  const { place, value } = prose;
  const label = placeLabel(place);
  const read = readField(place.field, `${value}${glue}${piece}`, around(ctx, place));
  if (!read.ok) {
    const reason = refusalText(ctx.pack, place.field, read.refusal);
    return {
      session,
      notes: [line(ctx, 'refusal.lead', { label, reason }), said(shorten(piece, REPEAT_LIMIT))],
    };
  }
  const put = putAnswers(ctx, session, { [id]: read.value }, 'typed');
  return {
    session: {
      ...put.session,
      undo: standBefore(session),
      prose: { place: id, turn: session.turn + 1, from: value.length, before: null },
    },
    notes: [line(ctx, 'prose.added', { label }), ...put.notes],
    accepted: [id],
  };
};

/** What goes on with a prose answer: written right behind it, or named as belonging there. 撤销 takes it back. */
export const continueProse = (
  ctx: Context,
  session: Session,
  { place, text }: { readonly place: string; readonly text: string },
): Reaction => {
  const { prose } = session;
  const from = prose?.place === place ? prose.from : 0;
  const value = session.answers[place]?.value ?? '';
  const glue = prose?.place === place && wasCut(value.slice(from)) ? '' : '\n';
  return append(ctx, session, place, text, glue) ?? { session };
};

/** 好了 behind prose: it is whole. */
export const closeProse = (ctx: Context, session: Session): Reaction => ({
  session: { ...session, prose: null },
  notes: [line(ctx, 'prose.closed')],
});

/** The piece put behind the prose was no part of it: it answers what is asked, or is shown where nothing in words is. */
export const takeApart = (ctx: Context, session: Session, asks: Ask): Reaction => {
  const { prose } = session;
  const whole = prose && proseOf(ctx, session, prose.place);
  if (!prose || !whole) return { session };
  const piece = whole.value.slice(prose.from).trim();
  const kept = whole.value.slice(0, prose.from).trimEnd();
  const put = putAnswers(ctx, session, { [prose.place]: kept }, 'typed');
  const without: Session = { ...put.session, prose: null };
  const removed = line(ctx, 'prose.removed', { label: placeLabel(whole.place) });
  const asked = asks.kind === 'field' ? placeOf(ctx.pack.form, without, asks.field) : undefined;
  if (!asked) return { session: without, notes: [removed, said(shorten(piece, REPEAT_LIMIT)), ...put.notes] };
  const answered = answerPlace(ctx, without, asked, piece);
  return { ...answered, notes: [removed, ...put.notes, ...(answered.notes ?? [])] };
};

/** What was taken for the next field belongs to the prose before it. */
export const joinBack = (ctx: Context, session: Session): Reaction => {
  const { prose } = session;
  const later = prose && proseOf(ctx, session, prose.place);
  if (!prose || prose.before === null || !later) return { session };
  const { [prose.place]: moved, ...answers } = session.answers;
  return append(ctx, { ...session, answers }, prose.before, later.value, '\n') ?? { session };
};
