import { chatKey } from '../../model/address.ts';
import type { Application } from '../../model/application.ts';
import type { Review } from '../../model/pack/review.ts';
import type { Roster, StaffBinding } from '../../model/staff.ts';
import type { Context } from '../context.ts';
import { isOwnCase, passedBefore } from './distinct.ts';

export type Stage = Review['stages'][number];

type Office = Pick<Context, 'pack'>;

export const stageOf = (ctx: Office, id: string): Stage => {
  const stage = ctx.pack.review.stages.find(candidate => candidate.id === id);
  if (!stage) throw new Error(`pack ${ctx.pack.id} has no stage ${id}`);
  return stage;
};

const activeStaff = (roster: Roster): StaffBinding[] =>
  roster.staff.filter(({ status }) => status === 'active');

/** Every seat a chat identity holds. Nothing but the actor id counts. */
export const seatsOf = (roster: Roster, actor: string): StaffBinding[] =>
  activeStaff(roster).filter(binding => binding.actor === actor);

export const operators = (roster: Roster): StaffBinding[] =>
  uniquePeople(activeStaff(roster).filter(({ role }) => role === 'operator'));

/** The section whose people are told: the case's own, or the fallback when nobody of it is bound. */
export const servingSection = (ctx: Office, roster: Roster, section: string): string =>
  activeStaff(roster).some(binding => binding.section === section) ? section : ctx.pack.contacts.fallback;

/** One seat a person: somebody bound twice acts, and is told, once. */
export const uniquePeople = (bindings: readonly StaffBinding[]): StaffBinding[] =>
  [...new Map([...bindings].reverse().map(binding => [binding.actor, binding])).values()].reverse();

/** Who may have to do with a case at all: active, reached in private, and not the one who applied. */
const reachable = (roster: Roster, application: Application): StaffBinding[] =>
  activeStaff(roster).filter(
    binding => binding.address.kind === 'private' && !isOwnCase(roster, application, binding),
  );

/** Of these, who may decide at the current stage. */
const eligible = (ctx: Office, roster: Roster, application: Application): StaffBinding[] =>
  reachable(roster, application).filter(binding => !passedBefore(ctx, application, binding));

/** Who may be asked to decide at the current stage (转交, 加签): whoever decides in this office and may decide here. */
export const askable = (ctx: Office, roster: Roster, application: Application): StaffBinding[] =>
  uniquePeople(
    eligible(ctx, roster, application).filter(({ role }) => role !== 'contact' && role !== 'operator'),
  );

/** Whoever the current stage names: by role, in the section in charge or in the whole office. */
const namedByStage = (ctx: Office, roster: Roster, application: Application): StaffBinding[] => {
  const stage = stageOf(ctx, application.stage);
  const section = servingSection(ctx, roster, application.section);
  return uniquePeople(
    eligible(ctx, roster, application).filter(
      binding =>
        stage.roles.includes(binding.role) && (stage.scope === 'office' || binding.section === section),
    ),
  );
};

/** Actors who passed the current stage in this round and did not take it back. */
const passedBy = (application: Application): Set<string> => {
  const round = application.snapshots.length;
  const undone = new Set(application.decisions.flatMap(({ undoes }) => undoes ?? []));
  return new Set(
    application.decisions
      .filter(
        act =>
          act.verb === 'pass' &&
          act.stage === application.stage &&
          act.round === round &&
          !undone.has(act.id),
      )
      .map(({ actor }) => actor),
  );
};

/** Those who decide in the first place: named by the stage, or those it was transferred to. */
export const mainPeople = (ctx: Office, roster: Roster, application: Application): StaffBinding[] =>
  application.assignees.length > 0
    ? application.assignees.flatMap(
        actor => eligible(ctx, roster, application).find(binding => binding.actor === actor) ?? [],
      )
    : namedByStage(ctx, roster, application);

