import type { Session } from '../../model/session.ts';
import { windowState } from '../../model/window.ts';
import type { Context } from '../context.ts';
import { filledIn } from '../discrepancies.ts';
import { placeNames } from '../field-names.ts';
import type { Reaction } from '../reaction.ts';
import { draftTimer } from '../review/timers.ts';
import { line, text } from '../scene.ts';
import { discrepancyBlocks } from '../scenes/discrepancies.ts';
import { verdictLead } from '../scenes/eligibility.ts';
import { ineligibleScene, isIneligible } from '../scenes/ineligible.ts';
import { hasDraft, shortMenu, windowBlocks } from '../scenes/menu.ts';
import { answerBlocks } from '../scenes/review-page.ts';
import { openFacts } from '../self-check.ts';
import { nextStep, placeBefore, placeLabel, placeOf, places } from '../walk.ts';
import { say } from '../wording.ts';
import { standBefore } from './answers.ts';
import { settleGroups, startCheck } from './eligibility.ts';

/** Policy a channel sets when personal data must not be collected through it. */
export const NO_PERSONAL_DATA = 'no-personal-data';
/** Policy of a door at which a rehearsal can be begun. */
const REHEARSES = 'rehearses';

/**
 * 开始填报 and 继续: a new form needs an open window and the self-check first; a draft can always be gone on with. `unchecked`: she
 * wants the form at once; what the form does not settle is asked before it is submitted.
 */
export const startForm = (
  ctx: Context,
  session: Session,
  check: 'checked' | 'unchecked' = 'checked',
): Reaction => {
  if (ctx.policies.includes(NO_PERSONAL_DATA)) {
    return { session, notes: [line(ctx, 'policy.noPersonal')], scene: shortMenu(session, []) };
  }
  if (session.address.kind === 'group') {
    return { session, notes: [line(ctx, 'group.private')], scene: shortMenu(session, []) };
  }
  if (session.journey === 'returned') return { session: { ...session, paused: false } };
  if (session.application !== null) {
    return {
      session,
      notes: [line(ctx, 'submit.already', { number: session.application })],
      scene: { blocks: [], links: ['another', 'mine', 'progress', 'human', 'home'] },
    };
  }
  const open = windowState(ctx.pack.manifest, ctx.now) === 'open';
  const draft = hasDraft(session);
  if (!open && !draft) {
    return {
      session,
      notes: [
        line(ctx, 'form.closed'),
        ...windowBlocks(ctx),
        ...(ctx.policies.includes(REHEARSES) && !ctx.rehearsal ? [line(ctx, 'form.rehearse')] : []),
      ],
      // What has just been refused is not offered again.
      scene: { blocks: [], links: ['check', 'ask', 'contacts', 'human', 'home'] },
    };
  }
  if (check === 'checked' && !draft && openFacts(ctx, session).length > 0) {
    return { ...startCheck(session), notes: [line(ctx, 'check.fillDirect')] };
  }
  // Told before eighteen fields are filled in, not after. A draft stays where it is and says the same.
  if (!draft && isIneligible(ctx, session)) return { session, scene: ineligibleScene(ctx, session) };
  const title = ctx.pack.form.title;
  return {
    session: { ...settleGroups(ctx, session), journey: 'form', paused: false },
    notes: [
      // Whoever goes on to the form instead of looking at the result is told it all the same.
      ...(session.prompt?.asks.kind === 'heard-all' ? [verdictLead(ctx, session)] : []),
      text(draft ? say(ctx.pack, 'form.resume', { title }) : say(ctx.pack, 'form.begin', { title })),
      ...(check === 'unchecked' && openFacts(ctx, session).length > 0 ? [line(ctx, 'form.unchecked')] : []),
      ...(open ? [] : [line(ctx, 'form.closedDraft'), ...windowBlocks(ctx)]),
    ],
    effects: [draftTimer(ctx, session.id)].flatMap(timer => timer ?? []),
  };
};

export const pause = (ctx: Context, session: Session): Reaction => ({
  session: { ...session, paused: true, focus: null },
  notes: [line(ctx, 'form.paused')],
});

