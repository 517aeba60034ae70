import { createHash } from 'node:crypto';
import type { Application, Decision } from '../../model/application.ts';
import type { StaffBinding } from '../../model/staff.ts';
import type { Context, World } from '../context.ts';
import type { Reaction } from '../reaction.ts';
import { text } from '../scene.ts';
import { say } from '../wording.ts';
import { caseBlocks, lastActBlocks, verbLabel } from './cards.ts';
import type { Decided } from './decide.ts';
import { choicesOf, issueGrants, type PressRefusal } from './grants.ts';
import { mayRead } from './people.ts';
import { tellStaff } from './tell.ts';
import { stageTimers } from './timers.ts';

/** SHA-256 of a reason for the audit trail, which keeps no texts. */
const hashOf = (value: string): string => createHash('sha256').update(value).digest('hex');

/** What the reviewer sees after an act, and what is written down about it. */
export const decidedReaction = (
  ctx: Context,
  world: World,
  before: Application,
  by: StaffBinding,
  verb: Decision['verb'],
  decided: Decided,
  reason?: string,
): Reaction => {
  const { application, effects, waiting } = decided;
  const seconds = ctx.pack.review.undoSeconds;
  const label = verbLabel(ctx, before.stage, verb);
  return {
    session: { ...world.session, decision: null },
    scene: {
      blocks: [
        text(say(ctx.pack, 'decide.done', { verb: label, number: application.number })),
        ...(waiting > 0 ? [text(say(ctx.pack, 'decide.waiting', { count: waiting }))] : []),
        ...(application.undoable ? [text(say(ctx.pack, 'decide.undoHint', { seconds }))] : []),
      ],
      buttons: choicesOf(ctx, application, by.actor, ['undo']),
    },
    applications: [application],
    effects,
    audit: [
      {
        role: by.role,
        action: `application.${verb}`,
        subject: application.number,
        from: `${before.status}/${before.stage}`,
        to: `${application.status}/${application.stage}`,
        ...(reason ? { hash: hashOf(reason) } : {}),
      },
    ],
    toast: label,
  };
};

/** A refused press or command: kind words, what happened meanwhile if the person may know, and a line in the log. */
export const refuse = (
  ctx: Context,
  world: World,
  refusal: PressRefusal,
  application?: Application,
): Reaction => {
  const readable = application !== undefined && mayRead(ctx, world.roster, application, world.session.actor);
  return {
    session: world.session,
    notes: [
      text(say(ctx.pack, `refuse.${refusal}`)),
      ...(readable && refusal === 'stale'
        ? [...lastActBlocks(ctx, application), ...caseBlocks(ctx, application)]
        : []),
    ],
    scene: { blocks: [], buttons: readable ? choicesOf(ctx, application, world.session.actor) : [] },
    issues: [{ code: `review:press-${refusal}`, message: 'a case button or command was refused' }],
    toast: say(ctx.pack, `refuse.${refusal}`),
  };
};

/** 转交 and 加签: the case stays at its stage, somebody else is asked. */
export const reassign = (
  ctx: Context,
  world: World,
  application: Application,
  by: StaffBinding,
  verb: 'transfer' | 'cosign',
  person: StaffBinding,
): Reaction => {
  const decision: Decision = {
    id: ctx.mint('decision'),
    verb,
    stage: application.stage,
    round: application.snapshots.length,
    actor: by.actor,
    name: by.name,
    role: by.role,
    at: ctx.now.ms,
  };
  const changed = issueGrants(ctx, world.roster, {
    ...application,
    version: application.version + 1,
    assignees: verb === 'transfer' ? [person.actor] : application.assignees,
    cosigners: verb === 'cosign' ? [...application.cosigners, person.actor] : application.cosigners,
    decisions: [...application.decisions, decision],
    undoable: null,
  });
  const lead = [text(say(ctx.pack, verb === 'transfer' ? 'case.assigned' : 'case.cosign'))];
  const effects = tellStaff(ctx, world.roster, changed, { except: by.actor }).map(effect =>
    effect.kind === 'message' && effect.message.to.chat === person.address.chat
      ? { ...effect, message: { ...effect.message, blocks: [...lead, ...effect.message.blocks] } }
      : effect,
  );
  return {
    session: { ...world.session, decision: null },
    notes: [
      text(
        say(ctx.pack, verb === 'transfer' ? 'decide.transferred' : 'decide.cosigned', { name: person.name }),
      ),
    ],
    scene: { blocks: [], buttons: choicesOf(ctx, changed, by.actor) },
    applications: [changed],
    effects: [...effects, ...stageTimers(ctx, changed)],
    audit: [
      {
        role: by.role,
        action: `application.${verb}`,
        subject: application.number,
        from: by.actor,
        to: person.actor,
      },
    ],
  };
};
