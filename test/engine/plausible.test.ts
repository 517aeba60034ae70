import { describe, expect, it } from 'vitest';
import { isLikelyName } from '../../src/language/names.ts';
import { carryOnTo, nameOf } from '../support/applicant.ts';
import { EngineDriver } from '../support/engine-driver.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

const at = async (asks: string): Promise<EngineDriver> => {
  const driver = new EngineDriver(await noticeAt(wanzhouFolder), '2022-09-01');
  carryOnTo(driver, asks);
  return driver;
};

describe('a name', () => {
  it.each([
    '王建国',
    '李明',
    '张三',
    '欧阳修文',
    '谭大勇',
    '何强',
    '罗以',
    '邹文武',
    '買買提·吐爾遜',
    'Anna Müller',
  ])('%s is one', name => expect(isLikelyName(name)).toBe(true));
  it.each(['种植', '好嘛同意', '安排', '时间不够', '高兴', '万州区', '先进制造', '要得', '钟点工', '方便'])(
    '%s is hardly one',
    word => expect(isLikelyName(word)).toBe(false),
  );
});

describe('what does not look like what is asked for', () => {
  it.each([
    ['field:contactPerson', '种植'],
    ['field:contactPerson', '用建议的'],
    ['field:unitName', '好嘛同意'],
    ['field:unitName', '13800138001'],
    ['field:unitAddress', '023-58220000'],
    ['field:unitAddress', '地址同上'],
    ['field:unitNature', '我们算哪种'],
    ['field:unitNature', '民办医院选啥子'],
    ['field:domain', '地址同上'],
    ['field:domain', '填哪个领域好'],
    ['field:domain', '我们做榨菜的算哪个领域'],
  ])('at %s, %s is not stored', async (asks, text) => {
    const driver = await at(asks);
    const before = driver.session.answers;
    driver.say(text);
    expect(driver.session.answers).toEqual(before);
    expect(nameOf(driver.session.prompt!.asks)).toBe(asks);
  });

  it('is stored when it is said again or pressed', async () => {
    const driver = await at('field:legalPerson');
    driver.press(driver.say('高峰'), '高峰');
    expect(driver.session.answers.legalPerson?.value).toBe('高峰');
    driver.say('高兴');
    driver.say('高兴');
    expect(driver.session.answers.contactPerson?.value).toBe('高兴');
  });
});

describe('what is meant', () => {
  it.each([
    ['field:unitNature', '就用建议那个', 'unitNature', '企业'],
    ['field:domain', '建议的就行', 'domain', '先进制造'],
    ['field:domainBox', '建议值', 'domainBox', '先进制造'],
    ['field:contactPerson', '算了联系人改成周洁吧', 'contactPerson', '周洁'],
    ['field:centerAddress', '就填单位那个地址', 'centerAddress', '样例有限公司'],
  ])('at %s, %s', async (asks, text, place, value) => {
    const driver = await at(asks);
    driver.say(text);
    expect(driver.session.answers[place]?.value).toBe(value);
  });

  it.each(['fact:aboveScale', 'field:unitAddress', 'consent'])(
    'at %s one may leave and come back',
    async asks => {
      const driver = await at(asks);
      const { answers, facts } = driver.session;
      driver.say('我要去开会了');
      expect(driver.session.prompt).toBeNull();
      driver.say('我回来了');
      expect(nameOf(driver.session.prompt!.asks)).toBe(asks);
      expect([driver.session.answers, driver.session.facts]).toEqual([answers, facts]);
    },
  );
});
