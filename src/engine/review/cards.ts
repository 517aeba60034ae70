import type { Application, Decision, Snapshot } from '../../model/application.ts';
import { currentSnapshot, filesOf } from '../../model/application.ts';
import { chineseDate, localMoment } from '../../model/calendar.ts';
import type { Block } from '../../model/message.ts';
import type { ReviewVerb } from '../../model/review-verbs.ts';
import type { Context } from '../context.ts';
import { filledOf } from '../discrepancies.ts';
import { rowNames } from '../field-names.ts';
import { missingPapers } from '../papers.ts';
import { heading, line, quote, rows, text } from '../scene.ts';
import { discrepancyBlocks } from '../scenes/discrepancies.ts';
import { say } from '../wording.ts';
import { stageOf } from './people.ts';
import { averageRows, openRecords, totalRows } from './scores.ts';

const shownAt = (ctx: Context, ms: number): string => {
  const moment = localMoment(ms, ctx.pack.manifest.timezone);
  return `${chineseDate(moment.date)}${moment.time}`;
};

/** 通过, in the office's words for this stage. */
export const verbLabel = (ctx: Pick<Context, 'pack'>, stage: string, verb: ReviewVerb): string =>
  ctx.pack.review.stages.find(({ id }) => id === stage)?.labels[verb] ?? say(ctx.pack, `verb.${verb}`);

/** Who did what last, when and why: told to everybody who comes too late. */
export const lastActBlocks = (ctx: Context, application: Application): Block[] => {
  const last = application.decisions.at(-1);
  // When it was submitted stands on the card anyway.
  if (!last || last.verb === 'submit') return [];
  const slots = { at: shownAt(ctx, last.at), verb: verbLabel(ctx, last.stage, last.verb) };
  // The applicant's display name is text somebody typed: it stays out of our own sentences.
  const line =
    last.role === 'applicant'
      ? say(ctx.pack, 'case.lastByUnit', slots)
      : say(ctx.pack, 'case.last', { ...slots, name: last.name });
  const labels = rowNames(ctx.pack.form, currentSnapshot(application).rows);
  const why: [string, string][] = [
    ...Object.entries(last.fields ?? {}).map(([field, { reason }]): [string, string] => [
      labels.get(field) ?? field,
      reason,
    ]),
    ...(last.reason ? [[say(ctx.pack, 'case.reason'), last.reason] as [string, string]] : []),
    ...recordRows(ctx, openRecords(ctx, application, last)),
  ];
  return [text(line), ...(why.length > 0 ? [rows(why)] : [])];
};

/** A clause as the ground of an act: quoted, or only named where it is a table of the form. */
export const groundBlock = (ctx: Context, clause: string): Block =>
  ctx.pack.clauses.get(clause)?.text.includes('\t')
    ? rows([[say(ctx.pack, 'case.ground'), clause]])
    : quote(ctx, clause);

