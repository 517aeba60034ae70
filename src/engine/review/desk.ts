import { type Application, currentSnapshot } from '../../model/application.ts';
import type { StaffBinding } from '../../model/staff.ts';
import type { Context, World } from '../context.ts';
import type { Reaction } from '../reaction.ts';
import { text } from '../scene.ts';
import { formFile } from '../scenes/submit.ts';
import { clean, shorten } from '../text.ts';
import { say } from '../wording.ts';
import { caseBlocks, fullBlocks } from './cards.ts';
import { undo } from './decide.ts';
import { beginDecision, complete } from './drafting.ts';
import { type CaseVerb, checkPress, choicesOf } from './grants.ts';
import { decidedReaction, refuse } from './outcome.ts';
import { decidersOf, mayRead, seatsOf, servingSection, stageOf } from './people.ts';
import { remindNow } from './timers.ts';
import { REASON_LIMIT, typedReturn } from './typed-return.ts';

/** A button of a case card. The stored grant decides what it may do, not the button. */
export const pressCase = (ctx: Context, world: World, number: string, token: string): Reaction => {
  const application = world.cases.get(number);
  const checked = checkPress(ctx, world.roster, application, token, world.session.actor);
  if (!checked.ok || !application)
    return refuse(ctx, world, checked.ok ? 'unknown' : checked.refusal, application);
  return doVerb(ctx, world, application, checked.verb);
};

/** The seat in which somebody acts on a case: the one in its section, where the person has several. */
const seatFor = (ctx: Context, world: World, application: Application): StaffBinding | undefined => {
  const seats = seatsOf(world.roster, world.session.actor);
  const section = servingSection(ctx, world.roster, application.section);
  return seats.find(seat => seat.section === section) ?? seats[0];
};

const doVerb = (ctx: Context, world: World, application: Application, verb: CaseVerb): Reaction => {
  const { session, roster } = world;
  const decider = decidersOf(ctx, roster, application).find(({ actor }) => actor === session.actor);
  const seat = decider ?? seatFor(ctx, world, application);
  if (!seat) return refuse(ctx, world, 'foreign');
  switch (verb) {
    case 'pass':
    case 'return':
    case 'reject':
    case 'transfer':
    case 'cosign': {
      const offered =
        verb === 'transfer' ||
        verb === 'cosign' ||
        stageOf(ctx, application.stage).verbs.some(known => known === verb);
      return decider && offered
        ? beginDecision(ctx, world, application, decider, verb)
        : refuse(ctx, world, application.status === 'in-review' ? 'foreign' : 'stale', application);
    }
    case 'view':
      return {
        session,
        scene: { blocks: fullBlocks(ctx, application), buttons: choicesOf(ctx, application, session.actor) },
        audit: [{ role: seat.role, action: 'application.view', subject: application.number }],
      };
    case 'download':
      return {
        session,
        scene: {
          blocks: caseBlocks(ctx, application),
          files: [
            formFile(ctx, application),
            ...Object.values(currentSnapshot(application).files)
              .flat()
              .map(file => ({ kind: 'stored' as const, file })),
          ],
          buttons: choicesOf(ctx, application, session.actor),
        },
        audit: [{ role: seat.role, action: 'application.download', subject: application.number }],
      };
    case 'remind': {
      const { effects, told } = remindNow(ctx, world, application);
      return {
        session,
        notes: [text(say(ctx.pack, told > 0 ? 'decide.reminded' : 'decide.remindNobody'))],
        scene: { blocks: [] },
        effects,
        audit: [{ role: seat.role, action: 'application.remind', subject: application.number }],
      };
    }
    case 'undo':
      return takeBack(ctx, world, application, seat);
    default:
      return verb satisfies never;
  }
};

