import { createHash } from 'node:crypto';
import type { Application, Snapshot } from '../model/application.ts';
import type { Session } from '../model/session.ts';
import type { Context } from './context.ts';
import { sectionFor } from './section-for.ts';
import { selfCheck } from './self-check.ts';
import { placeLabel, places } from './walk.ts';

/** Letters and digits nobody mixes up when reading aloud: no 0/O, 1/I/L, 2/Z, 5/S, 8/B. */
const checkLetters = 'ACDEFGHJKMNPQRTUVWXY';

/** `WZ22-0007-K`: running number with a check letter, so that a mistyped number is noticed. `YL` marks a rehearsal. */
export const applicationNumber = (
  numbering: { readonly prefix: string; readonly digits: number },
  count: number,
  rehearsal: boolean,
): string => {
  const digits = String(count).padStart(numbering.digits, '0');
  const weighted = [...digits].reduce((sum, digit, index) => sum + Number(digit) * (index + 2), 0);
  const letter = checkLetters[(weighted + count) % checkLetters.length];
  return `${rehearsal ? 'YL' : ''}${numbering.prefix}-${digits}-${letter}`;
};

const digestOf = (snapshot: Omit<Snapshot, 'digest'>): string =>
  createHash('sha256').update(JSON.stringify(snapshot)).digest('hex');

/** The application as it stands, frozen with the labels of today's pack. */
export const takeSnapshot = (ctx: Context, session: Session, round: number): Snapshot => {
  const body: Omit<Snapshot, 'digest'> = {
    round,
    at: ctx.now.ms,
    pack: { id: ctx.pack.id, hash: ctx.pack.hash },
    rows: places(ctx.pack.form, session)
      .filter(place => place.id in session.answers)
      .map(place => ({
        field: place.id,
        section: place.section.title,
        label: placeLabel(place),
        value: session.answers[place.id]!.value,
      })),
    facts: session.facts,
    groups: session.groups,
    files: session.files,
    outcome: selfCheck(ctx, session).outcome,
  };
  return { ...body, digest: digestOf(body) };
};

export const newApplication = (ctx: Context, session: Session, counter: number): Application => ({
  schema: 1,
  number: applicationNumber(ctx.pack.manifest.numbering, counter, ctx.rehearsal),
  session: session.id,
  applicant: { actor: session.actor, address: session.address },
  unit: session.answers[ctx.pack.form.unit]?.value ?? '',
  section: sectionFor(ctx, session).section.id,
  status: 'in-review',
  stage: ctx.pack.review.stages[0]!.id,
  version: 1,
  snapshots: [takeSnapshot(ctx, session, 1)],
  decisions: [],
  grants: {},
  assignees: [],
  cosigners: [],
  undoable: null,
});
