import type { Application } from '../../model/application.ts';
import { addDays, daysBetween, instantOf } from '../../model/calendar.ts';
import type { Roster } from '../../model/staff.ts';
import type { Effect, SetTimer, Turn } from '../../model/turn.ts';
import type { Context, World } from '../context.ts';
import { text } from '../scene.ts';
import { say } from '../wording.ts';
import { workdayAfter } from '../workdays.ts';
import { decidersOf, headsOf, stageOf } from './people.ts';
import { linkChoices, send, tellStaff } from './tell.ts';

/** Reminders go out when the office opens. */
const MORNING = '09:00';

const morning = (ctx: Context, date: string): number => instantOf(date, MORNING, ctx.pack.manifest.timezone);

/** Set the reminder of the stage a case has just come to, or take it off when the case is closed. */
export const stageTimers = (ctx: Context, application: Application): Effect[] => {
  const id = `stage:${application.number}`;
  if (application.status !== 'in-review') return [{ kind: 'cancel-timer', id }];
  const { remindAfter } = stageOf(ctx, application.stage);
  return [
    {
      kind: 'timer',
      id,
      due: morning(ctx, workdayAfter(ctx.now.date, remindAfter)),
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
  const { closes } = ctx.pack.manifest.window;
  const day = addDays(closes, -DRAFT_DAYS);
  return ctx.now.date >= day
    ? null
    : { kind: 'timer', id: `draft:${session}`, due: morning(ctx, day), name: 'draft-reminder', data: {} };
};

const remindStage = (ctx: Context, world: World, data: Readonly<Record<string, string>>): Effect[] => {
  const application = world.cases.get(data.application ?? '');
  if (application?.status !== 'in-review' || String(application.version) !== data.version) return [];
  const stage = stageOf(ctx, application.stage);
  const slots = { number: application.number, stage: stage.title, days: data.days ?? '' };
  const escalate = data.escalated !== 'yes';
  const next: Effect[] = escalate
    ? [
        {
          kind: 'timer',
          id: `stage:${application.number}`,
          due: morning(
            ctx,
            workdayAfter(data.since ?? ctx.now.date, Math.max(stage.escalateAfter, stage.remindAfter + 1)),
          ),
          name: 'stage-reminder',
          data: { ...data, days: String(stage.escalateAfter), escalated: 'yes' },
        },
      ]
    : [];
  if (escalate) {
    return [
      ...next,
      ...tellStaff(ctx, world.roster, application, { lead: [text(say(ctx.pack, 'remind.decider', slots))] }),
    ];
  }
  return [
    ...headsOf(ctx, world.roster, application).map(({ actor, address }) =>
      send({
        key: ctx.mint(`escalate ${actor}`),
        to: address,
        blocks: [text(say(ctx.pack, 'remind.head', slots))],
        choices: [],
        files: [],
        prompt: null,
      }),
    ),
  ];
};

const remindDraft = (ctx: Context, world: World): Effect[] => {
  const { session } = world;
  const waiting =
    session.journey === 'form' && session.application === null && !session.optOut.includes('draft');
  const days = daysBetween(ctx.now.date, ctx.pack.manifest.window.closes);
  if (!waiting || days < 0) return [];
  return [
    send({
      key: ctx.mint('draft reminder'),
      to: session.address,
      blocks: [text(say(ctx.pack, 'remind.draft', { days }))],
      choices: linkChoices(ctx, ['resume', 'contacts']),
      files: [],
      prompt: null,
    }),
  ];
};

/** A due timer. It moves nobody's conversation; it only makes people hear. */
export const onTimer = (
  ctx: Context,
  world: World,
  name: string,
  data: Readonly<Record<string, string>>,
): Turn => {
  const effects =
    name === 'stage-reminder'
      ? remindStage(ctx, world, data)
      : name === 'draft-reminder'
        ? remindDraft(ctx, world)
        : [];
  return { effects, audit: [], issues: [] };
};

/** 催办: the same words as the reminder, at once. */
export const remindNow = (
  ctx: Context,
  roster: Roster,
  application: Application,
): { effects: Effect[]; told: number } => {
  const stage = stageOf(ctx, application.stage);
  const deciders = decidersOf(ctx, roster, application);
  const since = application.decisions.at(-1)?.at ?? application.snapshots.at(-1)!.at;
  const days = Math.max(0, Math.round((ctx.now.ms - since) / 86_400_000));
  const lead = [
    text(say(ctx.pack, 'remind.decider', { number: application.number, stage: stage.title, days })),
  ];
  return { effects: tellStaff(ctx, roster, application, { lead }), told: deciders.length };
};
