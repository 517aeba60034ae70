import { type TextSheet, textBook } from '../documents/xlsx.ts';
import type { Context } from '../engine/context.ts';
import { caseFigures, openQuestions, readsCases } from '../engine/review/overview.ts';
import type { OutFile } from '../host/channel.ts';
import { channelTitle } from '../host/channel-watch.ts';
import type { Officer } from '../host/desk-access.ts';
import type { House } from '../host/house.ts';
import { inertText } from '../host/user-text.ts';
import type { Application } from '../model/application.ts';
import { localMoment } from '../model/calendar.ts';
import type { CaseRow } from '../model/desk.ts';
import type { Overview, Tally } from '../model/overview.ts';
import { notesOf } from './export.ts';

interface Known {
  readonly application: Application;
  readonly row: Omit<CaseRow, 'mine'>;
}

const momentOf = (ms: number, zone: string): string => {
  const { date, time } = localMoment(ms, zone);
  return `${date} ${time}`;
};

/** What the office as a whole comes to. `cases`: those that this person may read. */
export const overviewOf = async (
  house: House,
  ctx: Context,
  { space, roster, actor }: Officer,
  cases: readonly Known[],
): Promise<Overview> => {
  const zone = ctx.pack.manifest.timezone;
  const notes: { at: number; question: string }[] = [];
  for await (const { at, question } of notesOf(house.store, space, 'unanswered'))
    notes.push({ at: Number(at), question: String(question) });
  return {
    at: momentOf(ctx.now.ms, zone),
    cases: readsCases(roster, actor) ? caseFigures(ctx, cases) : null,
    questions: openQuestions(ctx, notes),
    // A rehearsal is a browser's own and learns nothing of the installation.
    channels: ctx.rehearsal
      ? []
      : house.channels().map(channel => {
          const { state, detail, lastEventAt } = channel.health();
          return {
            name: channelTitle(channel.name),
            state,
            ...(detail === undefined ? {} : { detail }),
            ...(lastEventAt === undefined ? {} : { heard: momentOf(lastEventAt, zone) }),
          };
        }),
  };
};

const tallySheet = (name: string, head: string, tallies: readonly Tally[]): TextSheet => ({
  name,
  heading: [head, '件数'],
  rows: tallies.map(each => [inertText(each.name), each.count]),
});

/** The overview as a workbook: a sheet for each of its tables, and the applications themselves as the inbox lists them. */
export const overviewBook = async (
  { at, cases, questions }: Overview,
  known: readonly Known[],
): Promise<OutFile> => {
  const sheets: TextSheet[] = [];
  if (cases) {
    sheets.push(
      {
        name: '环节',
        heading: ['环节', '在办', '超过时限'],
        rows: cases.stages.map(({ name, count, late }) => [name, count, late]),
      },
      tallySheet('状态', '状态', cases.statuses),
      tallySheet('领域', '领域', cases.domains),
      tallySheet('提交日期', '首次提交', cases.days),
      {
        name: '退回补正',
        heading: ['栏目', '退回次数', '理由', '该理由次数'],
        rows: cases.returned.flatMap(({ name, count, reasons }) =>
          reasons.map((reason, index) => [
            index === 0 ? name : '',
            index === 0 ? count : '',
            inertText(reason.name),
            reason.count,
          ]),
        ),
      },
      {
        name: '申请',
        heading: [
          '编号',
          '申报单位',
          '领域',
          '科室',
          '状态',
          '第几次提交',
          '提交时间',
          '已等工作日',
          '时限',
          '缺少材料',
        ],
        rows: known.map(({ row }) => [
          row.number,
          inertText(row.unit),
          inertText(row.domain),
          row.section,
          row.standing,
          row.round,
          row.submitted,
          row.waiting ?? '',
          row.limit,
          row.missing.join('、'),
        ]),
      },
    );
  }
  sheets.push({
    name: '未能回答的问题',
    heading: ['问题', '次数', '最近'],
    rows: questions.map(({ name, count, last }) => [inertText(name), count, last]),
  });
  const content = new Uint8Array(await textBook(sheets));
  return {
    name: `申报情况${at.slice(0, 10)}.xlsx`,
    bytes: content.length,
    content: async () => content,
  };
};
