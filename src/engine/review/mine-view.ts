import { type Application, asTold, currentSnapshot, decidedActs } from '../../model/application.ts';
import { localMoment } from '../../model/calendar.ts';
import type { FileRef } from '../../model/file.ts';
import type { Asked, StageView, VersionView, WorkView } from '../../model/mine-view.ts';
import type { Session, Shelved } from '../../model/session.ts';
import { closingText, windowAt, windowState } from '../../model/window.ts';
import type { Context } from '../context.ts';
import { rowNames } from '../field-names.ts';
import { missingPapers } from '../papers.ts';
import { formFile } from '../scenes/submit.ts';
import { isBegun, unitOf, workOf } from '../shelved.ts';
import { progress } from '../walk.ts';
import { workdaysBetween } from '../workdays.ts';
import { statusOf } from './cards.ts';
import { statusBlocks } from './status-blocks.ts';

/** Characters of a digest that receipts show. */
const DIGEST_SHOWN = 16;

const dateOf = ({ pack }: Context, ms: number): string => localMoment(ms, pack.manifest.timezone).date;

const stagesOf = (ctx: Context, told: Application): StageView[] => {
  const { stages } = ctx.pack.review;
  const here = told.status === 'approved' ? stages.length : stages.findIndex(({ id }) => id === told.stage);
  const acts = decidedActs(told);
  const days = (from: string, to: string) => workdaysBetween(from, to, ctx.pack.contacts.workdays);
  let since = dateOf(ctx, told.snapshots[0]!.at);
  return stages.map(({ id, title }, at): StageView => {
    if (at > here) return { title, state: 'ahead', date: null, days: null };
    if (at === here) return { title, state: 'here', date: since, days: days(since, ctx.now.date) };
    const passed = acts.findLast(({ verb, stage }) => verb === 'pass' && stage === id);
    const date = passed ? dateOf(ctx, passed.at) : null;
    const took = date === null ? null : days(since, date);
    since = date ?? since;
    return { title, state: 'done', date, days: took };
  });
};

const versionsOf = ({ pack }: Context, { snapshots }: Application): VersionView[] =>
  snapshots
    .map(({ round, at, digest }) => {
      const moment = localMoment(at, pack.manifest.timezone);
      return { round, at: `${moment.date} ${moment.time}`, digest: digest.slice(0, DIGEST_SHOWN) };
    })
    .reverse();

const askedOf = (ctx: Context, told: Application, work: Shelved): Asked | null => {
  if (told.status === 'returned') {
    const fields = told.decisions.findLast(({ verb }) => verb === 'return')?.fields ?? {};
    const names = rowNames(ctx.pack.form, currentSnapshot(told).rows);
    return { kind: 'fix', fields: Object.keys(fields).map(field => names.get(field) ?? field) };
  }
  if (told.status !== 'in-review') return null;
  const titles = missingPapers(ctx, { ...currentSnapshot(told), files: work.files });
  return titles.length > 0 ? { kind: 'papers', titles } : null;
};

const viewOf = (
  ctx: Context,
  session: Session,
  work: Shelved,
  stored: Application | undefined,
  inHand: boolean,
): WorkView => {
  const { pack, now } = ctx;
  if (!stored) {
    const { filled, total } = progress(pack.form, { ...session, ...work });
    const open = windowState(pack.manifest, now) === 'open';
    return {
      unit: unitOf(pack, work),
      inHand,
      asked: { kind: 'fill', filled, total, by: open ? closingText(windowAt(pack.manifest, now)) : null },
      submitted: null,
    };
  }
  const told = asTold(stored, now.ms);
  return {
    unit: told.unit,
    inHand,
    asked: askedOf(ctx, told, work),
    submitted: {
      number: told.number,
      status: told.status,
      standing: statusOf(ctx, told),
      section: pack.contacts.sections.find(({ id }) => id === told.section)?.name ?? told.section,
      stages: stagesOf(ctx, told),
      versions: versionsOf(ctx, told),
      told: statusBlocks(ctx, stored),
    },
  };
};

/** Every application of a chat, the one in hand first. `cases`: those that were submitted, by number. */
export const mineView = (
  ctx: Context,
  session: Session,
  cases: ReadonlyMap<string, Application>,
): WorkView[] =>
  [workOf(session), ...session.shelved]
    .map((work, at) => ({ work, inHand: at === 0 }))
    .filter(({ work }) => isBegun(work))
    .map(({ work, inHand }) =>
      viewOf(ctx, session, work, work.application === null ? undefined : cases.get(work.application), inHand),
    );

/** The form as it was submitted in a round; null: there was no such round. */
export const versionFile = (ctx: Context, application: Application, round: number): FileRef | null => {
  const snapshot = application.snapshots.find(each => each.round === round);
  return snapshot ? formFile(ctx, application, snapshot) : null;
};
