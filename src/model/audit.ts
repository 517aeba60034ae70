import { z } from 'zod';

/**
 * One line of the audit trail. No texts and no answers: hashes only.
 * The store chains the entries of a notice with a keyed hash, see store/audit-chain.ts.
 */
export const AuditEntry = z.strictObject({
  event: z.string(),
  at: z.number().int(),
  actor: z.string(),
  role: z.string(),
  action: z.string(),
  /** What it was done to: an application number, a session id, a staff binding. */
  subject: z.string(),
  from: z.string().optional(),
  to: z.string().optional(),
  /** SHA-256 of the reason or value, never the text itself. */
  hash: z.string().optional(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** `128:3fa9…`: what `verify --head` takes. */
export const headText = (chain: { readonly length: number; readonly head: string }): string =>
  `${chain.length}:${chain.head}`;
