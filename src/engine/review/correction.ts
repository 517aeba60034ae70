import { type Application, asTold, decidedActs } from '../../model/application.ts';
import type { Session } from '../../model/session.ts';
import { takeSnapshot } from '../application.ts';
import { needsConsent } from '../consent.ts';
import type { Context, World } from '../context.ts';
import { placeNames } from '../field-names.ts';
import type { Reaction } from '../reaction.ts';
import { line, rows, type Scene, text } from '../scene.ts';
import { consentScene, placeScene, valueOptions } from '../scenes/form.ts';
import { answerBlocks } from '../scenes/review-page.ts';
import { formFile } from '../scenes/submit.ts';
import { takeUp } from '../shelved.ts';
import { placeOf, places } from '../walk.ts';
import { say } from '../wording.ts';
import { groundBlock } from './cards.ts';
import { issueGrants } from './grants.ts';
import { tellStaff } from './tell.ts';
import { stageTimers } from './timers.ts';

const isReturned = (ctx: Context, application: Application | null | undefined): boolean =>
  application != null && asTold(application, ctx.now.ms).status === 'returned';

/** The application that was returned, taken up where it is not the one in hand. */
const atReturned = (ctx: Context, world: World): World => {
  if (isReturned(ctx, world.application)) return world;
  const index = world.session.shelved.findIndex(({ application }) =>
    isReturned(ctx, application === null ? null : world.cases.get(application)),
  );
  if (index < 0) return world;
  const session = takeUp(world.session, index);
  return { ...world, session, application: world.cases.get(session.application ?? '') ?? null };
};

/** Begin the correction: only what was asked for, in form order. */
export const startCorrection = (ctx: Context, given: World): Reaction => {
  const world = atReturned(ctx, given);
  const { session } = world;
  const application = world.application && asTold(world.application, ctx.now.ms);
  if (application?.status !== 'returned') {
    return {
      session,
      notes: [line(ctx, 'fix.none')],
      scene: { blocks: [], links: ['progress', 'home'] },
    };
  }
  const act = application.decisions.findLast(({ verb }) => verb === 'return');
  const asked = act?.fields ?? {};
  const left = places(ctx.pack.form, session).flatMap(({ id }) =>
    asked[id] ? [{ field: id, ...asked[id] }] : [],
  );
  return {
    session: {
      ...session,
      journey: 'returned',
      paused: false,
      focus: null,
      correction: { round: application.snapshots.length, left },
    },
    notes: [
      text(
        left.length > 0
          ? say(ctx.pack, 'fix.begin', { count: left.length })
          : say(ctx.pack, 'fix.beginWhole'),
      ),
      ...(act?.reason ? [rows([[say(ctx.pack, 'case.reason'), act.reason]])] : []),
    ],
  };
};

/** One returned field was gone through, changed or not. */
export const fieldDone = (session: Session, field: string): Session =>
  session.journey === 'returned' && session.correction
    ? {
        ...session,
        focus: null,
        correction: {
          ...session.correction,
          left: session.correction.left.filter(entry => entry.field !== field),
        },
      }
    : session;

/** The next returned field with what was asked of it; then the page to resubmit from. */
export const correctionScene = (
  ctx: Context,
  session: Session,
  /** Values the person may have meant by what was refused. */
  offered: readonly string[] = [],
): Scene => {
  if (needsConsent(ctx, session)) return consentScene(ctx);
  const left = session.correction?.left ?? [];
  const entry = left[0];
  const focus = session.focus === null ? undefined : placeOf(ctx.pack.form, session, session.focus);
  if (focus) return placeScene(ctx, session, focus, offered);
  const place = entry ? placeOf(ctx.pack.form, session, entry.field) : undefined;
  if (entry && place) {
    const scene = placeScene(ctx, session, place);
    const label = placeNames(ctx.pack.form, [place]).get(place.id)!;
    return {
      ...scene,
      blocks: [
        line(ctx, 'fix.left', { count: left.length }),
        line(ctx, 'fix.reason', { label }),
        rows([[say(ctx.pack, 'case.reason'), entry.reason]]),
        ...(entry.clause ? [groundBlock(ctx, entry.clause)] : []),
        ...scene.blocks,
      ],
      question: {
        asks: { kind: 'field', field: place.id },
        options: [
          ...offered.map(value => ({ means: { kind: 'value' as const, value }, label: value })),
          ...valueOptions(ctx, session, place),
          { means: { kind: 'skip' }, label: say(ctx.pack, 'fix.keep') },
          { means: { kind: 'pause' }, label: say(ctx.pack, 'form.pause') },
        ],
      },
    };
  }
  return {
    blocks: [line(ctx, 'review.lead'), ...answerBlocks(ctx, session)],
    question: {
      asks: { kind: 'resubmit' },
      options: [
        { means: { kind: 'yes' }, label: say(ctx.pack, 'fix.submit'), style: 'primary' },
        { means: { kind: 'change' }, label: say(ctx.pack, 'review.change') },
        { means: { kind: 'pause' }, label: say(ctx.pack, 'form.pause') },
      ],
    },
    links: ['human'],
  };
};

