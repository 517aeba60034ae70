import { z } from 'zod';

/** What the fake platform delivers to a worker, one JSON line each. */
export const Delivery = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('answer'), id: z.string(), chat: z.string(), n: z.number() }),
  z.strictObject({ kind: z.literal('press'), id: z.string(), case: z.string(), choice: z.string() }),
]);
export type Delivery = z.infer<typeof Delivery>;

/** What a worker says back. `nack`: the store did not answer; deliver again. */
export const Report = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({ kind: z.literal('ack'), id: z.string(), reply: z.string() }),
  z.strictObject({ kind: z.literal('nack'), id: z.string(), error: z.string() }),
  // `at`: microseconds of the machine's monotonic clock, because reports of two processes arrive in any order.
  z.strictObject({
    kind: z.literal('sent'),
    item: z.string(),
    lane: z.string(),
    body: z.string(),
    at: z.number(),
  }),
]);
export type Report = z.infer<typeof Report>;

export const space = 'faults';
export const auditKey = 'key of the fault runs';
export const sessionKey = (chat: string) => ({ kind: 'session', id: chat });
export const caseKey = (id: string) => ({ kind: 'application', id });
