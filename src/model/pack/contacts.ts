import { z } from 'zod';
import { formats } from './formats.ts';
import { IsoDate, PackId } from './manifest.ts';

/** `HH:mm` on the office's wall clock. */
const TimeOfDay = z.string().regex(formats.timeOfDay);
const Span = z.strictObject({ from: TimeOfDay, to: TimeOfDay });

/** contacts.yaml: published sections, and the office's own routing. */
export const Contacts = z.strictObject({
  sections: z
    .array(
      z.strictObject({
        id: PackId,
        name: z.string(),
        person: z.string(),
        /** As it should be dialled, e.g. 023-58225929. */
        phone: z.string(),
        clause: z.string(),
        /** The published line, verbatim. */
        quote: z.string(),
        /** Open cases as one list at the opening of the office, instead of a message for each. */
        digest: z.boolean().default(false),
      }),
    )
    .min(1),
  /** Technical domain (fact or field value) -> section id. Set by the office, not by the notice. */
  routing: z.record(z.string(), z.string()),
  routingNote: z.string(),
  /** Section for everything unmapped. */
  fallback: z.string(),
  /** Staff get no messages between these times (`from` may be later than `to`: over night). */
  quiet: Span.optional(),
  /** When the office answers; reminders go out at its opening. */
  hours: Span.default({ from: '09:00', to: '17:30' }),
  /** Working hours without an answer before 转人工 goes to the next contact. */
  ticketHours: z.number().int().positive().default(4),
  /** Days that the office works or not, whatever the published holiday table says. */
  workdays: z.record(IsoDate, z.boolean()).default({}),
});
export type Contacts = z.infer<typeof Contacts>;
