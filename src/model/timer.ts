import { z } from 'zod';

/** Older versions stored more with a timer than is needed today: what is not named here is passed over. */
const timer = <Name extends string, Data extends z.ZodRawShape>(name: Name, data: Data) =>
  z.object({ name: z.literal(name), data: z.object(data) });

/**
 * What may fall due. It lies in the outbox for weeks as a name with texts, and comes back as an event; a new kind needs a
 * line in test/fixtures/timers.json, a renamed one also its old name in `formerNames`.
 */
export const Timer = z.discriminatedUnion('name', [
  /** A case waits at a stage. `version`: of the case when it came there; `since`: the day; `escalated`: the head hears. */
  timer('stage-reminder', {
    application: z.string(),
    version: z.string(),
    since: z.string(),
    days: z.string(),
    escalated: z.literal('yes').optional(),
  }),
  /** A draft's deadline comes near. */
  timer('draft-reminder', {}),
  /** The daily list of a section. */
  timer('digest', { section: z.string() }),
  /** The daily post of the audit head. */
  timer('daily-head', {}),
  /** Nobody has answered a ticket yet. */
  timer('ticket-waiting', { ticket: z.string() }),
]);
export type Timer = z.infer<typeof Timer>;
export type TimerName = Timer['name'];
export type TimerData<Name extends TimerName> = Extract<Timer, { name: Name }>['data'];

/** Names under which earlier versions stored a timer -> what it is called today. */
const formerNames: Readonly<Record<string, TimerName>> = {};

/** A stored timer as one of today; null when nothing of today is called so or its data is not whole. */
export const readTimer = (name: string, data: Readonly<Record<string, string>>): Timer | null =>
  Timer.safeParse({ name: formerNames[name] ?? name, data }).data ?? null;