/** Records kept with an act (专家意见, 认定文号), under the labels of review.yaml. */
export const recordRows = (ctx: Pick<Context, 'pack'>, records: Decision['records']): [string, string][] => {
  const known = ctx.pack.review.stages.flatMap(stage => stage.records);
  return [
    ...Object.entries(records ?? {}).map(([id, value]): [string, string] => [
      known.find(record => record.id === id)?.label ?? id,
      value,
    ]),
    ...totalRows(ctx, records),
  ];
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
  const labels = new Map([...rowNames(ctx.pack.form, before.rows), ...rowNames(ctx.pack.form, current.rows)]);
  const changed = [...labels.keys()].filter(field => was.get(field) !== now.get(field));
  const unchanged = asked.filter(field => !changed.includes(field));
  const label = (field: string) => labels.get(field) ?? field;
  const none = say(ctx.pack, 'case.blank');
  return [
    heading(say(ctx.pack, 'case.diff', { round: current.round })),
    ...(changed.length === 0 ? [line(ctx, 'case.nothingChanged')] : []),
    ...changed.map(field =>
      rows([
        [say(ctx.pack, 'case.before', { label: label(field) }), was.get(field) ?? none],
        [say(ctx.pack, 'case.after', { label: label(field) }), now.get(field) ?? none],
      ]),
    ),
    ...(unchanged.length > 0
      ? [line(ctx, 'case.unchanged', { labels: unchanged.map(label).join('、') })]
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
  const missing = missingPapers(ctx, snapshot);
  const outcome = snapshot.outcome as 'eligible' | 'ineligible' | 'needs-confirmation' | 'closed';
  return [
    heading(say(ctx.pack, open ? 'case.heading' : 'case.decided', { stage: stage.title })),
    ...(ctx.rehearsal ? [line(ctx, 'case.rehearsal')] : []),
    ...(open ? [] : lastActBlocks(ctx, application)),
    rows([
      [say(ctx.pack, 'case.number'), application.number],
      [say(ctx.pack, 'case.unit'), application.unit],
      [say(ctx.pack, 'case.domain'), domain],
      [say(ctx.pack, 'case.section'), section?.name ?? ''],
      [
        say(ctx.pack, 'case.submitted'),
        `${shownAt(ctx, snapshot.at)}（${say(ctx.pack, 'case.rounds', { round: snapshot.round })}）`,
      ],
      ...(open
        ? [
            [say(ctx.pack, 'case.self'), say(ctx.pack, `outcome.${outcome}`)] as const,
            ...(missing.length > 0 ? [[say(ctx.pack, 'case.missing'), missing.join('、')] as const] : []),
            [say(ctx.pack, 'case.basis'), stage.clause] as const,
          ]
        : [[say(ctx.pack, 'case.status'), statusOf(ctx, application)] as const]),
      ...averageRows(ctx, application),
    ]),
    ...(open
      ? [
          ...discrepancyBlocks(ctx, filledOf(snapshot), 'office'),
          ...lastActBlocks(ctx, application),
          ...diffBlocks(ctx, application),
        ]
      : []),
  ];
};

/** 审核中（专家论证）, 已退回补正, … */
export const statusOf = (ctx: Pick<Context, 'pack'>, application: Application): string => {
  const status = say(ctx.pack, `status.${application.status}`);
  const stage = ctx.pack.review.stages.find(({ id }) => id === application.stage);
  return application.status === 'in-review' && stage ? `${status}（${stage.title}）` : status;
};

/** For groups: that something came, and nothing about any person. */
export const maskedBlocks = (ctx: Context, application: Application): Block[] => [
  ...(ctx.rehearsal ? [line(ctx, 'case.rehearsal')] : []),
  line(ctx, 'case.masked'),
  rows([
    [say(ctx.pack, 'case.number'), application.number],
    [say(ctx.pack, 'case.status'), statusOf(ctx, application)],
  ]),
];

/** 查看全文: every line as submitted, the names of the files sent with it, and what was decided so far. */
export const fullBlocks = (ctx: Context, application: Application): Block[] => {
  const snapshot = currentSnapshot(application);
  const bySection = new Map<string, [string, string][]>();
  for (const row of snapshot.rows) {
    bySection.set(row.section, [...(bySection.get(row.section) ?? []), [row.label, row.value]]);
  }
  const titles = new Map(ctx.pack.form.checklist.map(({ id, title }) => [id, title]));
  const files = Object.entries(filesOf(application)).flatMap(([item, list]) =>
    list.map(({ name }): [string, string] => [titles.get(item) ?? say(ctx.pack, 'file.other'), name]),
  );
  const acts = application.decisions.map((act): [string, string] => [
    shownAt(ctx, act.at),
    `${act.role === 'applicant' ? say(ctx.pack, 'case.unit') : act.name}　${verbLabel(ctx, act.stage, act.verb)}`,
  ]);
  return [
    ...caseBlocks(ctx, application),
    quote(ctx, stageOf(ctx, application.stage).clause),
    ...[...bySection].flatMap(([section, lines]) => [heading(section), rows(lines)]),
    ...(files.length > 0 ? [heading(say(ctx.pack, 'case.files')), rows(files)] : []),
    ...(acts.length > 0 ? [heading(say(ctx.pack, 'case.history')), rows(acts)] : []),
    rows([[say(ctx.pack, 'submit.digest'), snapshot.digest.slice(0, 16)]]),
  ];
};
