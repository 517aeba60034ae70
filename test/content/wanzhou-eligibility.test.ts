import { describe, expect, it } from 'vitest';
import { readFact as readIn } from '../../src/engine/understand/understand.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';
import { eligibility } from './wanzhou.ts';

const { pack } = await noticeAt(wanzhouFolder);
const readFact = ({ id }: { id: string }, text: string) => readIn(pack, id, text, '2022-09-01');

const fact = (id: string) => eligibility.facts.find(candidate => candidate.id === id)!;

describe('the facts outside programs rely on', () => {
  it('have exactly these ids, kinds and values', () => {
    const shape = eligibility.facts.map(({ id, type, options }) => [
      id,
      options?.map(({ value }) => value) ?? type,
    ]);
    expect(Object.fromEntries(shape)).toEqual({
      unitType: ['企业', '高等院校', '科研院所', '医疗卫生单位', '其他'],
      registeredInWanzhou: 'boolean',
      independentLegalPerson: 'boolean',
      aboveScale: 'boolean',
      badCredit3y: 'boolean',
      majorViolation3y: 'boolean',
      majorQualityAccident3y: 'boolean',
      safetyAccident3y: 'boolean',
      revokedWithin3y: 'boolean',
      field: ['先进制造', '食品加工', '节能减碳', '山地农业', '大健康', '其他'],
      joint: 'boolean',
      jointAgreement: 'boolean',
      boardPlanned: 'boolean',
      expertCommitteePlanned: 'boolean',
      stableTeam: 'boolean',
    });
  });
});

describe('the criteria', () => {
  const facts = (kind: string) =>
    eligibility.criteria
      .filter(criterion => criterion.kind === kind)
      .map(({ fact, clause }) => [fact, clause]);

  it('gate only on 通知·三(一), the ban and the domain', () => {
    expect(facts('gate')).toEqual([
      ['unitType', '通知·三(一)'],
      ['registeredInWanzhou', '通知·三(一)'],
      ['independentLegalPerson', '通知·三(一)'],
      ['aboveScale', '通知·三(一)'],
      ['badCredit3y', '通知·三(一)'],
      ['majorViolation3y', '通知·三(一)'],
      ['majorQualityAccident3y', '通知·三(一)'],
      ['safetyAccident3y', '通知·三(一)'],
      ['revokedWithin3y', '办法·第二十五条'],
      ['field', '通知·一'],
    ]);
  });

  it('let agreement, board and expert committee be prepared', () => {
    expect(facts('preparation')).toEqual([
      ['jointAgreement', '办法·第九条4'],
      ['boardPlanned', '通知·三(六)'],
      ['expertCommitteePlanned', '通知·三(六)'],
    ]);
  });

  it('leave 三(二) to 三(五) to the experts, without a rule', () => {
    expect(facts('judged').map(([, clause]) => clause)).toEqual([
      '通知·三(二)',
      '通知·三(三)',
      '通知·三(四)',
      '通知·三(五)',
    ]);
    expect(eligibility.criteria.filter(({ kind, require }) => kind === 'judged' && require)).toEqual([]);
  });
});

describe('the questions', () => {
  it.each([
    ['safetyAccident3y', '较大及以上安全事故'],
    ['majorQualityAccident3y', '重大质量事故'],
    ['majorViolation3y', '重大违法行为'],
    ['aboveScale', '规模以上企业'],
    ['badCredit3y', '近三年'],
    ['revokedWithin3y', '3年内'],
  ])('of %s keeps the threshold in its words: %s', (id, words) => {
    expect(fact(id).ask).toContain(words);
  });

  it('invent no number for what the notice does not define', () => {
    const asked = eligibility.facts.map(({ ask, help }) => `${ask}${help ?? ''}`).join('');
    expect(new Set(asked.match(/\d+/g))).toEqual(new Set(['3']));
    expect(asked).not.toContain('万元');
  });
});

describe('what people answer', () => {
  it.each<[string, string, string | boolean]>([
    ['unitType', '我们是医院', '医疗卫生单位'],
    ['unitType', '我们是农业科学院', '科研院所'],
    ['unitType', '重庆三峡学院', '高等院校'],
    ['unitType', '农民专业合作社', '其他'],
    ['unitType', '一家食品公司', '企业'],
    ['field', '做榨菜的', '食品加工'],
    ['field', '预制菜', '食品加工'],
    ['field', '柑橘种植', '山地农业'],
    ['field', '柑橘加工', '食品加工'],
    ['field', '汽配', '先进制造'],
    ['field', '中药', '大健康'],
    ['field', '中药材种植', '山地农业'],
    ['field', '光伏', '节能减碳'],
    ['registeredInWanzhou', '注册在万州', true],
    ['registeredInWanzhou', '没在万州注册', false],
    ['registeredInWanzhou', '我们不是万州的', false],
    ['independentLegalPerson', '没有独立法人资格', false],
    ['independentLegalPerson', '我们是独立法人', true],
    ['independentLegalPerson', '我们没有分公司，是独立法人', true],
    ['aboveScale', '还不是规上企业', false],
    ['aboveScale', '我们是规上企业', true],
    ['aboveScale', '没达到规模以上', false],
    ['badCredit3y', '没有不良信用记录', false],
    ['badCredit3y', '有不良信用记录', true],
    ['badCredit3y', '信用良好', false],
    ['majorViolation3y', '没发生过重大违法行为', false],
    ['majorViolation3y', '发生过重大违法行为', true],
    ['majorQualityAccident3y', '没有出过事', false],
    ['safetyAccident3y', '没有出过较大安全事故', false],
    ['safetyAccident3y', '只有一般事故', false],
    ['safetyAccident3y', '去年发生过较大安全事故', true],
    ['revokedWithin3y', '没有被撤销过', false],
    ['revokedWithin3y', '去年被撤销过', true],
    ['revokedWithin3y', '第一次申报', false],
    ['joint', '单独申报', false],
    ['joint', '和高校一起', true],
    ['joint', '不联合', false],
    ['jointAgreement', '还没签', false],
    ['jointAgreement', '快签了', false],
    ['jointAgreement', '已经签了', true],
    ['boardPlanned', '正在筹建', true],
    ['boardPlanned', '没有打算', false],
  ])('%s: %s', (id, text, value) => {
    expect(readFact(fact(id), text)).toBe(value);
  });

  it('is read as the list says, for every phrase of every question', () => {
    for (const { id, options } of eligibility.facts) {
      for (const { value, aliases } of options ?? []) {
        expect([value, ...aliases].filter(alias => readFact(fact(id), alias) !== value)).toEqual([]);
      }
    }
  });

  it('is null for an honest 不清楚', () => {
    expect(eligibility.facts.map(each => readFact(each, '不清楚'))).toEqual(
      eligibility.facts.map(() => null),
    );
  });
});
