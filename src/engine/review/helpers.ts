import type { StaffBinding } from '../../model/staff.ts';
import type { Ticket } from '../../model/ticket.ts';
import type { Context, World } from '../context.ts';
import { seatsOf, servingSection, uniquePeople } from './people.ts';

const order: readonly StaffBinding['role'][] = ['contact', 'reviewer', 'head'];

/** Who answers for a section: contacts first, then reviewers, then heads; of the fallback when it has nobody. */
export const helpersOf = (
  ctx: Pick<Context, 'pack'>,
  world: Pick<World, 'roster'>,
  section: string,
): StaffBinding[] => {
  const serving = servingSection(ctx, world.roster, section);
  const own = world.roster.staff.filter(
    ({ status, address, section: at, role }) =>
      status === 'active' && address.kind === 'private' && at === serving && order.includes(role),
  );
  return uniquePeople([...own].sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role)));
};

/** The seat in which somebody may answer this ticket: of its section, or a leader's. Never one's own ticket. */
export const seatForTicket = (
  ctx: Pick<Context, 'pack'>,
  world: World,
  ticket: Ticket,
): StaffBinding | undefined => {
  const { actor } = world.session;
  if (actor === ticket.applicant.actor) return undefined;
  return (
    helpersOf(ctx, world, ticket.section).find(binding => binding.actor === actor) ??
    seatsOf(world.roster, actor).find(
      ({ role, section }) => role === 'leader' || (section === ticket.section && role !== 'operator'),
    )
  );
};
