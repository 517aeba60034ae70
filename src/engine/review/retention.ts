import type { Application } from '../../model/application.ts';
import type { AuditEntry } from '../../model/audit.ts';
import type { Event } from '../../model/event.ts';
import { newSession, type Session, type Shelved } from '../../model/session.ts';
import type { Turn } from '../../model/turn.ts';
import type { Context, World } from '../context.ts';
import { blankWork, workOf } from '../shelved.ts';
import { say } from '../wording.ts';

const entry = (
  event: Event,
  action: string,
  subject: string,
  more: Partial<AuditEntry> = {},
): AuditEntry => ({
  event: event.id,
  at: event.at,
  actor: 'operator:retention',
  role: 'operator',
  action,
  subject,
  ...more,
});

/** Work without what was given for it; the number of a submitted application stays. */
const emptied = ({ application }: Shelved): Shelved => ({ ...blankWork, application });

/** The session without all that was given, but for the numbers of what was submitted. */
const blankOf = (session: Session): Session => ({
  ...newSession(session.id, session.address, session.actor, session.pack),
  turn: session.turn,
  seq: session.seq,
  ...emptied(workOf(session)),
  shelved: session.shelved.filter(({ application }) => application !== null),
});

/** A draft whose time is over goes with everything kept about the conversation, as if the person had asked for it. */
export const expireDraft = (_ctx: Context, { session }: World, event: Event): Turn =>
  session.turn === 0 || session.application !== null
    ? { effects: [], audit: [], issues: [] }
    : {
        session: blankOf(session),
        effects: [{ kind: 'forget', session: session.id, files: [] }],
        audit: [entry(event, 'retention.draft', session.id)],
        issues: [],
      };

/** Whose case it was and what was given for it goes; number, dates, digests and decisions stay as the office's record. */
const erased = (ctx: Context, application: Application, archive: string | undefined): Application => ({
  ...application,
  unit: say(ctx.pack, archive === undefined ? 'retention.erased' : 'retention.archived'),
  version: application.version + 1,
  snapshots: application.snapshots.map(snapshot => ({
    ...snapshot,
    rows: [],
    facts: {},
    groups: {},
    files: {},
  })),
  decisions: application.decisions.map(
    ({ reason: _reason, fields: _fields, records: _records, ...act }) => act,
  ),
  later: [],
  grants: {},
  undoable: null,
});

/**
 * A case that was decided so long ago that what people gave for it must go, or that now stands in an archive, of which
 * `archive` is the digest.
 */
export const eraseCase = (
  ctx: Context,
  world: World,
  event: Event,
  { number = '', archive }: Readonly<Record<string, string>>,
): Turn => {
  const application = world.cases.get(number);
  if (!application || application.status === 'in-review' || application.status === 'returned')
    return { effects: [], audit: [], issues: [] };
  const { session } = world;
  const isOf = (work: { readonly application: string | null }) => work.application === number;
  const without: Session = {
    ...session,
    ...(isOf(session) ? emptied(workOf(session)) : {}),
    shelved: session.shelved.map(work => (isOf(work) ? emptied(work) : work)),
  };
  return {
    ...(session.id === application.session ? { session: without } : {}),
    applications: [erased(ctx, application, archive)],
    effects: [],
    audit: [
      archive === undefined
        ? entry(event, 'retention.case', number)
        : entry(event, 'archive.case', number, { actor: event.actor.id, hash: archive }),
    ],
    issues: [],
  };
};
