import { type Application, filesOf } from '../../model/application.ts';
import type { StoredFile } from '../../model/file.ts';
import { type CaseVerb, DraftedVerb, decides, needOf, type StageVerb } from '../../model/review-verbs.ts';
import type { StaffBinding } from '../../model/staff.ts';
import type { Context, World } from '../context.ts';
import type { Reaction } from '../reaction.ts';
import { line, rows } from '../scene.ts';
import { formFile } from '../scenes/submit.ts';
import { shorten } from '../text.ts';
import { say } from '../wording.ts';
import { caseBlocks, fullBlocks } from './cards.ts';
import { type Act, undo } from './decide.ts';
import { beginDecision, complete, offerDecision } from './drafting.ts';
import { checkPress, choicesOf, seated } from './grants.ts';
import { barredBy, decidedReaction, refuse, refuseSamePerson } from './outcome.ts';
import { decidersOf, mayRead, seatsOf, servingSection, stageOf } from './people.ts';
import { isHollow, REASON_LIMIT } from './records.ts';
import { remindNow } from './timers.ts';
import { todoBlocks, todoList } from './todo.ts';
import { typedReturn } from './typed-return.ts';
import { labelsOf, typedCommandOf } from './verb-words.ts';

/** A button of a case card. The stored grant decides what it may do, not the button. */
export const pressCase = (ctx: Context, world: World, number: string, token: string): Reaction => {
  const application = world.cases.get(number);
  const checked = checkPress(ctx, world.roster, application, token, world.session.actor);
  if (!checked.ok || !application)
    return refuse(ctx, world, checked.ok ? 'unknown' : checked.refusal, application);
  return doVerb(ctx, world, application, checked.verb);
};

/** The seat in which somebody acts on a case: the one in its section, where the person has several. */
export const seatFor = (ctx: Context, world: World, application: Application): StaffBinding | undefined => {
  const seats = seatsOf(world.roster, world.session.actor);
  const section = servingSection(ctx, world.roster, application.section);
  return seats.find(seat => seat.section === section) ?? seats[0];
};

/** What a verb does that is not a decision to be asked for step by step. */
type Doing = (ctx: Context, world: World, application: Application, seat: StaffBinding) => Reaction;

const view: Doing = (ctx, world, application, seat) => ({
  session: { ...world.session, openCase: application.number },
  scene: {
    blocks: fullBlocks(ctx, application),
    buttons: choicesOf(ctx, application, world.session.actor),
  },
  audit: [{ role: seat.role, action: 'application.view', subject: application.number }],
});

/** Longest name of a stored file, in UTF-16 units (model/file.ts). */
const LONGEST_NAME = 120;

/** What lies beside the office's own form says by its name who made it. */
export const fromApplicant = (ctx: Context, file: StoredFile): StoredFile => {
  const mark = `${say(ctx.pack, 'file.fromApplicant')}-`;
  // The end of a name says what kind of file it is.
  return {
    ...file,
    name: mark + file.name.slice(Math.max(0, mark.length + file.name.length - LONGEST_NAME)),
  };
};

const download: Doing = (ctx, world, application, seat) => ({
  session: { ...world.session, openCase: application.number },
  scene: {
    blocks: caseBlocks(ctx, application),
    files: [
      formFile(ctx, application),
      ...Object.values(filesOf(application))
        .flat()
        .map(file => ({ kind: 'stored' as const, file: fromApplicant(ctx, file) })),
    ],
    buttons: choicesOf(ctx, application, world.session.actor),
  },
  audit: [{ role: seat.role, action: 'application.download', subject: application.number }],
});

const remind: Doing = (ctx, world, application, seat) => {
  const { effects, told } = remindNow(ctx, world, application);
  return {
    session: world.session,
    notes: [line(ctx, told > 0 ? 'decide.reminded' : 'decide.remindNobody')],
    scene: { blocks: [] },
    effects,
    audit: [{ role: seat.role, action: 'application.remind', subject: application.number }],
  };
};

const takeBack: Doing = (ctx, world, application, by) => {
  const result = undo(ctx, world.roster, application, by);
  if (!result.ok) {
    return {
      session: world.session,
      notes: [line(ctx, result.refusal)],
      scene: { blocks: [] },
      toast: say(ctx.pack, result.refusal),
    };
  }
  const reaction = decidedReaction(ctx, world, application, by, 'undo', result.decided);
  const restored = result.decided.application;
  return {
    ...reaction,
    scene: {
      blocks: [line(ctx, 'decide.undone', { number: restored.number }), ...caseBlocks(ctx, restored)],
      buttons: choicesOf(ctx, restored, by.actor),
    },
  };
};

/** Every verb that is done at once; one without an entry does not compile. */
export const doings: { readonly [Verb in Exclude<CaseVerb, DraftedVerb>]: Doing } = {
  view,
  download,
  remind,
  undo: takeBack,
};

export const isDrafted = (verb: CaseVerb): verb is DraftedVerb =>
  DraftedVerb.options.some(each => each === verb);

