import { describe, expect, it } from 'vitest';
import { carryOnTo, nameOf } from '../support/applicant.ts';
import { EngineDriver, textOf } from '../support/engine-driver.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

const at = async (asks: string): Promise<EngineDriver> => {
  const driver = new EngineDriver(await noticeAt(wanzhouFolder), '2022-09-01');
  carryOnTo(driver, asks);
  return driver;
};

const reply = (driver: EngineDriver, quotes: string, text: string): string =>
  textOf(driver.step({ kind: 'text', text, quotes }).shown[0]!);

describe('a reply to an earlier question', () => {
  const asked = '已填2项，共18项。\n请填写建设主体单位的通讯地址。\n例如：重庆市万州区某某路1号';

  it('goes to that question, and what stands there is asked about first', async () => {
    const driver = await at('field:contactPhone');
    const before = driver.session.answers;
    expect(reply(driver, asked, '重庆市万州区新路2号')).toMatch(/通讯地址[\s\S]*重庆市万州区新路2号/);
    expect(driver.session.answers).toEqual(before);
    expect(driver.session.proposed.unitAddress).toBe('重庆市万州区新路2号');
  });

  it('answers it where nothing stands there yet', async () => {
    const driver = await at('field:unitAddress');
    driver.say('跳过');
    reply(driver, asked, '重庆市万州区新路2号');
    expect(driver.session.answers.unitAddress?.value).toBe('重庆市万州区新路2号');
    expect(nameOf(driver.session.prompt!.asks)).toBe('field:legalPerson');
  });

  it('in the self-check is heard for that question', async () => {
    const driver = await at('fact:aboveScale');
    const [fact] = driver.notice.pack.eligibility.facts;
    reply(driver, fact!.ask, '高等院校');
    expect(driver.session.facts[fact!.id]).toBe('高等院校');
    expect(nameOf(driver.session.prompt!.asks)).not.toBe(`fact:${fact!.id}`);
  });

  it('that asks is answered, and one to the open question or to no question is an answer to it', async () => {
    const driver = await at('field:unitAddress');
    expect(reply(driver, '请填写法人代表姓名。', '什么时候截止？')).toContain('2022年9月16日');
    for (const quotes of [asked, '已记录您的同意。']) {
      const here = await at('field:unitAddress');
      reply(here, quotes, '重庆市万州区新路2号');
      expect(here.session.answers.unitAddress?.value).toBe('重庆市万州区新路2号');
    }
  });
});
