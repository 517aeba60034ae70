import { asTold } from '../../model/application.ts';
import type { MeaningOf, PromptOption } from '../../model/prompt.ts';
import type { Session, Shelved } from '../../model/session.ts';
import type { Context, World } from '../context.ts';
import { around } from '../fields/around.ts';
import { readField } from '../fields/registry.ts';
import type { Reaction } from '../reaction.ts';
import { statusOf } from '../review/cards.ts';
import { line, rows } from '../scene.ts';
import { isBegun, MOST_SHELVED, putAside, takeUp, unitOf, workOf } from '../shelved.ts';
import type { WorkWish } from '../switch-work.ts';
import { placeLabel, placeOf, progress } from '../walk.ts';
import { say } from '../wording.ts';
import { putAnswers } from './answers.ts';
import { startForm } from './form.ts';
import { showProgress } from './progress.ts';

const titleOf = (ctx: Context, work: Shelved): string =>
  unitOf(ctx.pack, work) ?? say(ctx.pack, 'mine.nameless');

/** Where one application stands, in one line. */
const standing = (ctx: Context, world: World, work: Shelved): string => {
  const { application: number } = work;
  if (number === null)
    return say(ctx.pack, 'mine.draft', progress(ctx.pack.form, { ...world.session, ...work }));
  const application = world.cases.get(number);
  return application ? `${number}，${statusOf(ctx, asTold(application, ctx.now.ms))}` : number;
};

/** 我的申请: every application of this chat with its unit and state, and which to go on with. */
export const showMine = (ctx: Context, world: World): Reaction => {
  const { session } = world;
  const all = [workOf(session), ...session.shelved].filter(isBegun);
  if (all.length === 0)
    return {
      session,
      notes: [line(ctx, 'mine.none')],
      scene: { blocks: [], links: ['check', 'apply', 'contacts', 'home'] },
    };
  const first = isBegun(workOf(session));
  const options: PromptOption<MeaningOf<'mine'>>[] = [
    ...session.shelved.map((work, entry) => ({
      means: { kind: 'edit' as const, entry },
      label: `${entry + (first ? 2 : 1)}．${titleOf(ctx, work)}`,
    })),
    { means: { kind: 'add' }, label: say(ctx.pack, 'menu.another') },
    { means: { kind: 'back' }, label: say(ctx.pack, 'form.return') },
  ];
  return {
    session,
    notes: [
      line(ctx, 'mine.lead'),
      rows(
        all.map((work, index) => [
          `${index + 1}．${titleOf(ctx, work)}${first && index === 0 ? say(ctx.pack, 'mine.current') : ''}`,
          standing(ctx, world, work),
        ]),
      ),
    ],
    scene: { blocks: [], question: { asks: { kind: 'mine' }, options }, links: ['progress', 'home'] },
  };
};

/** Go on with another application: the one in hand is put aside, nothing of it is lost. */
export const openMine = (ctx: Context, world: World, index: number): Reaction => {
  const session = takeUp(world.session, index);
  const application = session.application === null ? null : (world.cases.get(session.application) ?? null);
  const next = { ...world, session, application };
  const shown = session.application === null ? startForm(ctx, session) : showProgress(ctx, next);
  return {
    ...shown,
    notes: [
      line(ctx, 'mine.switched'),
      rows([[titleOf(ctx, workOf(session)), standing(ctx, next, workOf(session))]]),
      ...(shown.notes ?? []),
    ],
  };
};

/** 再报一份: for the same unit, whose facts and particulars carry over, or for another. */
export const askAnother = (ctx: Context, session: Session): Reaction => {
  if (!isBegun(workOf(session))) return startForm(ctx, session);
  if (session.shelved.length >= MOST_SHELVED)
    return { session, notes: [line(ctx, 'mine.full', { max: MOST_SHELVED + 1 })] };
  return {
    session,
    scene: {
      blocks: [line(ctx, 'another.ask')],
      question: {
        asks: { kind: 'another' },
        options: [
          { means: { kind: 'yes' }, label: say(ctx.pack, 'another.same') },
          { means: { kind: 'no' }, label: say(ctx.pack, 'another.other') },
        ],
      },
      links: ['mine', 'home'],
    },
  };
};

/** Turns to another of the chat's applications, or shows them; the one in hand is put aside as it stands. */
export const turnTo = (ctx: Context, world: World, wish: WorkWish): Reaction => {
  const { session } = world;
  switch (wish.to) {
    case 'list':
      return showMine(ctx, world);
    case 'shelved':
      return openMine(ctx, world, wish.entry);
    case 'current':
      return startForm(ctx, session);
    case 'other': {
      if (!isBegun(workOf(session))) return startForm(ctx, session);
      if (session.shelved.length >= MOST_SHELVED) return askAnother(ctx, session);
      const own = titleOf(ctx, workOf(session));
      const begun = startAnother(ctx, session, false);
      const unit = placeOf(ctx.pack.form, begun.session, ctx.pack.form.unit);
      const read = unit && wish.name !== null ? readField(unit.field, wish.name, around(ctx, unit)) : null;
      const named =
        unit && read?.ok && !unit.field.personal
          ? putAnswers(ctx, begun.session, { [unit.id]: read.value }, 'typed').session
          : begun.session;
      return {
        ...begun,
        session: named,
        notes: [
          line(ctx, 'mine.aside', { own }),
          ...(read?.ok && unit ? [rows([[placeLabel(unit), read.value]])] : []),
          ...(begun.notes ?? []),
        ],
      };
    }
    default:
      return wish satisfies never;
  }
};

/** Something of another unit was told: nothing of it goes into the application in hand, and a new one is offered. */
export const tellApart = (ctx: Context, session: Session, name: string): Reaction => {
  const own = unitOf(ctx.pack, workOf(session)) ?? say(ctx.pack, 'mine.nameless');
  const asked = askAnother(ctx, session);
  if (name === '') return asked;
  return { ...asked, notes: [line(ctx, 'another.unit', { own, name }), ...(asked.notes ?? [])] };
};

/** The answers of the section that names the unit: what two applications of one unit share. */
const ofUnit = (ctx: Context, { answers }: Session): Session['answers'] => {
  const section = ctx.pack.form.sections.find(({ fields }) =>
    fields.some(({ id }) => id === ctx.pack.form.unit),
  );
  const shared = new Set(section?.fields.map(({ id }) => id));
  return Object.fromEntries(Object.entries(answers).filter(([id]) => shared.has(id)));
};

export const startAnother = (ctx: Context, session: Session, sameUnit: boolean): Reaction => {
  const begun = startForm(
    ctx,
    putAside(session, sameUnit ? { facts: session.facts, answers: ofUnit(ctx, session) } : {}),
  );
  return sameUnit ? { ...begun, ways: ['amend'] } : begun;
};
