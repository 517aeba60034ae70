import type { Writable } from 'node:stream';
import { statusOf, verbLabel } from '../../engine/review/cards.ts';
import type { House } from '../../host/house.ts';
import { applicationKey, readApplication } from '../../host/records.ts';
import { IssueError } from '../../issue-error.ts';
import { roleNames } from '../staff.ts';
import { shownAt } from './moment.ts';

/** `who NUMBER`: who decided what on an application, and when. Reasons and contents are for `export`. */
export const who = async ({ notices, store }: House, number: string, output: Writable): Promise<void> => {
  for (const { pack } of notices.all()) {
    const [record] = await store.load(pack.id, [applicationKey(number)]);
    const application = record ? readApplication(record) : null;
    if (!application) continue;
    const undone = new Set(application.decisions.flatMap(({ undoes }) => undoes ?? []));
    output.write(`${number}（${pack.id}）：${statusOf({ pack }, application)}\n`);
    for (const { round, at } of application.snapshots)
      output.write(`  ${shownAt(pack, at)} 第${round}次提交\n`);
    for (const { id, at, stage, verb, name, role, actor } of application.decisions) {
      const by = role === 'applicant' ? '申报单位' : `${name}（${roleNames[role]}，账号 ${actor}）`;
      const back = undone.has(id) ? '，后撤回' : '';
      output.write(`  ${shownAt(pack, at)} ${verbLabel({ pack }, stage, verb)}：${by}${back}\n`);
    }
    return;
  }
  throw new IssueError([
    { code: 'who:unknown', message: `没有申请 ${number}`, hint: '编号见 shenbao export --json 或回执' },
  ]);
};
