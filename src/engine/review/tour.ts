import { type Application, currentSnapshot } from '../../model/application.ts';
import type { CaseGiven } from '../../model/event.ts';
import { traitsOf } from '../../model/pack/field-kinds.ts';
import { type Meaning, optionToken } from '../../model/prompt.ts';
import { CaseVerb } from '../../model/review-verbs.ts';
import type { Session } from '../../model/session.ts';
import type { Roster } from '../../model/staff.ts';
import type { TourMove } from '../../model/tour.ts';
import type { Context } from '../context.ts';
import { sampleValue, smoothOption } from '../sample-values.ts';
import { type Link, links, linkToken } from '../scene.ts';
import { placeOf } from '../walk.ts';
import { say } from '../wording.ts';
import { verbLabel } from './cards.ts';
import { reasonsFor, recordsOf } from './drafting.ts';
import { decidersOf, seatsOf, stageOf } from './people.ts';
import { readRecord, type StageRecord } from './records.ts';

/** What a unit without questions asks first. */
const OPENING = '我们能申报吗？';
const MENDED = '\n（演练）已按要求补充。';
const OPINION = '（演练）经审查，材料齐全，符合要求。';

const follow = ({ pack }: Context, link: Link): TourMove => ({
  kind: 'press',
  token: linkToken(link),
  label: say(pack, links[link]),
});

const pressed = ({ prompt }: Session, index: number): TourMove => {
  const option = prompt!.options[Math.max(0, index)]!;
  return { kind: 'press', token: optionToken(prompt!.id, Math.max(0, index)), label: option.label };
};

const optionOf = ({ prompt }: Session, ...kinds: readonly Meaning['kind'][]): number =>
  prompt!.options.findIndex(({ means }) => kinds.includes(means.kind));

/** An answer for a place: what is offered, else a value of its own; in a correction what stands there, mended. */
const answered = (ctx: Context, session: Session, id: string): TourMove => {
  const place = placeOf(ctx.pack.form, session, id);
  const skip = () => pressed(session, optionOf(session, 'skip'));
  if (!place) return skip();
  if (session.journey === 'returned') {
    const value = session.answers[id]?.value;
    return value !== undefined && traitsOf(place.field).lines === 'many'
      ? { kind: 'say', text: `${value}${MENDED}` }
      : skip();
  }
  const offered = session.prompt!.options.findIndex(
    ({ means, style }) => means.kind === 'value' && style === 'primary',
  );
  const any = offered < 0 ? optionOf(session, 'value') : offered;
  if (any >= 0) return pressed(session, any);
  const value = sampleValue(ctx, place);
  return value === null ? skip() : { kind: 'say', text: value };
};

/** What the applicant does next: answers what is asked, and goes on where nothing is. */
const asApplicant = (ctx: Context, session: Session): TourMove => {
  const asks = session.prompt?.asks;
  if (!asks) return session.turn < 2 ? { kind: 'say', text: OPENING } : follow(ctx, 'apply');
  switch (asks.kind) {
    case 'fact':
      return pressed(session, smoothOption(ctx, session, asks.fact, session.prompt!.options));
    case 'field':
      return answered(ctx, session, asks.field);
    case 'group':
    case 'more':
      return pressed(session, optionOf(session, 'no'));
    case 'stop':
      return pressed(session, optionOf(session, 'fill', 'check', 'settle'));
    default:
      return pressed(session, optionOf(session, 'yes', 'back'));
  }
};

const recorded = (record: StageRecord): string => {
  const shaped = record.format?.replaceAll('…', '演练').replaceAll('0', '1');
  const tries = [record.example, shaped, OPINION];
  return tries.find(text => text !== undefined && readRecord(record, text) !== null) ?? OPINION;
};

/** The field that is returned once, to show how a correction goes: prose, since that is what officers return. */
const returnedField = (ctx: Context, application: Application): string | undefined => {
  const many = new Set(
    ctx.pack.form.sections
      .flatMap(({ repeat, fields }) => (repeat ? [] : fields))
      .filter(field => traitsOf(field).lines === 'many')
      .map(({ id }) => id),
  );
  return currentSnapshot(application).rows.find(({ field }) => many.has(field))?.field;
};

/** What the office does next: somebody sits down, returns it once, and passes it from stage to stage. */
const asOffice = (ctx: Context, roster: Roster, application: Application, officer: string): TourMove => {
  const stage = stageOf(ctx, application.stage);
  const seat = decidersOf(ctx, roster, application).find(({ actor }) => actor === officer);
  if (!seat) return { kind: 'seat', section: application.section, role: stage.roles[0]! };
  const field = application.snapshots.length === 1 ? returnedField(ctx, application) : undefined;
  const firstRound = application.decisions.every(({ verb }) => verb !== 'return');
  const verb = firstRound && field !== undefined && stage.verbs.includes('return') ? 'return' : 'pass';
  const grant = Object.values(application.grants).find(
    ({ verb: granted, actors }) => CaseVerb.safeParse(granted).data === verb && actors.includes(officer),
  );
  // Whoever sat down after the submission has no buttons before the case was looked at.
  if (!grant) return { kind: 'open', number: application.number };
  const [prepared] = field === undefined ? [] : reasonsFor(ctx, field);
  const given: CaseGiven =
    verb === 'return'
      ? {
          token: grant.token,
          fields: { [field!]: prepared ? { prepared: prepared.id } : { typed: '请补充具体情况。' } },
        }
      : {
          token: grant.token,
          records: Object.fromEntries(
            recordsOf(ctx, roster, application, seat).map(record => [record.id, recorded(record)]),
          ),
        };
  return {
    kind: 'decide',
    number: application.number,
    label: verbLabel(ctx, application.stage, verb),
    given,
  };
};

/**
 * The next act of a rehearsal that plays by itself, derived from where both chairs stand: from the first question to the
 * approval, with one return in between. `officer`: the actor of the reviewer's chair.
 */
export const tourMove = (
  ctx: Context,
  session: Session | null,
  application: Application | null,
  roster: Roster,
  officer: string,
): TourMove => {
  if (!session) return { kind: 'say', text: OPENING };
  if (!application) return asApplicant(ctx, session);
  // What was decided is told once it cannot be taken back any more.
  if (application.undoable && ctx.now.ms < application.undoable.until) return { kind: 'wait' };
  switch (application.status) {
    case 'in-review':
      return seatsOf(roster, officer).length === 0
        ? {
            kind: 'seat',
            section: application.section,
            role: stageOf(ctx, application.stage).roles[0]!,
          }
        : asOffice(ctx, roster, application, officer);
    case 'returned':
      return session.journey === 'returned' ? asApplicant(ctx, session) : follow(ctx, 'fix');
    default:
      return { kind: 'over' };
  }
};
