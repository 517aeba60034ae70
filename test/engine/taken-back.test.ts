import { describe, expect, it } from 'vitest';
import { understand } from '../../src/engine/understand/understand.ts';
import { plainText } from '../../src/model/plain-text.ts';
import { EngineDriver } from '../support/engine-driver.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

const notice = await noticeAt(wanzhouFolder);
const factsOf = (text: string): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    understand(notice.pack, text, null, '2022-09-01').facts.map(({ fact, value }) => [fact, value]),
  );

describe('a record of trouble', () => {
  it.each([
    '我问的是出过事故还能不能报啊，你没回答我',
    '另外事故是外包队的，不是我们的人，算不算我们头上',
    '事故有的，较大事故，你别给我改成无',
    '我们有失信记录，你们不要写成没有',
  ])('is not made none by what is said to the reader or denies something else: %s', text => {
    expect(Object.values(factsOf(text))).not.toContain(false);
  });

  it.each([
    ['安全事故，没有的，你们放心', 'safetyAccident3y'],
    ['质量事故我们没有，你查嘛', 'majorQualityAccident3y'],
  ])('is none where that is said: %s', (text, fact) => {
    expect(factsOf(text)).toMatchObject({ [fact]: false });
  });

  it('is taken back only after a yes of its own', () => {
    const driver = new EngineDriver(notice, '2022-09-01');
    driver.step({ kind: 'text', text: '我们是企业，去年出过较大安全事故' });
    driver.step({ kind: 'text', text: '是这个意思' });
    expect(driver.session.facts.safetyAccident3y).toBe(true);
    const told = plainText(driver.step({ kind: 'text', text: '说错了，我们没有发生过安全事故' }).shown[0]!);
    expect(told).toContain('原记录为“有”');
    expect(driver.session.facts.safetyAccident3y).toBe(true);
    driver.step({ kind: 'text', text: '不是' });
    expect(driver.session.facts.safetyAccident3y).toBe(true);
  });
});

it.each([
  ['学校那边请几个教授', {}],
  ['就是那个环保罚款', {}],
  ['为啥子要问单位类型嘛', {}],
  ['我们学校那边是搞农业的', { unitType: '高等院校', field: '山地农业' }],
])('a choice is told only where it is told of us: %s', (text, facts) => {
  expect(factsOf(text)).toEqual(facts);
});