/** 重新提交: a new round at the stage that returned it; reviewers get a fresh card with what changed. */
export const resubmit = (ctx: Context, world: World): Reaction => {
  const { session, application } = world;
  if (application?.status !== 'returned' || session.correction?.round !== application.snapshots.length) {
    return {
      session: { ...session, journey: 'idle', correction: null },
      notes: [line(ctx, 'fix.none')],
    };
  }
  const round = application.snapshots.length + 1;
  const snapshot = takeSnapshot(ctx, session, round);
  const next: Application = issueGrants(ctx, world.roster, {
    ...application,
    unit: session.answers[ctx.pack.form.unit]?.value ?? application.unit,
    status: 'in-review',
    version: application.version + 1,
    snapshots: [...application.snapshots, snapshot],
    undoable: null,
    decisions: [
      ...application.decisions,
      {
        id: ctx.mint('decision'),
        verb: 'submit',
        stage: application.stage,
        round,
        actor: session.actor,
        name: application.unit,
        role: 'applicant',
        at: ctx.now.ms,
      },
    ],
  });
  return {
    session: { ...session, journey: 'idle', correction: null, focus: null },
    notes: [
      line(ctx, 'fix.done', { number: next.number, round }),
      line(ctx, 'submit.file', { title: ctx.pack.form.title }),
    ],
    scene: { blocks: [], files: [formFile(ctx, next)], links: ['progress', 'contacts', 'human', 'home'] },
    applications: [next],
    effects: [...tellStaff(ctx, world.roster, next), ...stageTimers(ctx, next)],
    audit: [
      {
        role: 'applicant',
        action: 'application.submit',
        subject: next.number,
        from: 'returned',
        to: next.stage,
        hash: snapshot.digest,
      },
    ],
  };
};

/** 撤回申请: asked first, and only while nobody has decided anything. */
export const askWithdraw = (ctx: Context, world: World): Reaction => {
  const { session, application } = world;
  const number = application?.number ?? '';
  if (!application || application.status === 'withdrawn') {
    return { session, notes: [line(ctx, 'withdraw.none')], scene: { blocks: [], links: ['home'] } };
  }
  if (application.status !== 'in-review' || decidedActs(application).length > 0) {
    return {
      session,
      notes: [line(ctx, 'withdraw.late', { number })],
      scene: { blocks: [], links: ['contacts', 'human', 'home'] },
    };
  }
  return {
    session,
    scene: {
      blocks: [line(ctx, 'withdraw.ask', { number })],
      question: {
        asks: { kind: 'withdraw' },
        options: [
          { means: { kind: 'yes' }, label: say(ctx.pack, 'withdraw.yes'), style: 'danger' },
          { means: { kind: 'no' }, label: say(ctx.pack, 'withdraw.no') },
        ],
      },
    },
  };
};

export const withdraw = (ctx: Context, world: World, sure: boolean): Reaction => {
  const { session, application } = world;
  if (!application) return { session };
  if (!sure) return { session, notes: [line(ctx, 'withdraw.kept', { number: application.number })] };
  if (application.status !== 'in-review' || decidedActs(application).length > 0) {
    return askWithdraw(ctx, world);
  }
  const next: Application = {
    ...application,
    status: 'withdrawn',
    version: application.version + 1,
    grants: {},
    decisions: [
      ...application.decisions,
      {
        id: ctx.mint('decision'),
        verb: 'withdraw',
        stage: application.stage,
        round: application.snapshots.length,
        actor: session.actor,
        name: application.unit,
        role: 'applicant',
        at: ctx.now.ms,
      },
    ],
  };
  const cards = tellStaff(ctx, world.roster, next, { audience: application });
  return {
    session: { ...session, application: null, journey: 'form' },
    notes: [line(ctx, 'withdraw.done', { number: next.number })],
    applications: [next],
    effects: [...cards, ...stageTimers(ctx, next)],
    audit: [
      {
        role: 'applicant',
        action: 'application.withdraw',
        subject: next.number,
        from: 'in-review',
        to: 'withdrawn',
      },
    ],
  };
};