const cosigningPeople = (ctx: Office, roster: Roster, application: Application): StaffBinding[] =>
  uniquePeople(
    eligible(ctx, roster, application).filter(({ actor }) => application.cosigners.includes(actor)),
  );

/** All who have to do with the current stage: its main people, then who was asked in addition. */
export const participants = (ctx: Office, roster: Roster, application: Application): StaffBinding[] =>
  uniquePeople([...mainPeople(ctx, roster, application), ...cosigningPeople(ctx, roster, application)]);

/** Main people whose pass is still missing: 或签 needs one, 会签 and 依次 need everybody. */
const mainLeft = (ctx: Office, roster: Roster, application: Application): StaffBinding[] => {
  const passed = passedBy(application);
  const main = mainPeople(ctx, roster, application);
  const cosigners = new Set(application.cosigners);
  const byMain = main.some(({ actor }) => passed.has(actor) && !cosigners.has(actor));
  const done =
    stageOf(ctx, application.stage).mode === 'any' &&
    (byMain || (main.length > 0 && main.every(({ actor }) => passed.has(actor))));
  return done ? [] : main.filter(({ actor }) => !passed.has(actor));
};

const cosignersLeft = (ctx: Office, roster: Roster, application: Application): StaffBinding[] => {
  const passed = passedBy(application);
  return cosigningPeople(ctx, roster, application).filter(({ actor }) => !passed.has(actor));
};

/** Who may decide right now. In order mode only the first who has not passed yet. */
export const decidersOf = (ctx: Office, roster: Roster, application: Application): StaffBinding[] => {
  if (application.status !== 'in-review') return [];
  const open = uniquePeople([
    ...mainLeft(ctx, roster, application),
    ...cosignersLeft(ctx, roster, application),
  ]);
  return stageOf(ctx, application.stage).mode === 'order' ? open.slice(0, 1) : open;
};

/** How many must still pass before the stage is done, counted after somebody passed. */
export const stillNeeded = (ctx: Office, roster: Roster, application: Application): number => {
  const extra = cosignersLeft(ctx, roster, application);
  const main = mainLeft(ctx, roster, application).filter(
    ({ actor }) => !extra.some(cosigner => cosigner.actor === actor),
  );
  const needed = stageOf(ctx, application.stage).mode === 'any' ? Math.min(1, main.length) : main.length;
  return needed + extra.length;
};

/** People and groups of the section who only hear; one entry a chat. */
export const hearersOf = (ctx: Office, roster: Roster, application: Application): StaffBinding[] => {
  const section = servingSection(ctx, roster, application.section);
  const hearing = activeStaff(roster).filter(
    binding =>
      binding.role === 'contact' &&
      binding.section === section &&
      binding.actor !== application.applicant.actor,
  );
  return [...new Map(hearing.map(binding => [chatKey(binding.address), binding])).values()];
};

/** Heads of the section in charge, for escalation; the office's leaders when it has none. */
export const headsOf = (ctx: Office, roster: Roster, application: Application): StaffBinding[] => {
  const section = servingSection(ctx, roster, application.section);
  const candidates = reachable(roster, application);
  const heads = candidates.filter(binding => binding.role === 'head' && binding.section === section);
  return uniquePeople(heads.length > 0 ? heads : candidates.filter(({ role }) => role === 'leader'));
};

/**
 * Whether somebody of the office may read this case: staff of the section in charge, leaders, and whoever decides or
 * decided on it. The operator runs the installation and reads no applications.
 */
export const mayRead = (ctx: Office, roster: Roster, application: Application, actor: string): boolean => {
  const seats = seatsOf(roster, actor);
  const serving = servingSection(ctx, roster, application.section);
  return (
    seats.some(
      ({ section, role }) =>
        role === 'leader' ||
        (role !== 'operator' && (section === serving || section === application.section)),
    ) ||
    (seats.length > 0 &&
      (participants(ctx, roster, application).some(binding => binding.actor === actor) ||
        application.decisions.some(act => act.actor === actor && act.role !== 'applicant')))
  );
};
