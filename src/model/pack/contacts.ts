import { z } from 'zod';
import { IsoDate, PackId, TimeOfDay } from './manifest.ts';

const Span = z.strictObject({ from: TimeOfDay, to: TimeOfDay });

/** contacts.yaml: published sections, and the office's own routing. */
export const Contacts = z
  .strictObject({
    sections: z
      .array(
        z.strictObject({
          id: PackId,
          name: z.string(),
          /** Without one the notice names only the section. */
          person: z.string().optional(),
          /** As it should be dialled, e.g. 023-58225929. Without one the notice gives another way. */
          phone: z.string().optional(),
          clause: z.string(),
          /** The published line, verbatim. */
          quote: z.string(),
          /** Further ways to it, as the clause prints them: shown with the line they stand in. */
          email: z.string().optional(),
          fax: z.string().optional(),
          room: z.string().optional(),
          hours: z.string().optional(),
          /** Open cases as one list at the opening of the office, instead of a message for each. */
          digest: z.boolean().default(false),
        }),
      )
      .min(1),
    /** Technical domain (fact or field value) -> section id. Set by the office, not by the notice. */
    routing: z.record(z.string(), z.string()).default({}),
    routingNote: z.string().default('本映射为办公室设置，非通知原文'),
    /** Section for everything unmapped; without it the first. */
    fallback: z.string().optional(),
    /** Staff get no messages between these times (`from` may be later than `to`: over night). */
    quiet: Span.optional(),
    /** When the office answers; reminders go out at its opening. */
    hours: Span.default({ from: '09:00', to: '17:30' }),
    /** Working hours without an answer before 转人工 goes to the next contact. */
    ticketHours: z.number().int().positive().default(4),
    /** Days that the office works or not, whatever the published holiday table says. */
    workdays: z.record(IsoDate, z.boolean()).default({}),
  })
  .transform(contacts => ({ ...contacts, fallback: contacts.fallback ?? contacts.sections[0]!.id }));
export type Contacts = z.infer<typeof Contacts>;

/** Ways to a section beside its number, in the order they are shown. */
export const contactWays = ['email', 'fax', 'room', 'hours'] as const;
