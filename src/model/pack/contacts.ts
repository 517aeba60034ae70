import { z } from 'zod';
import { PackId } from './manifest.ts';

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
      }),
    )
    .min(1),
  /** Technical domain (fact or field value) -> section id. Set by the office, not by the notice. */
  routing: z.record(z.string(), z.string()),
  routingNote: z.string(),
  /** Section for everything unmapped. */
  fallback: z.string(),
});
export type Contacts = z.infer<typeof Contacts>;
