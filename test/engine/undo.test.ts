import { describe, expect, it } from 'vitest';
import { carryOn, stations } from '../support/applicant.ts';
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
});
