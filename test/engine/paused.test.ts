import { describe, expect, it } from 'vitest';
import { carryOn, stations } from '../support/applicant.ts';
import { EngineDriver, textOf } from '../support/engine-driver.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

describe('in a paused form', () => {
  it.each([
    ['上一步', 'field:'],
    ['跳过', 'field:'],
    ['继续', 'field:'],
    ['修改', 'change-section'],
    ['修改 单位名称', 'change-field'],
    ['修改 建设主体单位', 'field:unitName'],
    ['提交', 'field:'],
    ['单位名称：另一家公司\n单位性质：企业', 'bulk'],
  ])('%j takes it up again and asks something', async (typed, asks) => {
    const driver = new EngineDriver(await noticeAt(wanzhouFolder), '2022-09-01');
    carryOn(driver, stations['in the form']!);
    const { answers, skipped } = driver.session;
    driver.say('暂停');
    expect(driver.session.prompt).toBeNull();
    expect(textOf(driver.say(typed)).trim()).not.toBe('');
    expect(driver.session.prompt?.asks).toMatch(new RegExp(`^${asks}`));
    expect(driver.session).toMatchObject({ paused: false, answers, skipped });
  });
});
