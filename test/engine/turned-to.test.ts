import { describe, expect, it } from 'vitest';
import { EngineDriver, textOf } from '../support/engine-driver.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';
import { asked, stored, waitingAt } from '../support/waiting-at.ts';

describe('another application is turned to in words', () => {
  it.each([
    '等下，先填另外一家，万州鲜果农业开发公司的',
    '你怎么把我说的话填进去了，我要换一家公司填',
    '先弄另一个单位的',
    '换下一家填',
  ])('%s: the one in hand is put aside and nothing is stored in it', async text => {
    const driver = await waitingAt('field:team');
    const before = driver.session.answers;
    driver.say(text);
    expect(driver.session.shelved[0]?.answers).toEqual(before);
    expect(stored(driver, 'team')).toBeUndefined();
  });

  it('and back by the name of its unit, or from the list', async () => {
    const driver = await waitingAt('field:team');
    const own = stored(driver, 'unitName')!;
    driver.say('先填另外一家，万州鲜果农业开发公司的');
    expect(stored(driver, 'unitName')).toBe('万州鲜果农业开发公司');
    expect(textOf(driver.say('现在有几份'))).toContain(own);
    driver.say('回到样例那份');
    expect(stored(driver, 'unitName')).toBe(own);
    driver.say('继续填鲜果的表');
    expect(stored(driver, 'unitName')).toBe('万州鲜果农业开发公司');
  });

  it.each(['另外一家合作单位是重庆大学', '换一个联系人，叫李梅', '材料要交几份'])(
    '%s is about this one',
    async text => {
      const driver = await waitingAt('field:team');
      driver.say(text);
      expect(driver.session.shelved).toEqual([]);
    },
  );
});

describe('while values wait for a yes', () => {
  const waiting = async (): Promise<EngineDriver> => {
    const driver = await waitingAt('review', 1);
    driver.say('单位联系电话：13700001111');
    expect(asked(driver)).toBe('bulk');
    return driver;
  };

  it.each([
    ['不是的，那个是合作单位的电话！', 'partners.0.phone'],
    ['不填入那是负责人的电话', null],
    ['不对，别填', null],
  ])('%s', async (text, target) => {
    const driver = await waiting();
    const own = stored(driver, 'contactPhone');
    driver.say(text);
    expect(stored(driver, 'contactPhone')).toBe(own);
    expect(driver.session.proposed.contactPhone).toBeUndefined();
    if (target) expect(driver.session.proposed[target] ?? stored(driver, target)).toBe('13700001111');
  });

  it('somebody who wants to be called leaves her number for the call', async () => {
    const driver = await waiting();
    driver.say('给我打过来嘛，我电话13896001122');
    expect(driver.session.proposed).toEqual({ contactPhone: '13700001111' });
    expect(driver.session.tickets?.length).toBe(1);
  });

  it('all of it can be thrown away, when asked', async () => {
    const driver = await waiting();
    driver.say('我不想填了，删了重来');
    expect(asked(driver)).toBe('restart');
  });
});

describe('an event that may decide is taken up at once', () => {
  it.each([
    '我们化工厂去年车间出了个事故，死了一个人，还能申报吗？有没有啥办法',
    '我们厂出过安全事故，还能申报吗',
    '去年车间起火出了事故，能报不',
  ])('%s', async text => {
    const driver = new EngineDriver(await noticeAt(wanzhouFolder), '2022-09-01');
    driver.say('你好');
    const shown = textOf(driver.say(text));
    expect(asked(driver)).toBe('fact:safetyAccident3y');
    expect(shown).toContain('通知·三(一)');
    expect(driver.session.facts.safetyAccident3y).toBeUndefined();
    driver.say('其实后来定的是较大事故，死了3个人');
    expect(driver.session.heard[0]).toMatchObject({ fact: 'safetyAccident3y', value: true });
  });

  it('is no less one at another question', async () => {
    const driver = await waitingAt('fact:registeredInWanzhou');
    driver.say('我们前年出过一起安全事故');
    expect(asked(driver)).toBe('fact:safetyAccident3y');
  });

  it('of a partner is none of ours', async () => {
    const driver = await waitingAt('fact:registeredInWanzhou');
    driver.say('合作单位出过安全事故');
    expect(asked(driver)).toBe('fact:registeredInWanzhou');
    driver.say('三峡学院是我们的合作单位呀');
    expect(driver.session.facts.unitType).toBe('企业');
  });
});

describe('a question while the record waits for a yes', () => {
  const about =
    '我们是万州的规上企业，独立法人，信用良好，没有违法，没出过质量和安全事故，没被撤销过，先进制造，单独建，理事会和专家委员会都在筹建，技术团队稳定';

  it('is no yes, and going on to the form tells the result', async () => {
    const driver = new EngineDriver(await noticeAt(wanzhouFolder), '2022-09-01');
    driver.say(about);
    expect(asked(driver)).toBe('heard-all');
    expect(textOf(driver.say('那要搞好久才批得下来嘛'))).not.toContain('未发现不符合');
    expect(asked(driver)).toBe('heard-all');
    expect(textOf(driver.say('好，那咋个填表'))).toContain('未发现不符合');
  });

  it('at the review does not print the answers again', async () => {
    const driver = await waitingAt('review');
    const name = stored(driver, 'unitName')!;
    expect(textOf(driver.say('这个要多久批下来'))).not.toContain(name);
    expect(asked(driver)).toBe('review');
  });
});
