import { beforeAll, describe, expect, it } from 'vitest';
import { judge } from '../../src/engine/judge.ts';
import { understand } from '../../src/engine/understand/understand.ts';
import { Criterion, Fact } from '../../src/model/pack/eligibility.ts';
import type { Pack } from '../../src/model/pack/pack.ts';
import { noticeAt, yunxiFolder } from '../support/packs.ts';

const facts = [
  {
    id: 'income',
    type: 'money',
    nouns: ['主营', '主营业务收入', '营收', '销售额'],
  },
  { id: 'staff', type: 'number', unit: '人', nouns: ['研发人员', '职工'] },
  { id: 'founded', type: 'year', nouns: ['成立', '建厂', '开办'] },
  { id: 'licensed', type: 'date', nouns: ['取证', '发证日期'] },
  { id: 'share', type: 'ratio', nouns: ['研发占比', '持股', '占比'] },
].map(each => Fact.parse({ ...each, title: each.id, ask: each.id, clause: '通知·一' }));

const criteria = [
  { fact: 'income', require: { fact: 'income', atLeast: 20_000_000 } },
  { fact: 'staff', require: { fact: 'staff', atMost: 300 } },
  { fact: 'founded', require: { fact: 'founded', before: 2020 } },
  {
    fact: 'licensed',
    require: { fact: 'licensed', within: ['2021-01-01', '2022-12-31'] },
  },
  { fact: 'share', require: { fact: 'share', atLeast: 0.03 } },
].map(each =>
  Criterion.parse({
    ...each,
    id: each.fact,
    kind: 'gate',
    title: each.fact,
    clause: '通知·一',
    quote: '',
  }),
);

let pack: Pack;
beforeAll(async () => {
  pack = {
    ...(await noticeAt(yunxiFolder)).pack,
    eligibility: { facts, criteria },
  };
});

const readAll = (text: string, asks: string | null = null) =>
  Object.fromEntries(
    understand(pack, text, asks === null ? null : { kind: 'fact', id: asks }, '2022-09-01').facts.map(
      ({ fact, value }) => [fact, value],
    ),
  );

describe('a measured fact beside its noun', () => {
  it.each<[string, Record<string, number | string | null>]>([
    ['去年主营1800万', { income: 18_000_000 }],
    ['主营业务收入三千万元左右', { income: 30_000_000 }],
    ['营收1.2亿', { income: 120_000_000 }],
    ['我们2015年成立，职工85人', { founded: 2015, staff: 85 }],
    ['1958年建厂的', { founded: 1958 }],
    ['研发占比三成', { share: 0.3 }],
    ['研发占比百分之五', { share: 0.05 }],
    ['占比4.5%', { share: 0.045 }],
    ['2022年3月5日取证', { licensed: '2022-03-05' }],
    ['销售额不清楚', { income: null }],
    ['主营要多少才行', {}],
    ['合作单位主营3000万', {}],
    ['如果主营3000万能报吗', {}],
    ['主营不到2000万', {}],
  ])('%s', (text, value) => {
    expect(readAll(text)).toEqual(value);
  });
});

describe('a measured fact that was asked for', () => {
  it.each<[string, string, number | string | null | undefined]>([
    ['income', '1800万', 18_000_000],
    ['income', '大概三千万吧', 30_000_000],
    ['income', '不知道', null],
    ['income', '好的', undefined],
    ['staff', '12人', 12],
    ['staff', '二十来个人', 20],
    ['founded', '1958年开的', 1958],
    ['founded', '去年', 2021],
    ['licensed', '2022.3.5', '2022-03-05'],
    ['share', '三成', 0.3],
    ['share', '1:0.5', 2],
    ['income', '3000万够吗', undefined],
  ])('%s: %s', (fact, text, value) => {
    expect(readAll(text, fact)[fact]).toBe(value);
  });
});

describe('criteria that compare', () => {
  const good = {
    income: 20_000_000,
    staff: 300,
    founded: 2019,
    licensed: '2021-01-01',
    share: 0.03,
  };
  it('are met at their bounds', () => {
    expect(judge(pack, good, null).outcome).toBe('eligible');
  });
  it.each(
    Object.entries({
      income: 19_999_999,
      staff: 301,
      founded: 2020,
      licensed: '2023-01-01',
      share: 0.0299,
    }),
  )('fail beyond the bound: %s %s', (fact, value) => {
    expect(judge(pack, { ...good, [fact]: value }, null).unmet.map(({ fact: id }) => id)).toEqual([fact]);
  });
  it('ask for what is not known, and take 不清楚 for unknown', () => {
    expect(judge(pack, {}, null).ask).toEqual(facts.map(({ id }) => id));
    expect(judge(pack, { ...good, income: null }, null).unknown.map(({ fact }) => fact)).toEqual(['income']);
  });
});
