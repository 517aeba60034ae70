import type { Application } from '../../model/application.ts';
import { addDays, daysBetween, localMoment } from '../../model/calendar.ts';
import { messageTo } from '../../model/message.ts';
import type { TimerData } from '../../model/timer.ts';
import type { Effect, SetTimer } from '../../model/turn.ts';
import { windowAt } from '../../model/window.ts';
import type { Context, World } from '../context.ts';
import { line, rows, text } from '../scene.ts';
import { say } from '../wording.ts';
import { workdayAfter, workdaysBetween } from '../workdays.ts';
import { openingOn, send, sendStaff } from './hold.ts';
import { decidersOf, headsOf, operators, stageOf } from './people.ts';
import { linkChoices, tellStaff } from './tell.ts';

/** Set the reminder of the stage a case has just come to, or take it off when the case is closed. */
export const stageTimers = (ctx: Context, application: Application): Effect[] => {
  const id = `stage:${application.number}`;
  if (application.status !== 'in-review') return [{ kind: 'cancel-timer', id }];
  const { remindAfter } = stageOf(ctx, application.stage);
  return [
    {
      kind: 'timer',
      id,
      due: openingOn(ctx, workdayAfter(ctx.now.date, remindAfter, ctx.pack.contacts.workdays)),
      name: 'stage-reminder',
      data: {
        application: application.number,
        version: String(application.version),
        since: ctx.now.date,
        days: String(remindAfter),
      },
    },
  ];
};

/** A reminder of the draft's deadline, three days before it; the person may switch it off. */
const DRAFT_DAYS = 3;
export const draftTimer = (ctx: Context, session: string): SetTimer | null => {
  const { closes } = windowAt(ctx.pack.manifest, ctx.now);
  const day = addDays(closes, -DRAFT_DAYS);
  return ctx.now.date >= day
    ? null
    : { kind: 'timer', id: `draft:${session}`, due: openingOn(ctx, day), name: 'draft-reminder', data: {} };
};

/** First the people of the stage hear, some working days later the head of the section, once. */
export const remindStage = (ctx: Context, world: World, data: TimerData<'stage-reminder'>): Effect[] => {
  const application = world.cases.get(data.application);
  if (application?.status !== 'in-review' || String(application.version) !== data.version) return [];
  const stage = stageOf(ctx, application.stage);
  const slots = { number: application.number, stage: stage.title, days: data.days };
  if (data.escalated === 'yes') return escalate(ctx, world, application, slots);
  const days = Math.max(stage.escalateAfter, stage.remindAfter + 1);
  return [
    {
      kind: 'timer',
      id: `stage:${application.number}`,
      due: openingOn(ctx, workdayAfter(data.since, days, ctx.pack.contacts.workdays)),
      name: 'stage-reminder',
      data: { ...data, days: String(days), escalated: 'yes' },
    },
    ...tellStaff(ctx, world.roster, application, { lead: [line(ctx, 'remind.decider', slots)] }),
  ];
};

const escalate = (
  ctx: Context,
  world: World,
  application: Application,
  slots: { readonly number: string; readonly stage: string; readonly days: string },
): Effect[] => {
  const heads = headsOf(ctx, world.roster, application);
  const waitingFor = decidersOf(ctx, world.roster, application).map(({ name }) => name);
  const told = heads.length > 0 ? heads : operators(world.roster);
  return told.map(({ actor, address, role }) =>
    sendStaff(
      ctx,
      messageTo(address, ctx.mint(`escalate ${actor}`), [
        line(ctx, 'remind.head', slots),
        rows([
          ...(role === 'operator' ? [] : [[say(ctx.pack, 'case.unit'), application.unit] as const]),
          [say(ctx.pack, 'remind.waitingFor'), waitingFor.join('、') || say(ctx.pack, 'remind.nobody')],
        ]),
        line(ctx, 'staff.openHint', { number: application.number }),
      ]),
    ),
  );
};

/** A draft that nobody has submitted yet, three days before the deadline. */
export const remindDraft = (ctx: Context, world: World): Effect[] => {
  const { session } = world;
  const { manifest } = ctx.pack;
  const waiting =
    session.journey === 'form' && session.application === null && !session.optOut.includes('draft');
  const window = windowAt(manifest, ctx.now);
  const days = daysBetween(ctx.now.date, window.closes);
  if (!waiting || days < 0) return [];
  const { id, subject, office } = manifest;
  return [
    send(
      messageTo(session.address, ctx.mint('draft reminder'), [line(ctx, 'remind.draft', { days })], {
        choices: linkChoices(ctx, ['resume', 'contacts']),
        files: [
          {
            kind: 'rendered',
            render: 'calendar',
            name: say(ctx.pack, 'remind.calendar'),
            data: {
              id,
              subject,
              office,
              window: {
                opens: window.opens,
                closes: window.closes,
                clause: window.clause,
                quote: window.quote,
              },
            },
          },
        ],
      }),
    ),
  ];
};

/** 催办: the same words as the reminder, at once. */
export const remindNow = (
  ctx: Context,
  world: World,
  application: Application,
): { effects: Effect[]; told: number } => {
  const { roster, session } = world;
  const stage = stageOf(ctx, application.stage);
  const others = decidersOf(ctx, roster, application).filter(({ actor }) => actor !== session.actor);
  const since = application.decisions.at(-1)?.at ?? application.snapshots.at(-1)!.at;
  const days = workdaysBetween(
    localMoment(since, ctx.pack.manifest.timezone).date,
    ctx.now.date,
    ctx.pack.contacts.workdays,
  );
  const slots = { number: application.number, stage: stage.title };
  const lead = [
    text(
      days === 0 ? say(ctx.pack, 'remind.now', slots) : say(ctx.pack, 'remind.decider', { ...slots, days }),
    ),
  ];
  const seen = new Set(others.map(({ address }) => address.chat));
  return {
    effects: tellStaff(ctx, roster, application, { lead, except: session.actor }).filter(
      effect => effect.kind !== 'message' || seen.has(effect.message.to.chat),
    ),
    told: others.length,
  };
};
