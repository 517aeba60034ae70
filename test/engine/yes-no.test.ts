import { beforeAll, describe, expect, it } from 'vitest';
import { readFact } from '../../src/engine/understand/understand.ts';
import type { Pack } from '../../src/model/pack/pack.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

let pack: Pack;
beforeAll(async () => {
  ({ pack } = await noticeAt(wanzhouFolder));
});

const read = (id: string, text: string) => readFact(pack, id, text, '2022-09-01');

describe('an answer to a yes-or-no question', () => {
  it.each(['是', '是的', '是的。', '嗯嗯', '对', '有', '有的呢', '符合', 'YES', 'ok', '１', '✓', ' 是 的 '])(
    'reads %s as yes',
    text => {
      expect(read('independentLegalPerson', text)).toBe(true);
    },
  );

  it.each([
    '否',
    '不是',
    '不是的',
    '没有',
    '没得',
    '无',
    '暂无',
    '还没有',
    '尚未',
    'no',
    '2',
    '没有哦',
    '不是啊！',
  ])('reads %s as no', text => {
    expect(read('independentLegalPerson', text)).toBe(false);
  });

  it.each(['__proto__', 'constructor', 'toString'])('reads nothing in %s', text => {
    expect(read('independentLegalPerson', text)).toBeUndefined();
  });

  it.each(['不清楚', '我不太清楚', '不知道', '我们还不确定', '说不准', '拿不准呢', '不晓得', '3', '待定'])(
    'reads %s as an honest 不清楚',
    text => {
      expect(read('independentLegalPerson', text)).toBeNull();
    },
  );

  it.each([
    ['safetyAccident3y', '没有发生过', false],
    ['safetyAccident3y', '没有出过事', false],
    ['badCredit3y', '信用良好', false],
    ['aboveScale', '我们还不是规上', false],
    ['aboveScale', '我们是规模以上企业', true],
    ['registeredInWanzhou', '注册地不在万州', false],
    ['registeredInWanzhou', '在万州注册的', true],
    ['joint', '就我们一家', false],
    ['jointAgreement', '还没签', false],
    ['revokedWithin3y', '第一次申报', false],
    ['safetyAccident3y', '没出过较大安全事故', false],
    ['independentLegalPerson', '我们只是分公司', false],
    ['independentLegalPerson', '是独立法人，但是不在万州', true],
  ])('of %s: %s means %s', (id, text, value) => {
    expect(read(id, text)).toBe(value);
  });

  it.each(['', '   ', '？？？', '今天天气不错', '4', '12', '是不是要看执照', '是不是独立法人', '<b>是</b>'])(
    'does not guess at %j',
    text => {
      expect(read('independentLegalPerson', text)).toBeUndefined();
    },
  );

  it('is not looked for in a text of 100,000 characters', () => {
    expect(read('registeredInWanzhou', `${'。'.repeat(100_000)}是`)).toBeUndefined();
    expect(read('registeredInWanzhou', `不${'啊'.repeat(100_000)}`)).toBeUndefined();
  });
});

describe('an answer to a choice', () => {
  it.each([
    ['企业', '企业'],
    ['我们是医院', '医疗卫生单位'],
    ['万州区人民医院', '医疗卫生单位'],
    ['重庆三峡学院', '高等院校'],
    ['公司', '企业'],
    ['农民合作社', '其他'],
    ['1', '企业'],
    ['４', '医疗卫生单位'],
    ['☑ 科研院所', '科研院所'],
  ])('reads %s as %s', (text, value) => {
    expect(read('unitType', text)).toBe(value);
  });

  it('takes the number behind the last option for 不清楚', () => {
    expect(read('unitType', '6')).toBeNull();
    expect(read('unitType', '7')).toBeUndefined();
  });

  it.each(['我们不是企业', '企业和医院都有', '0', '这个怎么说呢'])('does not guess at %s', text => {
    expect(read('unitType', text)).toBeUndefined();
  });
});
