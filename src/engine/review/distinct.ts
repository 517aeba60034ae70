import type { Application, Decision } from '../../model/application.ts';
import type { Roster, StaffBinding } from '../../model/staff.ts';
import type { Context } from '../context.ts';

/** How a name is compared: people type it on several days and keyboards. */
const named = (name: string): string => name.normalize('NFKC').replace(/\s/gu, '');

/** One person behind two identities: the same chat account, or seats bound under the same name in whatever chat app. */
const isSamePerson = (
  one: Pick<StaffBinding, 'actor' | 'name'>,
  other: Pick<StaffBinding, 'actor' | 'name'>,
): boolean => one.actor === other.actor || (named(one.name) !== '' && named(one.name) === named(other.name));

/** Whether this officer is the applicant, from whichever of the chat accounts that are bound under the name. */
export const isOwnCase = (roster: Roster, { applicant }: Application, officer: StaffBinding): boolean =>
  officer.actor === applicant.actor ||
  roster.staff.some(seat => seat.actor === applicant.actor && isSamePerson(seat, officer));

/** Passes by which the case came to its stage: of every stage before it those of the last round in which it was passed. */
const earlierPasses = ({ pack }: Pick<Context, 'pack'>, application: Application): Decision[] => {
  const { stages } = pack.review;
  const undone = new Set(application.decisions.flatMap(({ undoes }) => undoes ?? []));
  const passes = application.decisions.filter(({ verb, id }) => verb === 'pass' && !undone.has(id));
  return stages
    .slice(
      0,
      stages.findIndex(({ id }) => id === application.stage),
    )
    .flatMap(({ id }) => {
      const own = passes.filter(({ stage }) => stage === id);
      const last = Math.max(...own.map(({ round }) => round));
      return own.filter(({ round }) => round === last);
    });
};

/** The pass of an earlier stage for which this officer may not decide at this one, where the pack wants different people. */
export const passedBefore = (
  ctx: Pick<Context, 'pack'>,
  application: Application,
  officer: StaffBinding,
): Decision | undefined => {
  const stage = ctx.pack.review.stages.find(({ id }) => id === application.stage);
  return stage?.distinct
    ? earlierPasses(ctx, application).find(pass => isSamePerson(pass, officer))
    : undefined;
};
