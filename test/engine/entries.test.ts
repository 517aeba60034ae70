import { describe, expect, it } from 'vitest';
import { carryOnTo } from '../support/applicant.ts';
import { EngineDriver, textOf } from '../support/engine-driver.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

const at = async (prompt: string, partners: number): Promise<EngineDriver> => {
  const driver = new EngineDriver(await noticeAt(wanzhouFolder), '2022-09-01');
  carryOnTo(driver, prompt, Math.min(partners, 1));
  if (partners > 1) {
    driver.say('再添加一个');
    carryOnTo(driver, prompt, partners);
  }
  return driver;
};
const names = ({ session }: EngineDriver): (string | undefined)[] =>
  Array.from(
    { length: session.groups.partners ?? 0 },
    (_, entry) => session.answers[`partners.${entry}.name`]?.value,
  );

describe('one more is begun with its name', () => {
  it.each([
    '还有一个，西南大学',
    '还有一家是西南大学',
    '有，还有西南大学',
    '西南大学',
    '还有一个叫西南大学，联系人周敏13900001111',
  ])('%s', async text => {
    const driver = await at('more:partners', 1);
    const [first] = names(driver);
    driver.say(text);
    expect(names(driver)).toEqual([first, '西南大学']);
  });

  it('takes a group by its whole name', async () => {
    const driver = await at('more:partners', 1);
    const [first] = names(driver);
    driver.say('还有第二家，重庆三峡柑橘集团有限公司');
    expect(names(driver)).toEqual([first, '重庆三峡柑橘集团有限公司']);
  });

  it('takes two at once', async () => {
    const driver = await at('more:partners', 1);
    const [first] = names(driver);
    driver.say('还有两家，西南大学和重庆三峡学院');
    expect(names(driver)).toEqual([first, '西南大学', '重庆三峡学院']);
  });

  it.each(['还要填合作单位的联系人吗', '还有其他要求吗', '重庆大学可以作为合作单位吗'])(
    'a question begins none: %s',
    async text => {
      const driver = await at('more:partners', 1);
      const before = names(driver);
      driver.say(text);
      expect(names(driver)).toEqual(before);
    },
  );
});

describe('an entry goes', () => {
  it.each(['第二个删掉', '把第二个合作单位去掉吧', '删除合作单位2', '第2家不要了'])('%s', async text => {
    const driver = await at('more:partners', 2);
    const [first] = names(driver);
    driver.say(text);
    expect(names(driver)).toEqual([first]);
    driver.say('撤销');
    expect(names(driver)).toHaveLength(2);
  });

  it.each(['不要合作单位了 删掉', '合作单位不要了', '合作单位删了吧，没谈成'])(
    '%s: the only one',
    async text => {
      const driver = await at('more:partners', 1);
      driver.say(text);
      expect(names(driver)).toEqual([]);
    },
  );

  it.each(['合作单位就一个', '就一个', '只有一家', '合作单位只有一个'])('%s: no more', async text => {
    const driver = await at('more:partners', 1);
    const before = names(driver);
    driver.say(text);
    expect(names(driver)).toEqual(before);
    expect(driver.session.openGroups).toEqual([]);
  });

  it('an entry begun by mistake goes with the count', async () => {
    const driver = await at('more:partners', 1);
    driver.say('再添加一个');
    driver.say('合作单位就一个');
    expect(names(driver)).toHaveLength(1);
  });
});

describe('a value goes and is asked again', () => {
  it.each([
    ['field:contactPerson', '那个删掉 还没写', 'legalPerson'],
    ['field:contactPerson', '刚才那个删了吧', 'legalPerson'],
    ['field:contactPerson', '把通讯地址清空', 'unitAddress'],
    ['review', '技术实力删掉，还没写好', 'techStrength'],
  ])('at %s: %s', async (prompt, text, place) => {
    const driver = await at(prompt, 0);
    const old = driver.session.answers[place]!.value;
    const shown = textOf(driver.say(text));
    expect(driver.session.answers[place]).toBeUndefined();
    expect(shown).toContain('已清空');
    expect(driver.session.prompt?.asks).toEqual({ kind: 'field', field: place });
    driver.say('撤销');
    expect(driver.session.answers[place]?.value).toBe(old);
  });
});
