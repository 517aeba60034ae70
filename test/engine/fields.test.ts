import { describe, expect, it } from 'vitest';
import { readField } from '../../src/engine/fields/registry.ts';
import { refusalText } from '../../src/engine/fields/value.ts';
import { type FieldKind, fieldKinds } from '../../src/model/pack/field-kinds.ts';
import { Field } from '../../src/model/pack/form.ts';
import { fixtures } from './field-fixtures.ts';

const around = { today: '2022-09-01', areaCode: '023' };

const field = (kind: FieldKind, more: Partial<Field> = {}): Field =>
  Field.parse({
    id: 'f',
    label: '栏目',
    kind,
    clause: '附件1·一',
    ...(fieldKinds[kind].needs === 'options'
      ? {
          options: [
            { value: '企业', aliases: ['公司'] },
            { value: '其它', aliases: ['其他'] },
          ],
        }
      : {}),
    ...(fieldKinds[kind].needs === 'compose'
      ? { compose: { before: '重庆市万州区', after: '技术创新中心', clause: '办法·第二十七条' } }
      : {}),
    ...more,
  });

describe.each(Object.entries(fixtures) as [FieldKind, (typeof fixtures)[FieldKind]][])(
  'a field of kind %s',
  (kind, { taken, refused }) => {
    it.each(taken.map(([typed, value]) => [typed, value]))('takes %j and writes %j', (typed, value) => {
      expect(readField(field(kind), typed, around)).toMatchObject({ ok: true, value });
    });

    it('takes its own example as it stands', () => {
      const { example } = fieldKinds[kind];
      const value = kind === 'composed' ? `重庆市万州区${example}技术创新中心` : example;
      if (example) expect(readField(field(kind), example, around)).toMatchObject({ ok: true, value });
    });

    it('writes a value it wrote itself the same way again', () => {
      for (const [, value] of taken) {
        expect(readField(field(kind), value, around)).toMatchObject({ ok: true, value });
      }
    });

    it.each(refused.map(([typed, refusal]) => [typed.slice(0, 30), refusal, typed]))(
      'refuses %j as %s',
      (_shown, refusal, typed) => {
        expect(readField(field(kind), typed, around)).toMatchObject({ ok: false, refusal });
      },
    );

    it('comes to an end with 100,000 characters of every sort', () => {
      for (const character of ['啊', ' ', '年', '月', '"', '。', '-', '1', '☑', '\u202e', '<', '万州区']) {
        const text = `1${character.repeat(100_000)}b`;
        const read = readField(field(kind), text, around);
        if (read.ok) expect(read.value.length).toBeLessThanOrEqual(100_002);
      }
    });
  },
);

describe('words said over and over', () => {
  const repeated = [
    '那就',
    '我想要',
    '请帮我',
    '人工客服',
    '填写',
    '已被',
    '不支持的',
    '合并转发',
    'messages ',
    '我们',
    '这个',
    '应该',
    '不太会',
    '开会去',
  ];

  it.each(repeated)('%s is read at once, whatever stands behind it', word => {
    for (const kind of Object.keys(fieldKinds) as FieldKind[])
      readField(field(kind), `${word.repeat(60).slice(0, 58)}嗯`, around);
  });
});

describe('a limit set by the author', () => {
  it('counts characters as people do', () => {
    const short = field('line', { max: 3 });
    expect(readField(short, '𠮷𠮷𠮷', around)).toMatchObject({ ok: true });
    expect(readField(short, '四个字符', around)).toEqual({ ok: false, refusal: 'too-long' });
  });
});

