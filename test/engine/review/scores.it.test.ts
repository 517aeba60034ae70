import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { casesTable } from '../../../src/commands/export.ts';
import type { Pack } from '../../../src/model/pack/pack.ts';
import { noticeAt, wanzhouFolder } from '../../support/packs.ts';
import { submitWanzhou } from './applicants.ts';
import { Office } from './office.ts';

let office: Office;
let pack: Pack;
let number: string;

const item = (id: string, label: string, points: number) => ({ id, label, points, required: true });

/** The Wanzhou notice, whose first stage is a sheet of three items that two experts fill in. */
beforeEach(async () => {
  const { pack: base } = await noticeAt(wanzhouFolder);
  const [first, ...rest] = base.review.stages;
  const records = [
    item('skill', '技术能力', 40),
    item('service', '开放服务', 30),
    item('finance', '财务状况', 30),
  ];
  const sheet = { ...first!, mode: 'all' as const, records, passMark: 70 };
  pack = { ...base, review: { ...base.review, stages: [sheet, ...rest] } };
  office = await Office.open({ pack, now: '2022-09-01' });
  for (const name of ['甲', '乙']) await office.bind(name, 'enterprise', 'reviewer');
  number = (await submitWanzhou(office)).number;
});
afterEach(() => office.close());

describe('a scoring sheet', () => {
  it('is filled in item by item or at once, summed up, and averaged over those who filled it in', async () => {
    const asked = await office.press('甲', '初审通过');
    expect(asked.text('甲')).toContain('请给“技术能力”打分（满分40分）');
    const refused = await office.say('甲', '41');
    expect(refused.text('甲')).toContain('请填写0到40之间的分数');
    const next = await office.say('甲', '35分');
    expect(next.text('甲')).toContain('请给“开放服务”打分（满分30分）');
    const done = await office.say('甲', '25.5 28');
    expect(done.text('甲')).toContain('合计：88.5分（满分100分）');
    // Nobody is led by what another gave.
    expect(done.text('乙')).not.toMatch(/35|25\.5|88\.5/u);
    await office.press('乙', '初审通过');
    expect((await office.say('乙', '20、15、10')).text('乙')).toContain('合计：45分');
    expect((await office.say('乙', number)).text('乙')).toContain(
      '平均分：66.75分（满分100分；各人88.5、45），未达到70分',
    );
    const { heading, rows } = casesTable(pack, [await office.application(number)]);
    const column = heading.findIndex(name => name.endsWith('平均分'));
    expect(rows[0]![column]).toBe('66.75');
  });

  it('an average below the mark is shown, and decides nothing', async () => {
    for (const name of ['甲', '乙']) {
      await office.press(name, '初审通过');
      await office.say(name, '20 20 20');
    }
    const application = await office.application(number);
    expect(application.stage).toBe('experts');
    const shown = await office.say('甲', number);
    expect(shown.text('甲')).toContain('平均分：60分（满分100分；各人60、60），未达到70分');
  });

  it('a sheet taken back no longer counts', async () => {
    await office.press('甲', '初审通过');
    await office.say('甲', '35 25 28');
    await office.press('甲', '撤回');
    const { heading, rows } = casesTable(pack, [await office.application(number)]);
    expect(rows[0]![heading.findIndex(name => name.endsWith('平均分'))]).toBe('');
  });
});
