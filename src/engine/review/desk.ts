import type { Application } from '../../model/application.ts';
import type { StaffBinding } from '../../model/staff.ts';
import type { Context, World } from '../context.ts';
import type { Reaction } from '../reaction.ts';
import { rows, text } from '../scene.ts';
import { formFile } from '../scenes/submit.ts';
import { clean, fold } from '../text.ts';
import { say } from '../wording.ts';
import { caseBlocks, fullBlocks } from './cards.ts';
import { undo } from './decide.ts';
import { beginDecision, complete } from './drafting.ts';
import { type CaseVerb, checkPress, choicesOf } from './grants.ts';
import { decidedReaction, refuse } from './outcome.ts';
import { decidersOf, mayRead, seatsOf } from './people.ts';
import { remindNow } from './timers.ts';

/** A button of a case card. The stored grant decides what it may do, not the button. */
export const pressCase = (ctx: Context, world: World, number: string, token: string): Reaction => {
  const application = world.cases.get(number);
  const checked = checkPress(ctx, world.roster, application, token, world.session.actor);
  if (!checked.ok || !application)
    return refuse(ctx, world, checked.ok ? 'unknown' : checked.refusal, application);
  return doVerb(ctx, world, application, checked.verb);
};

const doVerb = (ctx: Context, world: World, application: Application, verb: CaseVerb): Reaction => {
  const { session, roster } = world;
  const seat = seatsOf(roster, session.actor)[0];
  if (!seat) return refuse(ctx, world, 'foreign');
  const decider = decidersOf(ctx, roster, application).find(({ actor }) => actor === session.actor);
  switch (verb) {
    case 'pass':
    case 'return':
    case 'reject':
    case 'transfer':
    case 'cosign':
      return decider
        ? beginDecision(ctx, world, application, decider, verb)
        : refuse(ctx, world, 'foreign', application);
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
          files: [formFile(ctx, application)],
          buttons: choicesOf(ctx, application, session.actor),
        },
        audit: [{ role: seat.role, action: 'application.download', subject: application.number }],
      };
    case 'remind': {
      const { effects, told } = remindNow(ctx, roster, application);
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
  const line = clean(raw).normalize('NFKC');
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
  if (decider && command.rest !== '' && (command.verb === 'return' || command.verb === 'reject')) {
    return complete(ctx, world, application, decider, { verb: command.verb, reason: command.rest });
  }
  return doVerb(ctx, world, application, command.verb);
};

/** 待办: open cases this person may decide, oldest first; then those the person may only read. */
export const todoList = (ctx: Context, world: World): Reaction => {
  const { session, roster, listed } = world;
  const mine = listed.filter(application =>
    decidersOf(ctx, roster, application).some(({ actor }) => actor === session.actor),
  );
  const readable = listed.filter(
    application => !mine.includes(application) && mayRead(ctx, roster, application, session.actor),
  );
  const lineOf = (application: Application): [string, string] => [
    application.number,
    `${application.unit}　${ctx.pack.review.stages.find(({ id }) => id === application.stage)?.title ?? ''}`,
  ];
  return {
    session,
    scene: {
      blocks:
        mine.length + readable.length === 0
          ? [text(say(ctx.pack, 'staff.none'))]
          : [
              text(say(ctx.pack, 'staff.todo', { count: mine.length })),
              ...(mine.length > 0 ? [rows(mine.map(lineOf))] : []),
              ...(readable.length > 0 ? [rows(readable.map(lineOf))] : []),
              text(say(ctx.pack, 'staff.hint')),
            ],
    },
  };
};

export const isTodoCommand = (raw: string): boolean =>
  /^\/?(?:待办|我的待办|待办事项|todo)$/u.test(fold(raw));
