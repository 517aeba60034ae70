import { describe, expect, it } from 'vitest';
import { carryOn, carryOnTo, stations } from '../support/applicant.ts';
import { EngineDriver, textOf } from '../support/engine-driver.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

const at = async (station: string): Promise<EngineDriver> => {
  const driver = new EngineDriver(await noticeAt(wanzhouFolder), '2022-09-01');
  carryOn(driver, stations[station]!, 2);
  return driver;
};

const startOver = (driver: EngineDriver): void => {
  driver.say('重来');
  driver.say('清空重来');
};

describe('撤销', () => {
  it.each(['in the form', 'among partners', 'at the answers'])(
    'brings back the form %s, even when 重来 was confirmed twice',
    async station => {
      const driver = await at(station);
      const { answers, facts, groups, skipped } = driver.session;
      startOver(driver);
      expect(driver.session.answers).toEqual({});
      startOver(driver);
      driver.say('撤销');
      expect(driver.session).toMatchObject({ answers, facts, groups, skipped, journey: 'form' });
    },
  );

  it('brings back the self-check, even when 重新自测 was sent twice', async () => {
    const driver = await at('in the check');
    const { facts } = driver.session;
    driver.say('重新自测');
    driver.pressToken('nav_again');
    expect(driver.session.facts).toEqual({});
    driver.say('撤销');
    expect(driver.session.facts).toEqual(facts);
  });

  it('has nothing to bring back once something new was answered', async () => {
    const driver = await at('in the check');
    driver.say('重新自测');
    driver.say('企业');
    expect(textOf(driver.say('撤销'))).toContain('没有可撤销的操作。');
    expect(driver.session.facts).toEqual({ unitType: '企业' });
  });

  describe('after a paste at the second partner', () => {
    const pasted = '单位名称：重庆某某大学\n通讯地址：重庆市万州区沙龙路2号\n联系人：赵敏';
    const atSecond = async (): Promise<EngineDriver> => {
      const driver = new EngineDriver(await noticeAt(wanzhouFolder), '2022-09-01');
      carryOnTo(driver, 'field:partners.1.name');
      return driver;
    };

    it('the values are the partner’s, and the applicant’s own stay', async () => {
      const driver = await atSecond();
      const own = driver.session.answers.unitName;
      driver.say(pasted);
      expect(driver.session.answers['partners.1.name']?.value).toBe('重庆某某大学');
      expect(driver.session.answers.unitName).toEqual(own);
      expect(driver.session.proposed).toEqual({});
    });

    it('takes all of it back', async () => {
      const driver = await atSecond();
      const { answers } = driver.session;
      expect(textOf(driver.say(pasted))).toContain('“撤销”');
      expect(textOf(driver.say('撤销'))).toContain('已恢复原来的内容');
      expect(driver.session).toMatchObject({ answers, journey: 'form' });
    });

    it('shows what a value replaces, and takes that back too once it was confirmed', async () => {
      const driver = await atSecond();
      driver.say(pasted);
      driver.say('修改 合作单位2·单位名称');
      const { answers } = driver.session;
      const asked = driver.say(pasted.replace('重庆某某大学', '重庆三峡学院'));
      expect(textOf(asked)).toContain('重庆三峡学院（原为“重庆某某大学”）');
      driver.press(asked, '确认填入');
      expect(driver.session.answers['partners.1.name']?.value).toBe('重庆三峡学院');
      driver.say('撤销');
      expect(driver.session.answers).toEqual(answers);
    });
  });
});
