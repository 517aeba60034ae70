import { describe, expect, it } from 'vitest';
import { carryOn, carryOnTo, stations } from '../support/applicant.ts';
import { EngineDriver, textOf } from '../support/engine-driver.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

const start = async (): Promise<EngineDriver> =>
  new EngineDriver(await noticeAt(wanzhouFolder), '2022-09-01');

describe('values for the form before there is one', () => {
  it.each([
    ['我们单位叫重庆三峡甲机械有限公司，联系人李明 13800138001，想报', '单位名称、联系人、联系电话'],
    ['单位名称是重庆三峡甲机械有限公司', '单位名称'],
    ['我叫李明，电话13800138001', '联系人'],
    ['联系人：李明', '联系人'],
  ])('%s: named, and nothing of it stored', async (text, label) => {
    const driver = await start();
    const { turn, shown } = driver.step({ kind: 'text', text });
    expect(textOf(shown[0]!)).toContain(`已看到您写的${label}`);
    expect(turn.unkept).toEqual([text]);
    expect(JSON.stringify(driver.session)).not.toMatch(/李明|13800138001|三峡甲/u);
  });

  it('are not mistaken in the middle of the self-check, whose question stays open', async () => {
    const driver = await start();
    carryOnTo(driver, 'fact:aboveScale');
    const asked = driver.session.prompt?.asks;
    const { turn, shown } = driver.step({ kind: 'text', text: '联系人电话是13800138001' });
    expect(turn.unkept).toHaveLength(1);
    expect(textOf(shown[0]!)).toContain('联系电话');
    expect(driver.session.prompt?.asks).toEqual(asked);
    expect(driver.session.facts.aboveScale).toBeUndefined();
  });

  it.each(['联系电话是多少', '联系人要写谁', '我们是规上企业', '没有', '法人是什么意思'])(
    '%s gives none',
    async text => {
      const driver = await start();
      carryOnTo(driver, 'fact:aboveScale');
      expect(driver.step({ kind: 'text', text }).turn.unkept).toBeUndefined();
    },
  );

  it('go from memory with the person’s data', async () => {
    const driver = await start();
    driver.say('联系人：李明');
    const asked = driver.say('删除我的资料');
    const { turn } = driver.step({ kind: 'press', token: asked.choices[0]!.token });
    expect(turn.unkept).toEqual([]);
  });
});

describe('values for the form after the submission', () => {
  it.each([
    ['联系人电话错了，是13911112222', '13911112222（现为'],
    ['单位名称应该是重庆乙机械有限公司，写错了', '重庆乙机械有限公司'],
    ['法人换了，换成李建国', '李建国（现为'],
  ])('%s: what would change, and how', async (text, would) => {
    const driver = await start();
    carryOn(driver, stations.submitted!);
    const { answers } = driver.session;
    const shown = textOf(driver.say(text));
    expect(driver.session.answers).toEqual(answers);
    expect(shown).toContain(would);
    expect(shown).toContain('撤回申请');
  });
});

describe('a person is wanted', () => {
  it.each([
    '有没有人能帮我，电话13700001111',
    '找个人给我打电话 13700001111',
    '转人工，我的电话是13700001111',
    '麻烦安排老师联系我，13700001111',
  ])('%s: the number goes along', async text => {
    const driver = await start();
    carryOnTo(driver, 'fact:aboveScale');
    const { turn, shown } = driver.step({ kind: 'text', text });
    expect(turn.tickets?.[0]?.lines.map(line => line.text)).toEqual([text]);
    expect(textOf(shown[0]!)).toContain('您留的电话已一并附上');
  });

  it('is asked for a number, which then goes along', async () => {
    const driver = await start();
    expect(textOf(driver.say('我要找人'))).toContain('请把电话号码发来');
    const { turn } = driver.step({ kind: 'text', text: '13700001111' });
    expect(turn.tickets?.[0]?.lines.map(line => line.text)).toEqual(['13700001111']);
  });
});
