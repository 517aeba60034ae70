import { z } from 'zod';
import { Event } from '../../src/model/event.ts';

/** What the test asks of the house on the slow disk. */
export const Request = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('event'), event: Event }),
  /** Say how late the event loop came since the last such request. */
  z.strictObject({ kind: z.literal('loop') }),
  /** The same after a sync on the event loop itself: what a stall would look like. */
  z.strictObject({ kind: z.literal('stall') }),
]);
export type Request = z.infer<typeof Request>;

/** What it says. `ms`: from the arrival of the event to what the platform is answered. */
export const Report = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({ kind: z.literal('receipt'), id: z.string(), outcome: z.string(), ms: z.number() }),
  z.strictObject({ kind: z.literal('sent'), chat: z.string(), text: z.string() }),
  /** Everything that was put aside is committed. */
  z.strictObject({ kind: z.literal('drained') }),
  /** How late the event loop came, in milliseconds. */
  z.strictObject({ kind: z.literal('loop'), p99: z.number(), max: z.number() }),
]);
export type Report = z.infer<typeof Report>;