/** The field the walk or a change stands at, if any. */
const openPlaceId = (ctx: Context, session: Session): string | null => {
  if (session.focus !== null) return session.focus;
  const step = nextStep(ctx.pack.form, session);
  return step.kind === 'place' ? step.place.id : null;
};

export const back = (ctx: Context, session: Session): Reaction => {
  const { form } = ctx.pack;
  const step = nextStep(form, session);
  const from =
    session.focus ??
    (step.kind === 'place'
      ? step.place.id
      : step.kind === 'group' || step.kind === 'more'
        ? firstAfter(ctx, session, step.section.id)
        : null);
  const before = placeBefore(form, session, from);
  return before
    ? { session: { ...session, focus: before.id } }
    : { session, notes: [line(ctx, 'form.first')] };
};

/** First place of the sections behind `sectionId`, so that 上一步 at 还有吗 returns to the entry just filled. */
const firstAfter = (ctx: Context, session: Session, sectionId: string): string | null => {
  const order = ctx.pack.form.sections.map(({ id }) => id);
  const later = new Set(order.slice(order.indexOf(sectionId) + 1));
  return places(ctx.pack.form, session).find(place => later.has(place.section.id))?.id ?? null;
};

export const skip = (ctx: Context, session: Session): Reaction => {
  const id = openPlaceId(ctx, session);
  const place = id === null ? undefined : placeOf(ctx.pack.form, session, id);
  if (!place) return { session, notes: [line(ctx, 'form.nothingToSkip')] };
  const label = placeLabel(place);
  // Skipping a change keeps the answer that is there.
  if (place.id in session.answers)
    return { session: { ...session, focus: null }, notes: [line(ctx, 'form.kept')] };
  return {
    session: { ...session, focus: null, skipped: [...new Set([...session.skipped, place.id])] },
    notes: [line(ctx, place.field.required ? 'form.skipped' : 'form.skippedOptional', { label })],
  };
};

/** What is filled in, what disagrees with it, and what is not there yet. */
export const view = (ctx: Context, session: Session): Reaction => {
  const blocks = answerBlocks(ctx, session);
  const empty = places(ctx.pack.form, session).filter(({ id }) => !(id in session.answers));
  const labels = [...placeNames(ctx.pack.form, empty).values()].join('、');
  return blocks.length === 0
    ? { session, notes: [line(ctx, 'form.notStarted')] }
    : {
        session,
        notes: [
          ...blocks,
          ...discrepancyBlocks(ctx, filledIn(session), 'applicant'),
          ...(empty.length > 0 ? [line(ctx, 'form.empty', { count: empty.length, labels })] : []),
        ],
      };
};

export const askRestart = (ctx: Context, session: Session): Reaction => ({
  session,
  scene: {
    blocks: [line(ctx, 'form.restartAsk')],
    question: {
      asks: { kind: 'restart' },
      options: [
        { means: { kind: 'yes' }, label: say(ctx.pack, 'form.restartYes'), style: 'danger' },
        { means: { kind: 'no' }, label: say(ctx.pack, 'form.restartNo') },
      ],
    },
  },
});

export const restart = (ctx: Context, session: Session, sure: boolean): Reaction => {
  if (!sure) return { session, notes: [line(ctx, 'form.kept')] };
  return {
    session: {
      ...session,
      journey: 'idle',
      facts: {},
      answers: {},
      skipped: [],
      groups: {},
      openGroups: [],
      proposed: {},
      focus: null,
      paused: false,
      undo: hasDraft(session) || Object.keys(session.facts).length > 0 ? standBefore(session) : session.undo,
    },
    notes: [line(ctx, 'form.restarted')],
  };
};

export const undoRestart = (ctx: Context, session: Session): Reaction => {
  if (!session.undo) return { session, notes: [line(ctx, 'form.nothingToUndo')] };
  const filling = session.journey === 'form' || session.journey === 'returned';
  const before = Object.keys(session.undo.answers).length > 0 ? 'form' : 'eligibility';
  return {
    session: {
      ...session,
      ...session.undo,
      journey: filling ? session.journey : before,
      undo: null,
      proposed: {},
      focus: null,
      paused: false,
    },
    notes: [line(ctx, 'form.undone')],
  };
};
