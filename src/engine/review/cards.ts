import type { Application, Decision, Snapshot } from '../../model/application.ts';
import { currentSnapshot } from '../../model/application.ts';
import { chineseDate, localMoment } from '../../model/calendar.ts';
import type { Block } from '../../model/message.ts';
import type { Context } from '../context.ts';
import { heading, quote, rows, text } from '../scene.ts';
import { say } from '../wording.ts';
import { stageOf } from './people.ts';

const shownAt = (ctx: Context, ms: number): string => {
  const moment = localMoment(ms, ctx.pack.manifest.timezone);
  return `${chineseDate(moment.date)} ${moment.time}`;
};

/** 通过, in the office's words for this stage. */
export const verbLabel = (ctx: Pick<Context, 'pack'>, stage: string, verb: Decision['verb']): string =>
  ctx.pack.review.stages.find(({ id }) => id === stage)?.labels[verb] ?? say(ctx.pack, `verb.${verb}`);

/** Who did what last, and when: told to everybody who comes too late. */
export const lastActBlocks = (ctx: Context, application: Application): Block[] => {
  const last = application.decisions.at(-1);
  if (!last) return [];
  const verb = verbLabel(ctx, last.stage, last.verb);
  return [text(say(ctx.pack, 'case.last', { name: last.name, at: shownAt(ctx, last.at), verb }))];
};

const valuesOf = (snapshot: Snapshot): Map<string, string> =>
  new Map(snapshot.rows.map(row => [row.field, row.value]));

/** What the applicant changed since the round before, and what was asked for and stayed as it was. */
export const diffBlocks = (ctx: Context, application: Application): Block[] => {
  const current = currentSnapshot(application);
  const before = application.snapshots.at(-2);
  if (!before) return [];
  const was = valuesOf(before);
  const now = valuesOf(current);
  const asked = Object.keys(application.decisions.findLast(({ verb }) => verb === 'return')?.fields ?? {});
  const labels = new Map([...before.rows, ...current.rows].map(row => [row.field, row.label]));
  const changed = [...labels.keys()].filter(field => was.get(field) !== now.get(field));
  const unchanged = asked.filter(field => !changed.includes(field));
  return [
    heading(say(ctx.pack, 'case.diff')),
    ...changed.flatMap(field => [
      text(say(ctx.pack, 'case.changed')),
      rows([
        [labels.get(field) ?? field, say(ctx.pack, 'case.before', { value: was.get(field) ?? '—' })],
        ['', say(ctx.pack, 'case.after', { value: now.get(field) ?? '—' })],
      ]),
    ]),
    ...(unchanged.length > 0
      ? [rows(unchanged.map(field => [say(ctx.pack, 'case.unchanged'), labels.get(field) ?? field]))]
      : []),
  ];
};

/** The card a reviewer decides on. `asOf`: the case as its reader knew it, when the stage it was at has been decided. */
export const caseBlocks = (
  ctx: Context,
  application: Application,
  asOf: Application = application,
): Block[] => {
  const snapshot = currentSnapshot(application);
  const stage = stageOf(ctx, asOf.stage);
  const open = application.status === 'in-review' && (asOf === application || asOf.status !== 'in-review');
  const domain = snapshot.rows.find(row => row.field === ctx.pack.form.domain)?.value ?? '';
  const section = ctx.pack.contacts.sections.find(({ id }) => id === application.section);
  const outcome = snapshot.outcome as 'eligible' | 'ineligible' | 'needs-confirmation' | 'closed';
  return [
    heading(say(ctx.pack, open ? 'case.heading' : 'case.decided', { stage: stage.title })),
    ...(ctx.rehearsal ? [text(say(ctx.pack, 'case.rehearsal'))] : []),
    rows([
      [say(ctx.pack, 'case.number'), application.number],
      [say(ctx.pack, 'case.unit'), application.unit],
      [say(ctx.pack, 'case.domain'), domain],
      [say(ctx.pack, 'case.section'), section?.name ?? ''],
      [say(ctx.pack, 'case.submitted'), shownAt(ctx, snapshot.at)],
      [say(ctx.pack, 'case.round'), say(ctx.pack, 'case.rounds', { round: snapshot.round })],
      [say(ctx.pack, 'case.self'), say(ctx.pack, `outcome.${outcome}`)],
      [say(ctx.pack, 'case.status'), say(ctx.pack, `status.${application.status}`)],
    ]),
    quote(ctx, stage.clause),
    ...lastActBlocks(ctx, application),
    ...diffBlocks(ctx, application),
  ];
};

/** For groups: that something came, and nothing about any person. */
export const maskedBlocks = (ctx: Context, application: Application): Block[] => [
  text(say(ctx.pack, 'case.masked')),
  rows([
    [say(ctx.pack, 'case.number'), application.number],
    [say(ctx.pack, 'case.status'), say(ctx.pack, `status.${application.status}`)],
  ]),
];

/** 查看全文: every line as submitted. */
export const fullBlocks = (ctx: Context, application: Application): Block[] => {
  const bySection = new Map<string, [string, string][]>();
  for (const row of currentSnapshot(application).rows) {
    bySection.set(row.section, [...(bySection.get(row.section) ?? []), [row.label, row.value]]);
  }
  return [
    ...caseBlocks(ctx, application),
    ...[...bySection].flatMap(([section, lines]) => [heading(section), rows(lines)]),
  ];
};
