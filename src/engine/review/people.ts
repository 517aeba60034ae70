import type { Application } from '../../model/application.ts';
import type { Review } from '../../model/pack/review.ts';
import type { Roster, StaffBinding } from '../../model/staff.ts';
import type { Context } from '../context.ts';

export type Stage = Review['stages'][number];

export const stageOf = (ctx: Pick<Context, 'pack'>, id: string): Stage => {
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
  activeStaff(roster).filter(({ role }) => role === 'operator');

/** The section whose people are told: the case's own, or the fallback when nobody of it is bound. */
const servingSection = (ctx: Pick<Context, 'pack'>, roster: Roster, section: string): string =>
  activeStaff(roster).some(binding => binding.section === section) ? section : ctx.pack.contacts.fallback;

const unique = (bindings: readonly StaffBinding[]): StaffBinding[] => [
  ...new Map(bindings.map(binding => [binding.actor, binding])).values(),
];

/** Whoever the current stage names: by role, in the section in charge or in the whole office. */
const namedByStage = (
  ctx: Pick<Context, 'pack'>,
  roster: Roster,
  application: Application,
): StaffBinding[] => {
  const stage = stageOf(ctx, application.stage);
  const section = servingSection(ctx, roster, application.section);
  return unique(
    activeStaff(roster).filter(
      binding =>
        binding.address.kind === 'private' &&
        stage.roles.includes(binding.role) &&
        (stage.scope === 'office' || binding.section === section),
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

/** All who have to do with the current stage: those it names or was transferred to, and who was asked in addition. */
const participants = (
  ctx: Pick<Context, 'pack'>,
  roster: Roster,
  application: Application,
): StaffBinding[] => {
  const extra = (actors: readonly string[]) =>
    activeStaff(roster).filter(({ actor }) => actors.includes(actor));
  const main =
    application.assignees.length > 0 ? extra(application.assignees) : namedByStage(ctx, roster, application);
  return unique([...main, ...extra(application.cosigners)]);
};

/** Who may decide right now. In order mode only the first who has not passed yet. */
export const decidersOf = (
  ctx: Pick<Context, 'pack'>,
  roster: Roster,
  application: Application,
): StaffBinding[] => {
  if (application.status !== 'in-review') return [];
  const passed = passedBy(application);
  const open = participants(ctx, roster, application).filter(({ actor }) => !passed.has(actor));
  return stageOf(ctx, application.stage).mode === 'order' ? open.slice(0, 1) : open;
};

/** How many must still pass before the stage is done, after those who passed already. */
export const stillNeeded = (ctx: Pick<Context, 'pack'>, roster: Roster, application: Application): number => {
  const passed = passedBy(application);
  const missing = (bindings: readonly StaffBinding[]) =>
    bindings.filter(({ actor }) => !passed.has(actor)).length;
  const cosigners = activeStaff(roster).filter(({ actor }) => application.cosigners.includes(actor));
  const main = participants(ctx, roster, { ...application, cosigners: [] });
  const mode = stageOf(ctx, application.stage).mode;
  const mainLeft = mode === 'any' ? (main.some(({ actor }) => passed.has(actor)) ? 0 : 1) : missing(main);
  return mainLeft + missing(unique(cosigners));
};

/** People and groups of the section who only hear. */
export const hearersOf = (
  ctx: Pick<Context, 'pack'>,
  roster: Roster,
  application: Application,
): StaffBinding[] => {
  const section = servingSection(ctx, roster, application.section);
  return unique(
    activeStaff(roster).filter(binding => binding.role === 'contact' && binding.section === section),
  );
};

/** Heads of the section in charge, for escalation; the office's leaders when it has none. */
export const headsOf = (
  ctx: Pick<Context, 'pack'>,
  roster: Roster,
  application: Application,
): StaffBinding[] => {
  const section = servingSection(ctx, roster, application.section);
  const heads = activeStaff(roster).filter(binding => binding.role === 'head' && binding.section === section);
  return heads.length > 0
    ? unique(heads)
    : unique(activeStaff(roster).filter(({ role }) => role === 'leader'));
};

/** Whether somebody of the office may read this case: staff of its section, of the stage, or of the whole office. */
export const mayRead = (
  ctx: Pick<Context, 'pack'>,
  roster: Roster,
  application: Application,
  actor: string,
): boolean =>
  seatsOf(roster, actor).some(
    seat =>
      seat.section === servingSection(ctx, roster, application.section) ||
      seat.section === application.section ||
      ['head', 'leader', 'operator'].includes(seat.role),
  ) || participants(ctx, roster, application).some(binding => binding.actor === actor);