const takeBack = (ctx: Context, world: World, application: Application, by: StaffBinding): Reaction => {
  const result = undo(ctx, world.roster, application, by);
  if (!result.ok) {
    return {
      session: world.session,
      notes: [text(say(ctx.pack, result.refusal))],
      scene: { blocks: [] },
      toast: say(ctx.pack, result.refusal),
    };
  }
  const reaction = decidedReaction(ctx, world, application, by, 'undo', result.decided);
  const restored = result.decided.application;
  return {
    ...reaction,
    scene: {
      blocks: [
        text(say(ctx.pack, 'decide.undone', { number: restored.number })),
        ...caseBlocks(ctx, restored),
      ],
      buttons: choicesOf(ctx, restored, by.actor),
    },
  };
};

/** Typed forms of the buttons, for every platform and for people who prefer words. */
const typedVerbs: readonly (readonly [RegExp, CaseVerb | 'query'])[] = [
  [/^\/?(?:查询|查看|打开)/u, 'query'],
  [/^\/?(?:下载|下载申请书)/u, 'download'],
  [/^\/?(?:不通过|不予受理|驳回|拒绝)/u, 'reject'],
  [/^\/?(?:通过|同意|批准)/u, 'pass'],
  [/^\/?(?:退回补正|退回)/u, 'return'],
  [/^\/?转交/u, 'transfer'],
  [/^\/?加签/u, 'cosign'],
  [/^\/?催办/u, 'remind'],
  [/^\/?(?:撤回|撤销)/u, 'undo'],
];

const numberPattern = /[A-Za-z0-9]{2,12}-\d{3,8}-[A-Za-z]/;

export interface TypedCommand {
  readonly verb: CaseVerb | 'query';
  readonly number: string;
  /** What stands behind the number: the reason of 退回 and 不通过. */
  readonly rest: string;
}

/** `通过 WZ22-0007-K`, `退回 WZ22-0007-K 理由`, or a bare number (查询). */
export const typedCommandOf = (raw: string): TypedCommand | null => {
  // Full-width letters are read too, but a reason stays as it was written.
  const typed = clean(raw);
  const line = numberPattern.test(typed) ? typed : typed.normalize('NFKC');
  const found = numberPattern.exec(line);
  if (!found) return null;
  const number = found[0].toUpperCase();
  const before = line.slice(0, found.index).trim();
  const rest = line
    .slice(found.index + found[0].length)
    .replace(/^[\s:：,，]+/u, '')
    .trim();
  if (before === '') return rest === '' ? { verb: 'query', number, rest } : null;
  const verb = typedVerbs.find(([pattern]) => pattern.test(before))?.[1];
  return verb ? { verb, number, rest } : null;
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

/** A typed command of somebody of the office. Cases the person may not read do not exist for them. */
export const runTyped = (ctx: Context, world: World, command: TypedCommand): Reaction => {
  const application = world.cases.get(command.number);
  if (!application || !mayRead(ctx, world.roster, application, world.session.actor)) {
    return {
      session: world.session,
      notes: [text(say(ctx.pack, 'refuse.notStaff'))],
      scene: { blocks: [] },
      issues: [
        {
          code: 'review:case-not-readable',
          message: 'a case was asked for that is not there for this person',
        },
      ],
    };
  }
  if (command.verb === 'query') {
    return {
      session: world.session,
      scene: {
        blocks: caseBlocks(ctx, application),
        buttons: choicesOf(ctx, application, world.session.actor),
      },
      audit: [{ role: 'staff', action: 'application.view', subject: application.number }],
    };
  }
  const decider = decidersOf(ctx, world.roster, application).find(
    ({ actor }) => actor === world.session.actor,
  );
  const decides = command.verb === 'pass' || command.verb === 'return' || command.verb === 'reject';
  if (decides && justMovedOn(ctx, application, world.session.actor))
    return refuse(ctx, world, 'stale', application);
  const stage = stageOf(ctx, application.stage);
  const known = stage.verbs.some(verb => verb === command.verb);
  if (decider && known && command.rest !== '') {
    if (command.verb === 'reject') {
      const reason = shorten(command.rest, REASON_LIMIT);
      return complete(ctx, world, application, decider, { verb: 'reject', reason });
    }
    const act = command.verb === 'return' ? typedReturn(ctx, application, command.rest) : null;
    if (act) return complete(ctx, world, application, decider, { verb: 'return', ...act });
  }
  return doVerb(ctx, world, application, command.verb);
};
