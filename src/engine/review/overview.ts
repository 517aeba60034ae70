import type { Application } from '../../model/application.ts';
import { addDays, localMoment } from '../../model/calendar.ts';
import type { CaseRow } from '../../model/desk.ts';
import type { CaseFigures, OpenQuestion, Tally } from '../../model/overview.ts';
import type { Roster, StaffRole } from '../../model/staff.ts';
import type { Context } from '../context.ts';
import { fieldKey, rowNames } from '../field-names.ts';
import { fold } from '../text.ts';
import { say } from '../wording.ts';
import { statusOf } from './cards.ts';
import { seatsOf } from './people.ts';

type Office = Pick<Context, 'pack'>;

/** Days shown without a gap at most; of a longer window those on which something came in. Our own choice. */
const MOST_DAYS = 92;
/** Reasons named for one field. */
const MOST_REASONS = 5;

/** Who answers for more than single cases: heads and leaders, and the operator for what he looks after. */
const overseers: readonly StaffRole[] = ['head', 'leader', 'operator'];

export const mayOversee = (roster: Roster, actor: string): boolean =>
  seatsOf(roster, actor).some(({ role }) => overseers.includes(role));

/** Whether the person reads applications at all; the operator does not. */
export const readsCases = (roster: Roster, actor: string): boolean =>
  seatsOf(roster, actor).some(({ role }) => role !== 'operator');

/** How often each name stands there, the most frequent first. */
const tally = (names: readonly string[]): Tally[] =>
  [...Map.groupBy(names, name => name)]
    .map(([name, all]) => ({ name, count: all.length }))
    .sort((left, right) => right.count - left.count);

const daysOf = (days: readonly string[]): Tally[] => {
  const sorted = [...days].sort();
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return [];
  const counts = Map.groupBy(sorted, day => day);
  const all: string[] = [];
  for (let day = first; day <= last && all.length <= MOST_DAYS; day = addDays(day, 1)) all.push(day);
  const shown = all.length > MOST_DAYS ? [...counts.keys()] : all;
  return shown.map(name => ({ name, count: counts.get(name)?.length ?? 0 }));
};

interface Ask {
  readonly key: string;
  readonly name: string;
  readonly reason: string;
}

/** Everything an application was returned for and that was not taken back. */
const asksOf = ({ pack }: Office, application: Application): Ask[] => {
  const undone = new Set(application.decisions.flatMap(({ undoes }) => undoes ?? []));
  const names = new Map(application.snapshots.flatMap(({ rows }) => [...rowNames(pack.form, rows)]));
  return application.decisions
    .filter(({ id, verb }) => verb === 'return' && !undone.has(id))
    .flatMap(({ fields = {}, reason }): Ask[] => [
      ...Object.entries(fields).map(([field, why]) => ({
        key: fieldKey(field),
        name: names.get(field) ?? field,
        reason: why.reason,
      })),
      ...(reason ? [{ key: '', name: say(pack, 'returned.whole'), reason }] : []),
    ]);
};

const returnedOf = (ctx: Office, cases: readonly Application[]): CaseFigures['returned'] =>
  [
    ...Map.groupBy(
      cases.flatMap(application => asksOf(ctx, application)),
      ({ key }) => key,
    ).values(),
  ]
    .map(asks => ({
      name: asks[0]!.name,
      count: asks.length,
      reasons: tally(asks.map(({ reason }) => reason)).slice(0, MOST_REASONS),
    }))
    .sort((left, right) => right.count - left.count);

const stagesOf = ({ pack }: Office, rows: readonly Row[]): CaseFigures['stages'] =>
  pack.review.stages.map(({ id, title }) => {
    const here = rows.filter(({ stage, status }) => stage === id && status === 'in-review');
    return { name: title, count: here.length, late: here.filter(({ late }) => late).length };
  });

type Row = Omit<CaseRow, 'mine'>;

/** What the applications come to: each with the row the inbox shows of it. */
export const caseFigures = (
  ctx: Pick<Context, 'pack' | 'now'>,
  cases: readonly { readonly application: Application; readonly row: Row }[],
): CaseFigures => {
  const { pack } = ctx;
  const rows = cases.map(({ row }) => row);
  const all = cases.map(({ application }) => application);
  return {
    total: all.length,
    stages: stagesOf(ctx, rows),
    statuses: tally(all.map(application => statusOf(ctx, application))),
    domains: tally(rows.map(({ domain }) => domain)),
    days: daysOf(all.map(({ snapshots }) => localMoment(snapshots[0]!.at, pack.manifest.timezone).date)),
    late: rows
      .filter(({ late }) => late)
      .map(({ number, unit, standing, waiting, limit }) => ({
        number,
        unit,
        standing,
        waiting: waiting ?? 0,
        limit,
      }))
      .sort((left, right) => right.waiting - right.limit - (left.waiting - left.limit)),
    returned: returnedOf(ctx, all),
  };
};

/** Noted questions that nothing answered, the same one asked again counted, the most frequent first. */
export const openQuestions = (
  { pack }: Office,
  notes: readonly { readonly at: number; readonly question: string }[],
): OpenQuestion[] =>
  [...Map.groupBy(notes, ({ question }) => fold(question)).values()]
    .map(asked => ({
      name: asked[0]!.question,
      count: asked.length,
      last: localMoment(Math.max(...asked.map(({ at }) => at)), pack.manifest.timezone).date,
    }))
    .sort((left, right) => right.count - left.count || right.last.localeCompare(left.last));