describe('a line for a name', () => {
  const name = field('line', { label: '单位名称' });

  it.each(['企业', '公司', '醫院'])('takes %s for no name', typed => {
    expect(readField(name, typed, around)).toMatchObject({ ok: false, refusal: 'too-general' });
  });

  it.each(['重庆市万州区样例路1号', '天城大道12号3栋', '样例街道5号楼502室'])(
    'sees the address in %s',
    typed => {
      expect(readField(name, typed, around)).toMatchObject({ ok: false, refusal: 'address' });
    },
  );

  it.each(['重庆三峡样例食品有限公司', '万州区第1中学', '三峡1号科技有限公司'])('takes %s', typed => {
    expect(readField(name, typed, around)).toMatchObject({ ok: true, value: typed });
  });

  it('and one for an address takes no bare noun', () => {
    const place = field('line', { label: '通讯地址' });
    expect(readField(place, '醫院', around)).toMatchObject({ ok: false, refusal: 'too-general' });
    expect(readField(place, '地址在万州区天城大道1号', around)).toMatchObject({
      ok: true,
      value: '万州区天城大道1号',
    });
  });
});

describe('a unit the form prints', () => {
  it('is not written again, and another one is not taken for it', () => {
    const people = field('number', { unit: '人' });
    expect(readField(people, '12人', around)).toMatchObject({ ok: true, value: '12' });
    expect(readField(people, '12个', around)).toMatchObject({ ok: false, refusal: 'unit' });
    expect(refusalText({ wording: {} }, people, 'unit')).toContain('“人”');
  });

  it.each([
    ['1800万元', '1800'],
    ['1800', '1800'],
    ['18000000元', '1800'],
    ['三百万', '300'],
    ['0.5亿元', '5000'],
  ])('takes the sum %s as %s 万元', (typed, value) => {
    expect(readField(field('money', { unit: '万元' }), typed, around)).toMatchObject({ ok: true, value });
  });
});

describe('a refusal', () => {
  it('says what is expected, with an example of the field or else of its kind', () => {
    const email = field('email');
    expect(refusalText({ wording: {} }, email, 'shape')).toContain('电子邮箱，例如 keji@example.com');
    const own = field('email', { example: 'a@b.cn' });
    expect(refusalText({ wording: {} }, own, 'shape')).toContain('电子邮箱，例如 a@b.cn');
  });
});

describe('whether a value was changed', () => {
  it('says so beyond blanks', () => {
    expect(readField(field('line'), ' 天 城 ', around)).toMatchObject({ changed: false });
    expect(readField(field('date'), '9月1日', around)).toMatchObject({ changed: true });
  });
});

describe('a day of the lunar calendar', () => {
  const read = (typed: string, today = '2022-09-01') =>
    readField(field('date'), typed, { today, areaCode: null });

  it.each([
    ['农历八月初五', ['2022年8月31日']],
    ['阴历八月十五', ['2022年9月10日']],
    ['农历壬寅年八月初一', ['2022年8月27日']],
    ['旧历二〇二二年七月三十', []],
    ['正月十五', ['2022年2月15日']],
    ['腊月廿三', ['2023年1月14日']],
  ])('%s is offered as the day it is', (typed, choices) => {
    const { choices: offered = [], ...rest } = read(typed) as {
      choices?: readonly string[];
      refusal: string;
    };
    expect([rest.refusal, offered]).toEqual([choices.length > 0 ? 'lunar' : 'bad-date', choices]);
  });

  it('of a month that comes twice is one of two, unless it says of which', () => {
    expect(read('农历二月初一', '2023-02-01')).toMatchObject({ choices: ['2023年2月20日', '2023年3月22日'] });
    expect(read('农历闰二月初一', '2023-02-01')).toMatchObject({ choices: ['2023年3月22日'] });
  });

  it('is no reading of a month of the civil one', () => {
    expect(read('八月十五日')).toMatchObject({ ok: true, value: '2022年8月15日' });
  });
});

it('a number that is only about so many is offered where it may be meant just so', () => {
  const people = field('number', { unit: '人' });
  expect(readField(people, '约30人', around)).toMatchObject({ refusal: 'inexact', choices: ['30'] });
  for (const typed of ['不到30人', '二十多人', '3-5人', '十来个'])
    expect(readField(people, typed, around)).toEqual({ ok: false, refusal: 'inexact' });
});
