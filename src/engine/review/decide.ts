import type { Application, Decision, Undoable } from '../../model/application.ts';
import { caseStatuses, reviewVerbs, type StageVerb } from '../../model/review-verbs.ts';
import type { Roster, StaffBinding } from '../../model/staff.ts';
import type { Effect } from '../../model/turn.ts';
import type { Context } from '../context.ts';
import { issueGrants } from './grants.ts';
import { send } from './hold.ts';
import { stageOf, stillNeeded } from './people.ts';
import { actBlocks, tellApplicant, tellStaff } from './tell.ts';
import { stageTimers } from './timers.ts';

/** What a reviewer decided, complete. */
export interface Act {
  readonly verb: StageVerb;
  readonly reason?: string;
  readonly fields?: Decision['fields'];
  readonly records?: Readonly<Record<string, string>>;
}

export interface Decided {
  readonly application: Application;
  readonly effects: readonly Effect[];
  /** Whether others must still pass before the stage is done. */
  readonly waiting: number;
}

/** Where the case stands after the act, before anybody is told. */
const moved = (ctx: Context, roster: Roster, application: Application, verb: StageVerb): Application => {
  const { leadsTo } = reviewVerbs[verb];
  if (leadsTo !== 'onward') return { ...application, status: leadsTo, assignees: [], cosigners: [] };
  if (stillNeeded(ctx, roster, application) > 0) return application;
  const { stages } = ctx.pack.review;
  const next = stages[stages.findIndex(({ id }) => id === application.stage) + 1];
  return next
    ? { ...application, stage: next.id, assignees: [], cosigners: [] }
    : { ...application, status: 'approved', assignees: [], cosigners: [] };
};

/**
 * Carry out a decision. The first one wins: it raises the version, and with it every other button of the case is void.
 * The applicant and the next stage hear of it only after the time for second thoughts.
 */
export const decide = (
  ctx: Context,
  roster: Roster,
  application: Application,
  by: StaffBinding,
  act: Act,
): Decided => {
  const decision: Decision = {
    id: ctx.mint('decision'),
    verb: act.verb,
    stage: application.stage,
    round: application.snapshots.length,
    actor: by.actor,
    name: by.name,
    role: by.role,
    at: ctx.now.ms,
    ...(act.reason ? { reason: act.reason } : {}),
    ...(act.fields ? { fields: act.fields } : {}),
    ...(act.records ? { records: { ...act.records } } : {}),
  };
  const recorded: Application = {
    ...application,
    version: application.version + 1,
    decisions: [...application.decisions, decision],
    undoable: null,
  };
  const after = moved(ctx, roster, recorded, act.verb);
  const settled = after.stage !== application.stage || after.status !== application.status;
  const seconds = ctx.pack.review.undoSeconds;
  const until = ctx.now.ms + seconds * 1000;
  const message = tellApplicant(ctx, after, actBlocks(ctx, after), [
    ...caseStatuses[after.status].ways,
    'contacts',
  ]);
  const nextStage = settled && after.status === 'in-review';
  const undoable: Undoable | null =
    seconds === 0
      ? null
      : {
          decision: decision.id,
          actor: by.actor,
          until,
          status: application.status,
          stage: application.stage,
          assignees: application.assignees,
          cosigners: application.cosigners,
          held: [],
        };
  const granted = issueGrants(ctx, roster, { ...after, undoable }, application);
  // Colleagues of this stage learn at once that it is decided; people of the next stage only when it is final.
  const colleagues = tellStaff(ctx, roster, granted, {
    ...(settled ? { audience: application, quietFor: by.actor } : { except: by.actor }),
  });
  const cards = nextStage ? tellStaff(ctx, roster, granted, { notBefore: until }) : [];
  const held = [
    ...(settled ? [message.key] : []),
    ...cards.flatMap(effect => (effect.kind === 'message' ? [effect.message.key] : [])),
  ];
  return {
    application: { ...granted, undoable: undoable ? { ...undoable, held } : null },
    effects: [
      ...colleagues,
      ...cards,
      ...(settled ? [send(message, seconds === 0 ? undefined : until)] : []),
      ...stageTimers(ctx, granted),
    ],
    waiting: settled ? 0 : stillNeeded(ctx, roster, granted),
  };
};

export type UndoRefusal = 'decide.undoNothing' | 'decide.undoForeign' | 'decide.undoLate';

/** Take the last act back: only its author, only in time. What was held back is not sent at all. */
export const undo = (
  ctx: Context,
  roster: Roster,
  application: Application,
  by: StaffBinding,
):
  | { readonly ok: true; readonly decided: Decided }
  | { readonly ok: false; readonly refusal: UndoRefusal } => {
  const { undoable } = application;
  if (!undoable) return { ok: false, refusal: 'decide.undoNothing' };
  if (undoable.actor !== by.actor) return { ok: false, refusal: 'decide.undoForeign' };
  // Exactly at `until` the held messages leave.
  if (Math.max(ctx.now.ms, ctx.takenAt ?? 0) >= undoable.until)
    return { ok: false, refusal: 'decide.undoLate' };
  const decision: Decision = {
    id: ctx.mint('decision'),
    verb: 'undo',
    stage: undoable.stage,
    round: application.snapshots.length,
    actor: by.actor,
    name: by.name,
    role: by.role,
    at: ctx.now.ms,
    undoes: undoable.decision,
  };
  const restored = issueGrants(
    ctx,
    roster,
    {
      ...application,
      version: application.version + 1,
      status: undoable.status,
      stage: stageOf(ctx, undoable.stage).id,
      assignees: undoable.assignees,
      cosigners: undoable.cosigners,
      decisions: [...application.decisions, decision],
      undoable: null,
    },
    application,
  );
  return {
    ok: true,
    decided: {
      application: restored,
      effects: [
        ...undoable.held.map(key => ({ kind: 'recall' as const, key })),
        ...tellStaff(ctx, roster, restored, { except: by.actor }),
        ...stageTimers(ctx, restored),
      ],
      waiting: 0,
    },
  };
};
