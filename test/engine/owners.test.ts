import { beforeAll, describe, expect, it } from 'vitest';
import type { Session } from '../../src/model/session.ts';
import { carryOnTo } from '../support/applicant.ts';
import { EngineDriver, textOf } from '../support/engine-driver.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

let filled: EngineDriver;
beforeAll(async () => {
  filled = new EngineDriver(await noticeAt(wanzhouFolder), '2022-09-01');
  carryOnTo(filled, 'review', 0);
  for (const [label, value] of [
    ['法人代表', '何强'],
    ['单位联系人', '吴芳'],
    ['负责人', '郑明'],
    ['单位联系电话', '13800138001'],
    ['负责人电话', '13800138002'],
  ])
    filled.say(`${label}改为${value}`);
});

const valuesOf = ({ answers }: Session): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(answers).map(([id, { value }]) => [id, value]));

describe('a correction that names somebody', () => {
  it.each([
    ['吴芳的电话打错了，是13911112222', 'contactPhone'],
    ['吴老师那个电话不对，应该是13911112222', 'contactPhone'],
    ['郑主任的电话填错了，改成13911112222', 'leaderPhone'],
    ['负责人的电话错了，是13911112222', 'leaderPhone'],
    ['郑明电话写错了 13911112222', 'leaderPhone'],
  ])('%s', (text, place) => {
    const driver = filled.clone();
    const before = valuesOf(driver.session);
    const shown = textOf(driver.say(text));
    expect(valuesOf(driver.session)).toEqual({ ...before, [place]: '13911112222' });
    expect(shown).toContain(`原为“${before[place]}”`);
  });

  it.each([
    '吕老师的电话打错了，是13911112222',
    '何强的电话错了，应该是13911112222',
    '电话填错了，是13911112222',
    '刘总手机号不对，改成13911112222',
  ])('%s: asks which, and takes the choice', text => {
    const driver = filled.clone();
    const before = valuesOf(driver.session);
    const asked = driver.say(text);
    expect(valuesOf(driver.session)).toEqual(before);
    expect(textOf(asked)).toContain('“13911112222”填在哪一项？');
    driver.press(asked, '联系电话（负责人电话）');
    expect(valuesOf(driver.session)).toEqual({ ...before, leaderPhone: '13911112222' });
  });

  it.each([
    ['吴老师的名字写错了，应该是吴方', 'contactPerson', '吴方'],
    ['郑主任名字打错了一个字，应该是郑铭', 'leader', '郑铭'],
  ])('%s', (text, place, value) => {
    const driver = filled.clone();
    const before = valuesOf(driver.session);
    driver.say(text);
    expect(valuesOf(driver.session)).toEqual({ ...before, [place]: value });
  });
});
