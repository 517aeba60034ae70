import { afterEach, beforeEach, expect, it } from 'vitest';
import { lookingAt } from '../../../src/commands/looking.ts';
import { caseView } from '../../../src/engine/review/case-view.ts';
import { spaceOf } from '../../../src/host/space.ts';
import type { Roster } from '../../../src/model/staff.ts';
import { noticeAt, wanzhouFolder } from '../../support/packs.ts';
import { submitWanzhou } from './applicants.ts';
import { Office } from './office.ts';

const pdf = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');

let office: Office;
let number: string;
beforeEach(async () => {
  const { pack } = await noticeAt(wanzhouFolder);
  office = await Office.open({ pack, now: '2022-09-01 10:00' });
  await office.bind('审', 'enterprise', 'reviewer');
  number = (await submitWanzhou(office, '王')).number;
});
afterEach(() => office.close());

const view = async () => {
  const ctx = await lookingAt(office.house, spaceOf(office.pack.id, null), office.pack);
  const roster: Roster = await office.roster();
  return caseView(ctx, roster, await office.application(number), 'desk:审');
};
const plan = async () => (await view()).papers.find(({ title }) => title.includes('推荐意见'));

it('papers that come after the submission stand in the case, the officer is told, and the round stays as it was', async () => {
  const before = await office.application(number);
  expect((await plan())?.files).toEqual([]);
  await office.at('2022-09-02 09:30');
  const told = await office.attach('王', pdf, (await plan())!.title);
  expect(told.text('王')).toContain(`附在申请${number}中`);
  expect(told.text('审')).toContain('补交了材料，共1份');
  expect(told.text('审')).toContain('附件.pdf');
  const after = await office.application(number);
  expect(after.snapshots).toEqual(before.snapshots);
  expect(after.version).toBe(before.version);
  expect(await plan()).toMatchObject({
    state: 'done',
    files: [{ name: '附件.pdf', round: 1, later: '2022-09-02 09:30' }],
  });
  expect((await view()).history.at(-1)).toMatchObject({ what: '补交材料', at: '2022-09-02 09:30' });
  // The card that stood before is as good as it was.
  await office.press('审', '初审通过');
  expect((await office.application(number)).stage).toBe('experts');
});

it('a closed case takes none, and says so', async () => {
  await office.attach('王', pdf, (await plan())!.title);
  await office.press('审', '不予通过');
  await office.say('审', '未提供规模以上企业证明，不符合通知的条件。');
  await office.press('审', '确认');
  await office.at('2022-09-01 11:00');
  expect((await office.application(number)).status).toBe('rejected');
  const told = await office.attach('王', Buffer.concat([pdf, Buffer.from('\n')]));
  expect(told.text('王')).toContain('已办结');
  expect(told.to('审')).toEqual([]);
  expect((await office.application(number)).later).toHaveLength(1);
});
