import { once } from 'node:events';
import { rename, writeFile } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { textBook } from '../documents/xlsx.ts';
import { rowNames } from '../engine/field-names.ts';
import { recordRows, statusOf, verbLabel } from '../engine/review/cards.ts';
import { averageAt } from '../engine/review/scores.ts';
import { say } from '../engine/wording.ts';
import { applicationKey, readApplication } from '../host/records.ts';
import { inertText } from '../host/user-text.ts';
import { type Application, currentSnapshot, decidedActs } from '../model/application.ts';
import { localMoment } from '../model/calendar.ts';
import type { Pack } from '../model/pack/pack.ts';
import type { Store } from '../store/port.ts';

/** How many records are read at a time. */
const BATCH = 200;

const inBatches = async function* <T>(items: readonly T[]): AsyncGenerator<readonly T[]> {
  for (let start = 0; start < items.length; start += BATCH) yield items.slice(start, start + BATCH);
};

/** The applications of a notice one after the other, oldest first; a few are in memory at a time. */
export const casesOf = async function* (store: Store, space: string): AsyncGenerator<Application> {
  for await (const numbers of inBatches(await store.list(space, 'applications'))) {
    const records = await store.load(space, numbers.map(applicationKey));
    yield* records.flatMap(record => readApplication(record) ?? []);
  }
};

/** All applications of a notice, oldest first. */
export const allCases = async (store: Store, space: string): Promise<Application[]> => {
  const cases: Application[] = [];
  for await (const application of casesOf(store, space)) cases.push(application);
  return cases;
};

type Column = readonly [string, (application: Application) => string];

const shownAt = (pack: Pack, ms: number): string => {
  const { date, time } = localMoment(ms, pack.manifest.timezone);
  return `${date} ${time}`;
};

const recordOf = (pack: Pack, application: Application, label: string): string =>
  decidedActs(application)
    .flatMap(({ records }) => recordRows({ pack }, records))
    .filter(([name]) => name === label)
    .map(([, value]) => value)
    .join('\n');

/** What is always there, then the records of the stages, then one column a field, as the form was on each day. */
const columnsOf = (pack: Pack, cases: readonly Application[]): Column[] => {
  const sections = new Map(pack.contacts.sections.map(({ id, name }) => [id, name]));
  const domain = (application: Application) =>
    currentSnapshot(application).rows.find(({ field }) => field === pack.form.domain)?.value ?? '';
  const last = (application: Application) => application.decisions.at(-1);
  const fields = new Map<string, string>();
  for (const application of cases) {
    for (const [field, label] of rowNames(pack.form, currentSnapshot(application).rows))
      if (!fields.has(field)) fields.set(field, label);
  }
  const records = pack.review.stages.flatMap(stage => stage.records.map(({ label }) => label));
  return [
    ['申请编号', ({ number }) => number],
    ['申报单位', ({ unit }) => unit],
    ['领域', domain],
    ['对接科室', ({ section }) => sections.get(section) ?? section],
    ['状态', application => statusOf({ pack }, application)],
    ['提交次数', ({ snapshots }) => String(snapshots.length)],
    ['首次提交', ({ snapshots }) => shownAt(pack, snapshots[0]!.at)],
    ['最近提交', application => shownAt(pack, currentSnapshot(application).at)],
    [
      '最近办理',
      application =>
        last(application) ? verbLabel({ pack }, last(application)!.stage, last(application)!.verb) : '',
    ],
    ['办理时间', application => (last(application) ? shownAt(pack, last(application)!.at) : '')],
    [
      '办理人',
      application => (last(application)?.role === 'applicant' ? '申报单位' : (last(application)?.name ?? '')),
    ],
    ['理由', application => last(application)?.reason ?? ''],
    ...[...new Set(records)].map(
      (label): Column => [label, application => recordOf(pack, application, label)],
    ),
    ...pack.review.stages
      .filter(({ records: items }) => items.some(({ points }) => points !== undefined))
      .map(
        (stage): Column => [
          say(pack, 'score.at', { stage: stage.title }),
          application => String(averageAt(stage, application) ?? ''),
        ],
      ),
    ...[...fields].map(
      ([field, label]): Column => [
        label,
        application => currentSnapshot(application).rows.find(row => row.field === field)?.value ?? '',
      ],
    ),
    [say(pack, 'submit.digest'), application => currentSnapshot(application).digest],
  ];
};

/** One row a case, as texts. */
export const casesTable = (
  pack: Pack,
  cases: readonly Application[],
): { readonly heading: string[]; readonly rows: string[][] } => {
  const columns = columnsOf(pack, cases);
  return {
    heading: columns.map(([label]) => label),
    rows: cases.map(application => columns.map(([, cellOf]) => inertText(cellOf(application)))),
  };
};

/** `export --xlsx FILE`: written beside and renamed, readable by its owner only. */
export const exportXlsx = async (store: Store, pack: Pack, file: string, output: Writable): Promise<void> => {
  const cases = await allCases(store, pack.id);
  const { heading, rows } = casesTable(pack, cases);
  await writeFile(`${file}.part`, await textBook([{ name: '申请', heading, rows }]), { mode: 0o600 });
  await rename(`${file}.part`, file);
  output.write(`已导出${cases.length}件申请到 ${file}\n`);
};

/** `export --json`: one case a line, without buttons and chat identities. */
export const exportJson = async (store: Store, pack: Pack, output: Writable): Promise<void> => {
  for await (const application of casesOf(store, pack.id)) {
    const {
      grants: _grants,
      session: _session,
      applicant: _applicant,
      undoable: _undoable,
      ...rest
    } = application;
    const decisions = rest.decisions.map(({ actor: _actor, ...act }) => act);
    if (!output.write(`${JSON.stringify({ ...rest, decisions })}\n`)) await once(output, 'drain');
  }
};

export const noteLists = ['unanswered', 'feedback', 'faq-proposals', 'tickets', 'alerts', 'refused'] as const;
export type NoteList = (typeof noteLists)[number];

/** Notes of a list without their owners, oldest first. */
export const notesOf = async function* (
  store: Store,
  space: string,
  list: NoteList,
): AsyncGenerator<Record<string, unknown>> {
  for await (const ids of inBatches(await store.list(space, `note:${list}`))) {
    const records = await store.load(
      space,
      ids.map(id => ({ kind: `note:${list}`, id })),
    );
    for (const { key, parts } of records) {
      const { of: _owner, ...note } = JSON.parse(parts.body ?? '{}') as Record<string, unknown>;
      yield { id: key.id, ...note };
    }
  }
};

/** `export unanswered` and its like: one note a line as JSON, for the author of the content. */
export const exportNotes = async (
  store: Store,
  space: string,
  list: NoteList,
  output: Writable,
): Promise<void> => {
  for await (const note of notesOf(store, space, list)) output.write(`${JSON.stringify(note)}\n`);
};
