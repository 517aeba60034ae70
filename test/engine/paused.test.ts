import { describe, expect, it } from 'vitest';
import { carryOn, stations } from '../support/applicant.ts';
import { EngineDriver, textOf } from '../support/engine-driver.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

describe('in a paused form', () => {
  it.each([
    ['上一步', { kind: 'field' }],
    ['跳过', { kind: 'field' }],
    ['继续', { kind: 'field' }],
    ['修改', { kind: 'change-section' }],
    ['修改 单位名称', { kind: 'change-field' }],
    ['修改 建设主体单位', { kind: 'field', field: 'unitName' }],
    ['提交', { kind: 'field' }],
    ['单位名称：另一家公司\n单位性质：企业', { kind: 'bulk' }],
  ])('%j takes it up again and asks something', async (typed, asks) => {
    const driver = new EngineDriver(await noticeAt(wanzhouFolder), '2022-09-01');
    carryOn(driver, stations['in the form']!);
    const { answers, skipped } = driver.session;
    driver.say('暂停');
    expect(driver.session.prompt).toBeNull();
    expect(textOf(driver.say(typed)).trim()).not.toBe('');
    expect(driver.session.prompt?.asks).toMatchObject(asks);
    expect(driver.session).toMatchObject({ paused: false, answers, skipped });
  });
});