const doVerb = (
  ctx: Context,
  world: World,
  application: Application,
  verb: CaseVerb,
  begin = beginDecision,
): Reaction => {
  const { session, roster } = world;
  const decider = decidersOf(ctx, roster, application).find(({ actor }) => actor === session.actor);
  const seat = decider ?? seatFor(ctx, world, application);
  if (!seat) return refuse(ctx, world, 'foreign');
  // A decision is asked for step by step: that is done in the private chat, where its card goes.
  if (session.address.kind === 'group' && isDrafted(verb)) return cardInPrivate(ctx, world, application);
  if (!isDrafted(verb)) return doings[verb](ctx, world, application, seat);
  const offered = !decides(verb) || stageOf(ctx, application.stage).verbs.includes(verb);
  if (decider && offered) return begin(ctx, world, application, decider, verb);
  const barred = decider ? null : barredBy(ctx, roster, application, session.actor);
  return barred
    ? refuseSamePerson(ctx, world, application, barred)
    : refuse(ctx, world, application.status === 'in-review' ? 'foreign' : 'stale', application);
};

/** Time in which somebody who types may not have seen yet that a colleague moved the case on; of our own choosing. */
const UNSEEN_MS = 60_000;

/**
 * Buttons know which state of the case they were meant for, typed words do not: what was meant for the stage that a
 * colleague has just decided must not decide the next one.
 */
const justMovedOn = (ctx: Context, application: Application, actor: string): boolean => {
  const last = application.decisions.at(-1);
  return (
    last !== undefined &&
    last.actor !== actor &&
    last.stage !== application.stage &&
    ctx.now.ms - last.at < UNSEEN_MS
  );
};

const showCase = (ctx: Context, world: World, known: Application): Reaction => {
  const application = seated(ctx, world.roster, known, world.session.actor);
  return {
    session: { ...world.session, openCase: application.number },
    scene: {
      blocks: caseBlocks(ctx, application),
      buttons: choicesOf(ctx, application, world.session.actor),
    },
    ...(application === known ? {} : { applications: [application] }),
    audit: [{ role: 'staff', action: 'application.view', subject: application.number }],
  };
};

const cardInPrivate = (ctx: Context, world: World, application: Application): Reaction => ({
  ...showCase(ctx, world, application),
  notes: [line(ctx, 'group.decide')],
});

/** Cases the person may not read do not exist for them. */
const notReadable = (ctx: Context, world: World): Reaction => ({
  session: world.session,
  notes: [line(ctx, 'refuse.notStaff')],
  scene: { blocks: [] },
  issues: [
    { code: 'review:case-not-readable', message: 'a case was asked for that is not there for this person' },
  ],
});

/** What somebody of the office types about a case by its number. Null when it is no command. */
export const runTyped = (ctx: Context, world: World, raw: string): Reaction | null => {
  const command = typedCommandOf(raw, labelsOf(ctx));
  if (!command) return null;
  const application = world.cases.get(command.number);
  const readable = application !== undefined && mayRead(ctx, world.roster, application, world.session.actor);
  // A sentence about a case, not a command: whoever may read the case is shown it, unless something else was asked.
  if (command.verb === null)
    return readable && world.session.prompt === null ? showCase(ctx, world, application) : null;
  if (!readable) return notReadable(ctx, world);
  return command.verb === 'query'
    ? showCase(ctx, world, application)
    : runCommand(ctx, world, application, command.verb, command.rest);
};

const runCommand = (
  ctx: Context,
  world: World,
  application: Application,
  verb: CaseVerb,
  rest: string,
): Reaction => {
  if (decides(verb) && justMovedOn(ctx, application, world.session.actor))
    return refuse(ctx, world, 'stale', application);
  if (rest === '') return doVerb(ctx, world, application, verb);
  const act = decides(verb) && !isHollow(rest) ? typedAct(ctx, application, verb, rest) : null;
  const decider = decidersOf(ctx, world.roster, application).find(
    ({ actor }) => actor === world.session.actor,
  );
  if (act && decider && stageOf(ctx, application.stage).verbs.includes(act.verb))
    return complete(ctx, world, application, decider, act);
  // Words behind a verb that takes none (通过 编号 不行) may take it back: it is asked for once more.
  return doVerb(ctx, world, application, verb, offerDecision);
};

/** The whole act, where verb and reason were typed in one line. */
const typedAct = (ctx: Context, application: Application, verb: StageVerb, rest: string): Act | null => {
  const needs = needOf(verb);
  if (needs === 'reason') return { verb, reason: shorten(rest, REASON_LIMIT) };
  const why = needs === 'fields' ? typedReturn(ctx, application, rest) : null;
  return why && { verb, ...why };
};

/**
 * 可以，通过: a verb without a number. It means the case the person looked at last, or the only one that waits, and is
 * asked for once more; where several wait, they are shown.
 */
export const runBare = (ctx: Context, world: World, verb: CaseVerb | 'any'): Reaction => {
  const { actor, openCase } = world.session;
  const mine = (application: Application | undefined) =>
    application !== undefined &&
    decidersOf(ctx, world.roster, application).some(binding => binding.actor === actor);
  const looked = openCase === null ? undefined : world.cases.get(openCase);
  const waiting = world.listed.filter(mine);
  const application = mine(looked) ? looked : waiting.length === 1 ? waiting[0] : undefined;
  if (!application || verb === 'any' || !isDrafted(verb)) return todoList(ctx, world);
  const offered = doVerb(ctx, world, application, verb, offerDecision);
  const notes = mine(looked)
    ? [
        rows([
          [say(ctx.pack, 'case.number'), application.number],
          [say(ctx.pack, 'case.unit'), application.unit],
        ]),
      ]
    : todoBlocks(ctx, world);
  return { ...offered, notes: [...notes, ...(offered.notes ?? [])] };
};
