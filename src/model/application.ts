import { z } from 'zod';
import { Address } from './address.ts';
import { FactValue } from './fact.ts';
import { StoredFile } from './file.ts';
import { ApplicationStatus, decides, KeptVerb } from './review-verbs.ts';
import { PackPin } from './session.ts';
import { StaffRole } from './staff.ts';

/** One printed line of the application as it was submitted: the label of that day with the value of that day. */
export const SnapshotRow = z.strictObject({
  field: z.string(),
  section: z.string(),
  label: z.string(),
  value: z.string(),
});
export type SnapshotRow = z.infer<typeof SnapshotRow>;

/** What was submitted, frozen: later pack changes never alter it. One per round. */
export const Snapshot = z.strictObject({
  round: z.number().int().positive(),
  at: z.number().int(),
  pack: PackPin,
  rows: z.array(SnapshotRow),
  facts: z.record(z.string(), FactValue),
  groups: z.record(z.string(), z.number().int().nonnegative()),
  files: z.record(z.string(), z.array(StoredFile)),
  /** Outcome of the eligibility check at that moment. */
  outcome: z.string(),
  /** SHA-256 over the canonical JSON of this snapshot without this property; printed on the receipt. */
  digest: z.string(),
});
export type Snapshot = z.infer<typeof Snapshot>;

/** One act on an application. Never changed once committed; an undo is a further act. */
export const Decision = z.strictObject({
  id: z.string(),
  verb: KeptVerb,
  stage: z.string(),
  round: z.number().int().positive(),
  actor: z.string(),
  name: z.string(),
  role: StaffRole.or(z.literal('applicant')),
  at: z.number().int(),
  reason: z.string().optional(),
  /** Fields returned for correction: field -> why, with the clause of a prepared reason. */
  fields: z
    .record(z.string(), z.strictObject({ reason: z.string(), clause: z.string().optional() }))
    .optional(),
  /** Records the stage asks for: 专家意见, 认定文号. */
  records: z.record(z.string(), z.string()).optional(),
  /** The act that an undo takes back. */
  undoes: z.string().optional(),
});
export type Decision = z.infer<typeof Decision>;

/** A stored button: who may press it, for which state of the case, until when. */
export const Grant = z.strictObject({
  token: z.string(),
  verb: z.string(),
  /** Actor ids that may press it. */
  actors: z.array(z.string()),
  /** Case version it was issued for. */
  version: z.number().int(),
  expires: z.number().int(),
  once: z.boolean(),
  data: z.record(z.string(), z.string()).optional(),
});
export type Grant = z.infer<typeof Grant>;

/** Where a case stood before its last act, and what has not gone out yet because of it. */
export const Undoable = z.strictObject({
  decision: z.string(),
  actor: z.string(),
  until: z.number().int(),
  status: ApplicationStatus,
  stage: z.string(),
  assignees: z.array(z.string()),
  cosigners: z.array(z.string()),
  /** Keys of messages held back until the time for second thoughts is over. */
  held: z.array(z.string()),
});
export type Undoable = z.infer<typeof Undoable>;

/** A paper handed in while its round was under review; what was submitted stays as it was. */
const LaterPaper = z.strictObject({
  at: z.number().int(),
  round: z.number().int().positive(),
  /** Of the checklist. */
  item: z.string(),
  file: StoredFile,
});
export type LaterPaper = z.infer<typeof LaterPaper>;

/** One submitted application and everything decided about it. */
export const Application = z.strictObject({
  schema: z.literal(1),
  number: z.string(),
  /** Session and chat of the applicant. */
  session: z.string(),
  applicant: z.strictObject({ actor: z.string(), address: Address }),
  /** Display name of the applying unit, as submitted. */
  unit: z.string(),
  /** Section in charge. */
  section: z.string(),
  status: ApplicationStatus,
  /** Current stage id of review.yaml. */
  stage: z.string(),
  /** Rises with every act; buttons are bound to it. */
  version: z.number().int().positive(),
  snapshots: z.array(Snapshot).min(1),
  decisions: z.array(Decision),
  /** In the order they came; absent: none. */
  later: z.array(LaterPaper).optional(),
  grants: z.record(z.string(), Grant),
  /** Actor ids asked instead (转交) at the current stage; empty = everyone the stage names. */
  assignees: z.array(z.string()),
  /** Actor ids asked in addition (加签) at the current stage: all of them must pass too. */
  cosigners: z.array(z.string()),
  /** The last act, while its author may still take it back. */
  undoable: Undoable.nullable(),
});
export type Application = z.infer<typeof Application>;

/** The snapshot under review. */
export const currentSnapshot = (application: Application): Snapshot =>
  application.snapshots[application.snapshots.length - 1]!;

/** Papers as the office has them, by item of the checklist: those of the round under review, and what came since. */
export const filesOf = (application: Application): Snapshot['files'] => {
  const { round, files } = currentSnapshot(application);
  const all = { ...files };
  for (const paper of application.later ?? [])
    if (paper.round === round) all[paper.item] = [...(all[paper.item] ?? []), paper.file];
  return all;
};

/**
 * The case as its applicant knows it: while a decision can still be taken back, where it stood before.
 * `now` in milliseconds since 1970 (UTC).
 */
export const asTold = (application: Application, now: number): Application => {
  const { undoable } = application;
  return undoable && now < undoable.until
    ? {
        ...application,
        status: undoable.status,
        stage: undoable.stage,
        decisions: application.decisions.filter(({ id }) => id !== undoable.decision),
      }
    : application;
};

/** Acts of the office that decided something and were not taken back. */
export const decidedActs = (application: Application): Decision[] => {
  const undone = new Set(application.decisions.flatMap(({ undoes }) => undoes ?? []));
  return application.decisions.filter(({ id, verb }) => decides(verb) && !undone.has(id));
};
