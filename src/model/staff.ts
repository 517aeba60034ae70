import { z } from 'zod';
import { Address } from './address.ts';

/** 联系人 hears · 审核人 decides · 科室负责人 · 局领导 · 操作员 runs the installation. */
export const StaffRole = z.enum(['contact', 'reviewer', 'head', 'leader', 'operator']);
export type StaffRole = z.infer<typeof StaffRole>;

/** A chat identity bound to a section. Deployment data: never part of a pack. Authorisation looks at `actor` only. */
export const StaffBinding = z.strictObject({
  actor: z.string(),
  name: z.string(),
  address: Address,
  section: z.string(),
  role: StaffRole,
  /** pending: the code was right, the operator has not confirmed yet. */
  status: z.enum(['pending', 'active']),
  at: z.number().int(),
});
export type StaffBinding = z.infer<typeof StaffBinding>;

/** An invitation waiting for `/绑定 CODE`. Only a hash of the code is kept. */
export const StaffInvite = z.strictObject({
  codeHash: z.string(),
  section: z.string(),
  role: StaffRole,
  name: z.string(),
  expires: z.number().int(),
  tries: z.number().int(),
});
export type StaffInvite = z.infer<typeof StaffInvite>;

/**
 * Everyone bound for one notice. Its record revision is the roster epoch: a commit that relied on the roster expects
 * that revision, so a press by someone revoked in between cannot commit.
 */
export const Roster = z.strictObject({
  schema: z.literal(1),
  staff: z.array(StaffBinding),
  invites: z.array(StaffInvite),
});
export type Roster = z.infer<typeof Roster>;

export const emptyRoster = (): Roster => ({ schema: 1, staff: [], invites: [] });
