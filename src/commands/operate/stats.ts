import type { Writable } from 'node:stream';
import { statusOf } from '../../engine/review/cards.ts';
import type { House } from '../../host/house.ts';
import { localMoment } from '../../model/calendar.ts';
import type { Pack } from '../../model/pack/pack.ts';
import { allCases } from '../export.ts';

const counted = (keys: readonly string[]): Record<string, number> =>
  Object.fromEntries(
    [...Map.groupBy(keys, key => key)]
      .map(([key, all]): [string, number] => [key, all.length])
      .sort(([left], [right]) => (left < right ? -1 : 1)),
  );

const countsOf = async ({ store }: House, pack: Pack) => {
  const cases = await allCases(store, pack.id);
  const sections = new Map(pack.contacts.sections.map(({ id, name }) => [id, name]));
  const { records, open, dead } = await store.stats(pack.id);
  return {
    notice: pack.id,
    applications: cases.length,
    bySection: counted(cases.map(({ section }) => sections.get(section) ?? section)),
    byStatus: counted(cases.map(application => statusOf({ pack }, application))),
    byDay: counted(cases.map(({ snapshots }) => localMoment(snapshots[0]!.at, pack.manifest.timezone).date)),
    unanswered: (await store.list(pack.id, 'note:unanswered')).length,
    records,
    outbox: open,
    dead,
  };
};

const line = (label: string, counts: Readonly<Record<string, number>>): string =>
  `  ${label}：${
    Object.entries(counts)
      .map(([key, count]) => `${key} ${count}`)
      .join('，') || '无'
  }\n`;

/** `stats`: applications by section, status and day of submission; `json`: one object a notice and line. */
export const stats = async (house: House, json: boolean, output: Writable): Promise<void> => {
  for (const { pack } of house.notices.all()) {
    const counts = await countsOf(house, pack);
    if (json) {
      output.write(`${JSON.stringify(counts)}\n`);
      continue;
    }
    output.write(`${counts.notice}：申请${counts.applications}件\n`);
    output.write(line('科室', counts.bySection));
    output.write(line('状态', counts.byStatus));
    output.write(line('提交日期', counts.byDay));
    output.write(
      `  未能回答的问题 ${counts.unanswered}；记录 ${counts.records}条，待发 ${counts.outbox}，放弃 ${counts.dead}\n`,
    );
  }
};
