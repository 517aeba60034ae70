import type { Block } from '../../model/message.ts';
import type { Session } from '../../model/session.ts';
import type { Context } from '../context.ts';
import { filledIn } from '../discrepancies.ts';
import { placeNames } from '../field-names.ts';
import { heading, line, rows, type Scene, text } from '../scene.ts';
import { type Place, places, postponed } from '../walk.ts';
import { say } from '../wording.ts';
import { discrepancyBlocks } from './discrepancies.ts';
import { proseOptions } from './form.ts';

/** Answers section by section, as they will be printed. */
export const answerBlocks = (ctx: Context, session: Session): Block[] => {
  const all = places(ctx.pack.form, session);
  const entries = new Map<string, Place[]>();
  for (const place of all) {
    const key = place.entry === null ? place.section.title : `${place.section.title}（${place.entry + 1}）`;
    entries.set(key, [...(entries.get(key) ?? []), place]);
  }
  return [...entries].flatMap(([title, list]) => {
    const filled = list.filter(place => place.id in session.answers);
    if (filled.length === 0) return [];
    const labels = placeNames(ctx.pack.form, filled, true);
    // The heading already names the entry of a group.
    const labelOf = (place: Place) => (place.entry === null ? labels.get(place.id)! : place.field.label);
    const shown = filled.map(place => [labelOf(place), session.answers[place.id]!.value] as const);
    return [heading(title), { ...rows(shown), places: filled.map(({ id }) => id) }];
  });
};

/** Check your answers: everything that was filled in, what is still missing, and the way to change each. */
export const reviewPage = (ctx: Context, session: Session): Scene => {
  const missing = postponed(ctx.pack.form, session);
  const labels = [...placeNames(ctx.pack.form, missing).values()].join('、');
  return {
    blocks: [
      line(ctx, 'review.lead'),
      ...answerBlocks(ctx, session),
      ...discrepancyBlocks(ctx, filledIn(session), 'applicant'),
      ...(missing.length > 0 ? [line(ctx, 'review.postponed', { count: missing.length, labels })] : []),
    ],
    question: {
      asks: { kind: 'review' },
      options: [
        { means: { kind: 'yes' }, label: say(ctx.pack, 'review.confirm'), style: 'primary' },
        { means: { kind: 'change' }, label: say(ctx.pack, 'review.change') },
        ...proseOptions(ctx, session),
        { means: { kind: 'pause' }, label: say(ctx.pack, 'form.pause') },
      ],
    },
    links: ['human'],
  };
};

/** After a change to answers that were looked at: what changed stands above, and the whole page is one press away. */
export const changedPage = (ctx: Context, session: Session): Scene => {
  const whole = reviewPage(ctx, session);
  const missing = postponed(ctx.pack.form, session);
  const labels = [...placeNames(ctx.pack.form, missing).values()].join('、');
  return {
    ...whole,
    blocks: [
      ...discrepancyBlocks(ctx, filledIn(session), 'applicant'),
      ...(missing.length > 0 ? [line(ctx, 'review.postponed', { count: missing.length, labels })] : []),
      line(ctx, 'review.rest'),
    ],
    question: {
      asks: { kind: 'review' },
      options: [
        { means: { kind: 'yes' }, label: say(ctx.pack, 'review.confirm'), style: 'primary' },
        { means: { kind: 'review' }, label: say(ctx.pack, 'review.whole') },
        { means: { kind: 'change' }, label: say(ctx.pack, 'review.change') },
        ...proseOptions(ctx, session),
        { means: { kind: 'pause' }, label: say(ctx.pack, 'form.pause') },
      ],
    },
  };
};

/** First choose the section, then the field: lists stay short enough for every platform's buttons. */
export const changeSectionScene = (ctx: Context, session: Session): Scene => {
  const sections = new Map<string, Place>();
  for (const place of places(ctx.pack.form, session))
    sections.set(`${place.section.id}.${place.entry ?? ''}`, place);
  return {
    blocks: [line(ctx, 'review.changeWhich')],
    question: {
      asks: { kind: 'change-section' },
      options: [
        ...[...sections.values()].map(({ section, entry }) => ({
          means: { kind: 'section' as const, section: section.id, entry },
          label: `${section.repeat?.item ?? section.title}${entry === null ? '' : entry + 1}`,
        })),
        { means: { kind: 'back' }, label: say(ctx.pack, 'form.return') },
      ],
    },
  };
};

/** `value`: what is to be put into the field that is chosen; `each`: where it depends on the field. */
export const changeFieldScene = (
  ctx: Context,
  candidates: readonly Place[],
  lead: string,
  value?: string,
  each: Readonly<Record<string, string>> = {},
): Scene => {
  const under = new Set(candidates.map(({ section }) => section)).size === 1;
  return {
    blocks: [text(lead)],
    question: {
      asks: { kind: 'change-field' },
      options: [
        ...[...placeNames(ctx.pack.form, candidates, under)].map(([field, label]) => ({
          means: {
            kind: 'field' as const,
            field,
            ...(value === undefined ? {} : { value: each[field] ?? value }),
          },
          label,
        })),
        { means: { kind: 'back' }, label: say(ctx.pack, 'form.return') },
      ],
    },
  };
};
