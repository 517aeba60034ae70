import { describe, expect, it } from 'vitest';
import { stored, waitingAt } from '../support/waiting-at.ts';

describe('prose that stands is added to by its name', () => {
  it.each([
    '补充研发情况：新增市级项目2项。',
    '再补充一下创新研发情况：新增市级项目2项。',
    '追加研发情况：新增市级项目2项。',
  ])('at another question: %s', async text => {
    const driver = await waitingAt('field:achievements');
    const [team, before] = [stored(driver, 'team'), stored(driver, 'rdSituation')];
    driver.say(text);
    expect(stored(driver, 'rdSituation')).toBe(`${before}\n新增市级项目2项。`);
    expect(stored(driver, 'team')).toBe(team);
    driver.say('撤销');
    expect(stored(driver, 'rdSituation')).toBe(before);
  });

  it('and nothing is where the name is of no prose', async () => {
    const driver = await waitingAt('field:achievements');
    const before = driver.session.answers;
    driver.say('补充联系电话：023-58229999');
    expect(stored(driver, 'rdSituation')).toBe(before.rdSituation?.value);
    expect(stored(driver, 'team')).not.toContain('58229999');
  });
});
