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

  const own = (driver: EngineDriver, repliesTo: string, text: string): string =>
    textOf(driver.step({ kind: 'text', text, repliesTo }).shown[0]!);

  it('to her own answer corrects it, as a form field or in the self-check', async () => {
    const driver = await at('field:unitAddress');
    driver.step({ kind: 'text', text: '重庆市万州区样例路1号' }, { message: 'm1' });
    expect(own(driver, 'm1', '重庆市万州区新路2号')).toMatch(/通讯地址[\s\S]*重庆市万州区新路2号/);
    expect(driver.session.answers.unitAddress?.value).toBe('重庆市万州区样例路1号');
    const check = await at('fact:aboveScale');
    check.step({ kind: 'text', text: '是' }, { message: 'm2' });
    own(check, 'm2', '否');
    expect(check.session.prompt!.asks).toEqual({ kind: 'heard', fact: 'aboveScale' });
  });

  it('to a message of her own that answered nothing is an answer to what is asked', async () => {
    const driver = await at('field:unitAddress');
    own(driver, 'm9', '重庆市万州区新路2号');
    expect(driver.session.answers.unitAddress?.value).toBe('重庆市万州区新路2号');
  });

  /** As WeChat and WeCom write it into the text (no other sign of a quoted message reaches a program there). */
  const written = (words: string, text: string, rule = '- - - - - - - - - - - - - - -'): string =>
    `「申报助手：${words}」\n${rule}\n${text}`;

  it.each([
    ['WeChat', written(asked, '重庆市万州区新路2号')],
    ['a client with another rule', written(asked, '重庆市万州区新路2号', '———————')],
    ['WeCom', `"${asked}"\n------\n重庆市万州区新路2号`],
    ['curved marks', `“${asked}”\r\n------\r\n重庆市万州区新路2号`.replaceAll('\r', '')],
  ])('that %s writes into the text goes to that question', async (_, text) => {
    const driver = await at('field:contactPhone');
    expect(textOf(driver.step({ kind: 'text', text }).shown[0]!)).not.toContain('- -');
    expect(driver.session.proposed.unitAddress).toBe('重庆市万州区新路2号');
  });

  it('that is written into the text and quotes the open question is its answer alone', async () => {
    const driver = await at('field:unitAddress');
    driver.step({ kind: 'text', text: written(asked, '重庆市万州区新路2号') });
    expect(driver.session.answers.unitAddress?.value).toBe('重庆市万州区新路2号');
  });

  it('keeps what somebody quotes of others', async () => {
    const driver = await at('field:rdSituation');
    const text = written('研发投入三年翻番，已建成中试线两条。', '以上是总工的意见，研发人员共有四十二人。');
    driver.step({ kind: 'text', text });
    expect(JSON.stringify(driver.session.answers)).toContain('中试线两条');
  });
});
