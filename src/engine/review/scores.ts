import { type Application, type Decision, decidedActs } from '../../model/application.ts';
import type { Review } from '../../model/pack/review.ts';
import type { Context } from '../context.ts';
import { say } from '../wording.ts';
import type { StageRecord } from './records.ts';

type Stage = Review['stages'][number];

/** Half points and tenths are given; sums are shown with at most two places. */
const rounded = (sum: number): number => Math.round(sum * 100) / 100;

const scored = (stage: Stage): StageRecord[] => stage.records.filter(({ points }) => points !== undefined);

/** Points somebody gave at a stage, all together; null where the sheet is not complete. */
const totalOf = (stage: Stage, records: Decision['records']): number | null => {
  const items = scored(stage);
  const given = items.map(({ id }) => Number(records?.[id] ?? Number.NaN));
  return items.length === 0 || given.some(Number.isNaN)
    ? null
    : rounded(given.reduce((sum, one) => sum + one, 0));
};

const full = (stage: Stage): number => scored(stage).reduce((sum, { points }) => sum + points!, 0);

/** The sum below the points of one sheet; nothing where a sheet gives none. */
export const totalRows = (ctx: Pick<Context, 'pack'>, records: Decision['records']): [string, string][] =>
  ctx.pack.review.stages.flatMap((stage): [string, string][] => {
    const total = totalOf(stage, records);
    return total === null
      ? []
      : [[say(ctx.pack, 'score.total'), say(ctx.pack, 'score.of', { total, full: full(stage) })]];
  });

/** Sums that were given at a stage in this round, in their order; taken back ones do not count. */
const totalsAt = (stage: Stage, application: Application): number[] =>
  decidedActs(application)
    .filter(act => act.stage === stage.id && act.round === application.snapshots.length)
    .flatMap(({ records }) => totalOf(stage, records) ?? []);

/** The average at a stage; null where nobody gave points. */
export const averageAt = (stage: Stage, application: Application): number | null => {
  const totals = totalsAt(stage, application);
  return totals.length === 0 ? null : rounded(totals.reduce((sum, one) => sum + one, 0) / totals.length);
};

/** Whether points are still given at a stage: who gives them is not to see what others gave. */
const isScoring = (stage: Stage, application: Application): boolean =>
  scored(stage).length > 0 && application.stage === stage.id && application.status === 'in-review';

/** What of an act may be shown to colleagues: a sheet only once its stage is done. */
export const openRecords = (
  ctx: Pick<Context, 'pack'>,
  application: Application,
  act: Decision,
): Decision['records'] => {
  const stage = ctx.pack.review.stages.find(({ id }) => id === act.stage);
  return stage && isScoring(stage, application) ? undefined : act.records;
};

/** The averages of a case for those who decide on it, beside the mark that must be reached. */
export const averageRows = (ctx: Pick<Context, 'pack'>, application: Application): [string, string][] =>
  ctx.pack.review.stages.flatMap((stage): [string, string][] => {
    const average = averageAt(stage, application);
    if (average === null || isScoring(stage, application)) return [];
    const totals = totalsAt(stage, application);
    const slots = { average, full: full(stage), totals: totals.join('、'), mark: stage.passMark ?? 0 };
    const key =
      stage.passMark === undefined
        ? 'score.average'
        : average < stage.passMark
          ? 'score.below'
          : 'score.reached';
    return [[say(ctx.pack, 'score.at', { stage: stage.title }), say(ctx.pack, key, slots)]];
  });

/** Points written at once for all that is still open of a sheet (`35 25 28`), by record; null when it is not just that. */
export const sheetIn = (
  open: readonly StageRecord[],
  typed: string,
  read: (record: StageRecord, typed: string) => string | null,
): Readonly<Record<string, string>> | null => {
  const items = open.filter(({ points }) => points !== undefined);
  const parts = typed.split(/[\s、，,；;]+/u).filter(part => part !== '');
  if (items.length < 2 || parts.length !== items.length) return null;
  const values = items.map((record, at) => read(record, parts[at]!));
  return values.includes(null)
    ? null
    : Object.fromEntries(items.map((record, at) => [record.id, values[at]!]));
};
