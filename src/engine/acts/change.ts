import type { MeaningOf } from '../../model/prompt.ts';
import type { Session } from '../../model/session.ts';
import type { ChangeRequest } from '../commands.ts';
import type { Context } from '../context.ts';
import { findGroup, findPlaces } from '../find-field.ts';
import type { Reaction } from '../reaction.ts';
import { line, said } from '../scene.ts';
import { changeFieldScene, changeSectionScene } from '../scenes/review-page.ts';
import { shorten } from '../text.ts';
import { type Place, placeOf, places } from '../walk.ts';
import { say } from '../wording.ts';
import { answerPlace, REPEAT_LIMIT } from './answers.ts';
import { startForm } from './form.ts';
import { groupScene, toForm } from './groups.ts';

/** Of several places that are called so, the one of the open block, else the one that is in no repeating block. */
const nearest = ({ prompt }: Session, all: readonly Place[], named: readonly Place[]): readonly Place[] => {
  const asks = prompt?.asks;
  const open = asks?.kind === 'field' ? all.find(({ id }) => id === asks.field) : undefined;
  const own = named.filter(({ section, entry }) => section === open?.section && entry === open.entry);
  const single = named.filter(({ entry }) => entry === null);
  return [own, single].find(({ length }) => length === 1) ?? named;
};

/** In the form, from wherever it is; where it may not be started now, what is said instead. */
const intoForm = (ctx: Context, before: Session): Session | Reaction => {
  if (before.journey === 'form' || before.journey === 'returned') return before;
  const started = startForm(ctx, before);
  return started.session.journey === 'form' ? started.session : started;
};

/** Straight to a place of the form that was pointed at, filled in or not. */
export const goTo = (ctx: Context, before: Session, id: string): Reaction => {
  const session = intoForm(ctx, before);
  if ('session' in session) return session;
  const place = placeOf(ctx.pack.form, session, id);
  if (!place) return { session, notes: [line(ctx, 'late.button')], toast: say(ctx.pack, 'late.button') };
  return { session: { ...toForm(session), focus: place.id } };
};

/** Go to a field by name; several candidates are offered, none is guessed. From outside the form it first leads into it. */
export const change = (ctx: Context, before: Session, request: ChangeRequest): Reaction => {
  const { form } = ctx.pack;
  const session = intoForm(ctx, before);
  if ('session' in session) return session;
  const all = places(form, session);
  const group = findGroup(form.sections, request.name);
  if (group && request.value === null)
    return { session: toForm(session), scene: groupScene(ctx, session, group.id) };
  const named = findPlaces(all, request.name);
  const found = request.value === null ? named : nearest(before, all, named);
  const only = found.length === 1 ? found[0] : undefined;
  if (only && request.value !== null) {
    return answerPlace(ctx, toForm(session), only, request.value);
  }
  if (only) return { session: { ...toForm(session), focus: only.id } };
  if (found.length > 1) {
    const { value } = request;
    return {
      session: toForm(session),
      notes: value === null ? [] : [line(ctx, 'refusal.typed'), said(shorten(value, REPEAT_LIMIT))],
      scene: changeFieldScene(ctx, found, say(ctx.pack, 'form.whichField'), value ?? undefined),
    };
  }
  const labels = [...new Set(all.map(place => place.field.label))].join('、');
  return { session, notes: [line(ctx, 'form.noField', { labels })] };
};

/** The section is known, for a repeating one with its entry: now the field. */
export const changeSection = (
  ctx: Context,
  session: Session,
  { section, entry }: MeaningOf<'change-section'> & { kind: 'section' },
): Reaction => {
  const candidates = places(ctx.pack.form, session).filter(
    place => place.section.id === section && place.entry === entry,
  );
  return { session, scene: changeFieldScene(ctx, candidates, say(ctx.pack, 'review.changeField')) };
};

export const changeMenu = (ctx: Context, session: Session): Reaction => ({
  session,
  scene: changeSectionScene(ctx, session),
});
