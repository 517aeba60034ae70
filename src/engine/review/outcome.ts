import { createHash } from 'node:crypto';
import type { Application, Decision } from '../../model/application.ts';
import { type Block, messageTo } from '../../model/message.ts';
import type { Roster, StaffBinding } from '../../model/staff.ts';
import type { SendMessage } from '../../model/turn.ts';
import type { Context, World } from '../context.ts';
import type { Reaction } from '../reaction.ts';
import { line, rows } from '../scene.ts';
import { say } from '../wording.ts';
import { caseBlocks, recordRows, verbLabel } from './cards.ts';
import type { Decided } from './decide.ts';
import { passedBefore } from './distinct.ts';
import { choicesOf, issueGrants, type PressRefusal, verbsFor } from './grants.ts';
import { send } from './hold.ts';
import { decidersOf, mainPeople, mayRead, seatsOf, stageOf } from './people.ts';
import { tellStaff } from './tell.ts';
import { stageTimers } from './timers.ts';

/** SHA-256 of a reason for the audit trail, which keeps no texts. */
const hashOf = (value: string): string => createHash('sha256').update(value).digest('hex');

/** The answer to a decision once its author can take it back no more: the same words, and no button that does nothing. */
const withoutUndo = (
  ctx: Context,
  { session }: World,
  application: Application,
  blocks: readonly Block[],
): (SendMessage & { readonly message: { readonly card: string } }) | null => {
  const { undoable, number, version } = application;
  if (!undoable || session.address.kind !== 'private') return null;
  const card = `decided:${number}:${version}`;
  const message = messageTo(session.address, ctx.mint('undo over'), blocks, { card, quiet: true });
  return { ...send(message, undoable.until), message: { ...message, card } };
};

/** A message that is not sent when the act is taken back in time. */
const holding = (application: Application, key: string): Application =>
  application.undoable
    ? { ...application, undoable: { ...application.undoable, held: [...application.undoable.held, key] } }
    : application;

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
  const records = recordRows(ctx, application.decisions.at(-1)?.records);
  const done = [
    line(ctx, 'decide.done', { verb: label, number: application.number }),
    ...(records.length > 0 ? [rows(records)] : []),
    ...(waiting > 0 ? [line(ctx, 'decide.waiting', { count: waiting })] : []),
  ];
  const over = withoutUndo(ctx, world, application, done);
  return {
    session: { ...world.session, decision: null },
    scene: {
      ...(over ? { card: over.message.card } : {}),
      blocks: [
        ...done,
        ...(application.undoable
          ? [line(ctx, waiting > 0 ? 'decide.undoHintWaiting' : 'decide.undoHint', { seconds })]
          : []),
      ],
      buttons: choicesOf(ctx, application, by.actor, verbsFor('author')),
    },
    applications: [over ? holding(application, over.message.key) : application],
    effects: [...effects, ...(over ? [over] : [])],
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
      line(ctx, `refuse.${refusal}`),
      ...(readable && refusal === 'stale' ? caseBlocks(ctx, application) : []),
    ],
    scene: { blocks: [], buttons: readable ? choicesOf(ctx, application, world.session.actor) : [] },
    issues: [{ code: `review:press-${refusal}`, message: 'a case button or command was refused' }],
    toast: say(ctx.pack, `refuse.${refusal}`),
  };
};

/**
 * Why this person may not decide now though the stage names people like her: she passed an earlier stage. Says who may.
 * Null where that is not the reason.
 */
export const barredBy = (
  ctx: Context,
  roster: Roster,
  application: Application,
  actor: string,
): Block | null => {
  if (application.status !== 'in-review') return null;
  const passes = seatsOf(roster, actor).flatMap(seat => passedBefore(ctx, application, seat) ?? []);
  const [pass] = passes;
  if (!pass) return null;
  const slots = {
    passed: stageOf(ctx, pass.stage).title,
    stage: stageOf(ctx, application.stage).title,
  };
  const people = decidersOf(ctx, roster, application).map(({ name }) => name);
  return people.length > 0
    ? line(ctx, 'refuse.distinct', { ...slots, people: people.join('、') })
    : line(ctx, 'refuse.distinctNobody', slots);
};

/** A decision that somebody else has to make. */
export const refuseSamePerson = (
  ctx: Context,
  world: World,
  application: Application,
  why: Block,
): Reaction => ({
  session: world.session,
  notes: [why],
  scene: { blocks: [], buttons: choicesOf(ctx, application, world.session.actor) },
  issues: [
    { code: 'review:press-distinct', message: 'somebody who passed an earlier stage would decide again' },
  ],
});

/** Who is asked after a transfer: 或签 the new person alone, otherwise the new person in the place of the old one. */
const transferred = (
  ctx: Context,
  world: World,
  application: Application,
  by: StaffBinding,
  to: StaffBinding,
): Pick<Application, 'assignees' | 'cosigners'> => {
  const { cosigners } = application;
  const main = mainPeople(ctx, world.roster, application).map(({ actor }) => actor);
  const inPlace = (actors: readonly string[]) => [
    ...new Set(actors.map(actor => (actor === by.actor ? to.actor : actor))),
  ];
  if (!main.includes(by.actor)) return { assignees: application.assignees, cosigners: inPlace(cosigners) };
  return {
    assignees: stageOf(ctx, application.stage).mode === 'any' ? [to.actor] : inPlace(main),
    cosigners: cosigners.filter(actor => actor !== to.actor),
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
  const changed = issueGrants(
    ctx,
    world.roster,
    {
      ...application,
      version: application.version + 1,
      ...(verb === 'transfer'
        ? transferred(ctx, world, application, by, person)
        : { cosigners: [...application.cosigners, person.actor] }),
      decisions: [...application.decisions, decision],
      undoable: null,
    },
    application,
  );
  const lead = [line(ctx, verb === 'transfer' ? 'case.assigned' : 'case.cosign', { name: by.name })];
  const effects = tellStaff(ctx, world.roster, changed, { except: by.actor, lead, leadFor: person.actor });
  return {
    session: { ...world.session, decision: null },
    notes: [line(ctx, verb === 'transfer' ? 'decide.transferred' : 'decide.cosigned', { name: person.name })],
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
