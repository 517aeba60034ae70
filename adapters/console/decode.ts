import { z } from 'zod';
import { StaffRole } from '../../src/model/staff.ts';

const sender = { from: z.string().min(1).max(100), id: z.string().min(1).max(150).optional() };

/** One line of `chat --json`, as design.md 6.2 writes it down. */
export const DoorLine = z.union([
  z.strictObject({ ...sender, text: z.string() }),
  z.strictObject({ ...sender, press: z.string() }),
  z.strictObject({ ...sender, file: z.string().min(1) }),
  z.strictObject({ now: z.iso.datetime({ offset: true, local: true }).or(z.iso.date()) }),
  z.strictObject({ staff: z.string().min(1), section: z.string().min(1), role: StaffRole }),
]);
export type DoorLine = z.infer<typeof DoorLine>;
