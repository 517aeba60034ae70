import { describe, expect, it } from 'vitest';
import { carryOn, stations } from '../support/applicant.ts';
import { EngineDriver, textOf } from '../support/engine-driver.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

const submitted = async (): Promise<EngineDriver> => {
  const driver = new EngineDriver(await noticeAt(wanzhouFolder), '2022-09-01');
  carryOn(driver, stations.submitted!);
  return driver;
};

describe('once an application is submitted', () => {
  it.each([
    '修改 联系电话',
    '修改 单位名称',
    '联系电话改为 023-58220001',
    '修改合作单位',
    '单位名称：另一家公司\n联系电话：023-58220001',
    '开始填报',
    '继续',
    '提交',
  ])('%s changes nothing of it and names its number', async typed => {
    const driver = await submitted();
    const { answers, application } = driver.session;
    const shown = driver.say(typed);
    expect(driver.session.answers).toEqual(answers);
    expect(driver.session.journey).toBe('idle');
    expect(textOf(shown)).toContain(`编号${application}`);
  });

  it('a file is not taken for a new draft', async () => {
    const driver = await submitted();
    driver.reading = () => ({ kind: 'form', values: { unitName: '另一家公司' }, doubtful: [] });
    const before = driver.session.answers;
    driver.step({
      kind: 'file',
      file: { id: 'a'.repeat(64), name: '申请书.docx', type: 'docx', bytes: 10 },
    });
    expect(driver.session.answers).toEqual(before);
  });

  it('重来 does not throw away what the office has', async () => {
    const driver = await submitted();
    driver.say('重来');
    driver.say('清空重来');
    expect(driver.session.application).not.toBeNull();
    expect(textOf(driver.say('我的进度'))).toContain(driver.session.application);
  });
});

describe('before anything was begun', () => {
  it.each([
    ['a group', { address: { channel: 'desk', chat: 'g', kind: 'group' as const } }],
    ['a channel without personal data', { policies: ['no-personal-data' as const] }],
  ])('修改 联系电话 does not open the form in %s', async (_where, more) => {
    const driver = new EngineDriver(await noticeAt(wanzhouFolder), '2022-09-01');
    driver.policies = 'policies' in more ? more.policies : [];
    if ('address' in more) driver.session = { ...driver.session, address: more.address };
    for (const text of ['修改 联系电话', '单位名称改为 甲公司', '修改合作单位', '跳到负责人']) {
      driver.step({ kind: 'text', text }, more);
      expect(driver.session.journey).toBe('idle');
    }
    expect(driver.session.answers).toEqual({});
  });

  it('修改 X leads to the self-check first, and outside the window to the window clause', async () => {
    const driver = new EngineDriver(await noticeAt(wanzhouFolder), '2022-09-01');
    driver.say('修改 单位名称');
    expect(driver.session.journey).toBe('eligibility');
    const late = new EngineDriver(await noticeAt(wanzhouFolder), '2022-09-17');
    expect(textOf(late.say('修改 单位名称'))).toContain('2022年9月16日');
    expect(late.session.journey).toBe('idle');
  });
});
