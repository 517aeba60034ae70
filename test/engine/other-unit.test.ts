import { beforeAll, describe, expect, it } from 'vitest';
import { carryOn, carryOnTo, nameOf, stations } from '../support/applicant.ts';
import { EngineDriver, textOf } from '../support/engine-driver.ts';
import { type LoadedNotice, noticeAt, wanzhouFolder } from '../support/packs.ts';

let notice: LoadedNotice;
beforeAll(async () => {
  notice = await noticeAt(wanzhouFolder);
});

/** Looks at a filled form of 重庆万州甲机械有限公司. */
const filled = (): EngineDriver => {
  const driver = new EngineDriver(notice, '2022-09-01');
  carryOnTo(driver, 'review', 0);
  driver.say('单位名称改为重庆万州甲机械有限公司');
  return driver;
};
const held = ({ session }: EngineDriver): unknown => [session.answers, session.facts, session.proposed];

describe('another unit in the same chat', () => {
  it.each([
    '另外我还帮重庆万州乙食品有限公司报，他们是规下企业，联系人赵六13711110000',
    '乙公司没有入规',
    '我们是重庆万州乙食品有限公司，规下企业',
    '重庆三峡丙医院也想报，联系人孙医生13711110000',
    '还要替另一家公司申报',
  ])('%s: nothing of it goes into the application in hand', text => {
    const driver = filled();
    const before = held(driver);
    driver.say(text);
    expect(held(driver)).toEqual(before);
    expect(nameOf(driver.session.prompt!.asks)).toBe('another');
  });

  it('begins an application of its own on a press, and the first is kept', () => {
    const driver = filled();
    const asked = driver.say('乙公司没有入规');
    driver.press(asked, '另一单位');
    expect(driver.session.answers).toEqual({});
    expect(driver.session.shelved[0]?.answers.unitName?.value).toBe('重庆万州甲机械有限公司');
  });

  it('is offered an application of its own after the first was submitted', () => {
    const driver = filled();
    carryOn(driver, stations.submitted!, 0);
    const before = held(driver);
    driver.say('我们是重庆万州乙食品有限公司，规下企业');
    expect(held(driver)).toEqual(before);
    expect(nameOf(driver.session.prompt!.asks)).toBe('another');
  });

  it.each([
    ['单位名称改成重庆万州乙机械有限公司', '重庆万州乙机械有限公司'],
    ['不是甲机械，是乙机械', '重庆万州乙机械有限公司'],
    ['名字写错了，应该是重庆万州申机械有限公司', '重庆万州申机械有限公司'],
  ])('%s is a correction', (text, name) => {
    const driver = filled();
    driver.say(text);
    expect(driver.session.answers.unitName?.value).toBe(name);
  });

  it.each(['我们公司在万州注册', '甲机械是规上企业', '合作单位不是规上'])('%s is not of another', text => {
    const driver = filled();
    expect(textOf(driver.say(text))).not.toContain('没有记入');
  });
});
