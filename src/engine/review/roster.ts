import type { Event } from '../../model/event.ts';
import { StaffBinding } from '../../model/staff.ts';
import type { Turn } from '../../model/turn.ts';
import type { World } from '../context.ts';

/** Bind a chat identity at once: the operator's own doing, or a rehearsal's. `instead`: drop its other seats. */
export const bindStaff = (
  world: World,
  event: Event,
  data: Readonly<Record<string, string>>,
): Pick<Turn, 'roster'> => {
  const binding = StaffBinding.parse({
    actor: data.actor ?? event.actor.id,
    name: data.name ?? event.actor.name ?? '',
    address: event.address,
    section: data.section,
    role: data.role,
    status: 'active',
    at: event.at,
  });
  const others = world.roster.staff.filter(
    entry =>
      entry.actor !== binding.actor || entry.section !== binding.section || entry.role !== binding.role,
  );
  return { roster: { ...world.roster, staff: [...others, binding] } };
};
