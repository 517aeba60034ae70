import { describe, expect, it } from 'vitest';
import type { Field } from '../../src/model/pack/form.ts';
import { templateTags } from '../../src/model/pack/template-tags.ts';
import { textOf } from '../documents/forms.ts';
import { eligibility, form, source, template, unbroken } from './wanzhou.ts';

const section = (id: string) => form.sections.find(candidate => candidate.id === id)!;
const field = (id: string): Field =>
  form.sections.flatMap(({ fields }) => fields).find(candidate => candidate.id === id)!;
const printed = textOf(template);

describe('the fields', () => {
  it('are those of table one, nine', () => {
    expect(section('unit').fields.map(({ label }) => label)).toEqual([
      '单位名称',
      '单位性质',
      '通讯地址',
      '法人代表',
      '联系人',
      '联系电话',
      '创新研发情况',
      '创新团队建设情况',
      '科技成果获得情况',
    ]);
  });

  it('are those of table two, seven, and what only the cover asks', () => {
    const byClause = (clause: string) =>
      section('centre')
        .fields.filter(each => each.clause === clause)
        .map(({ label }) => label);
    expect(byClause('附件1·二').toSorted()).toEqual(
      [
        '中心名称',
        '技术领域',
        '负责人',
        '联系电话',
        '通讯地址',
        '技术实力',
        '主要建设内容和预期目标',
      ].toSorted(),
    );
    expect(byClause('附件1·封面')).toEqual(['技术领域', '申请日期']);
    expect(field('leader').aliases).toContain('责任人');
  });

  it('are six for each partner', () => {
    expect(section('partners').fields.map(({ label }) => label)).toEqual([
      '单位名称',
      '单位性质',
      '通讯地址',
      '联系人',
      '联系电话',
      '职责分工',
    ]);
    expect(section('partners').repeat).toMatchObject({ printed: 2, fact: 'joint' });
  });

  it('have labels and options that the office prints', () => {
    for (const { label, options } of form.sections.flatMap(({ fields }) => fields)) {
      expect(unbroken).toContain(label.replace(/\s/g, ''));
      for (const { value } of options ?? []) {
        expect(unbroken).toContain(`(${value}`);
      }
    }
  });

  it('mark every person and phone as personal data, and nothing else', () => {
    for (const { id, kind, personal } of form.sections.flatMap(({ fields }) => fields)) {
      expect([id, personal]).toEqual([id, kind === 'person' || kind === 'phone']);
    }
  });

  it('set no length limit on prose, because the notice sets none', () => {
    const prose = form.sections.flatMap(({ fields }) => fields).filter(({ kind }) => kind === 'paragraph');
    expect(prose.filter(({ max }) => max !== undefined)).toEqual([]);
  });

  it('name the centre after 第二十七条', () => {
    const { before, after, clause } = field('centerName').compose!;
    expect(clause).toBe('办法·第二十七条');
    expect(source).toContain(`“${before}XXX${after}”`);
  });
});

describe('what eligibility suggests for the form', () => {
  const domains = eligibility.facts.find(({ id }) => id === 'field')!.options!.map(({ value }) => value);

  it('has a box for every domain, and says where the notice does not state it', () => {
    const { map } = field('domainBox').from!;
    expect(Object.keys(map)).toEqual(domains);
    for (const [domain, { value, note }] of Object.entries(map)) {
      if (domain !== value) {
        expect(note).toContain('通知未说明此对应关系');
      }
    }
    expect(map.食品加工).toMatchObject({ value: '其他' });
  });

  it('carries 食品加工 on the cover, where the text is free', () => {
    expect(field('domain').kind).toBe('line');
    expect(field('domain').from!.map.食品加工).toEqual({ value: '食品加工' });
  });

  it('knows that the form says 高等学校 and 其它', () => {
    expect(field('unitNature').from!.map).toMatchObject({
      高等院校: { value: '高等学校' },
      其他: { value: '其它' },
    });
  });
});

describe('the papers', () => {
  it('are the five of all documents together', () => {
    expect(form.checklist.map(({ id, how, when }) => [id, how, when])).toEqual([
      ['application', 'generated', 'always'],
      ['plan', 'prepared', 'always'],
      ['recommendation', 'obtained', 'always'],
      ['agreement', 'obtained', 'has-group'],
      ['evidence', 'prepared', 'always'],
    ]);
  });

  it('ask the plan for the outline of 附件2 and for what only 第十条 demands', () => {
    const { points } = form.checklist.find(({ id }) => id === 'plan')!;
    expect(points.map(({ clause }) => clause)).toEqual([
      ...['一', '二', '三', '四', '五', '六', '七'].map(numeral => `附件2·${numeral}`),
      '办法·第十条2',
      '办法·第十条2',
    ]);
    expect(points.slice(-2).map(({ text }) => text)).toEqual(['考核指标', '利益分配机制']);
  });

  it('stop a joint build without its agreement', () => {
    expect(form.checklist.filter(({ blocks }) => blocks).map(({ id, blocks }) => [id, blocks])).toEqual([
      ['agreement', { fact: 'jointAgreement' }],
    ]);
  });

  it('list signatures and seals in the order to obtain them, with the one the form has no place for', () => {
    expect(form.blanks.map(({ id }) => id)).toEqual([
      'leaderSignature',
      'legalPersonSeal',
      'unitSeal',
      'partnerSeals',
      'recommendation',
      'bureauOpinion',
    ]);
    expect(form.blanks[0]).toMatchObject({ cites: [{ clause: '附件1·说明五' }] });
    expect(form.blanks[0]!.note).toContain('没有印');
  });
});

describe('the Word template', () => {
  it('prints every field with the tags that exist, and marks rehearsals', () => {
    const used = new Set([...printed.matchAll(/【[#^/]?([^】]+)】/g)].map(match => match[1]!));
    const known = templateTags(form);
    expect([...used].filter(tag => !known.has(tag))).toEqual([]);
    for (const { id, options } of form.sections.flatMap(({ fields }) => fields)) {
      const tags =
        options && !used.has(id) ? options.map(({ value }) => `box.${id}.${value}`) : [id, `lines.${id}`];
      expect(options ? tags.every(tag => used.has(tag)) : tags.some(tag => used.has(tag))).toBe(true);
    }
    expect(used).toContain('mark');
  });

  it.each([
    '重庆市万州区科学技术局制',
    '二○二二年八月',
    '文字阐述应清晰、简明扼要、重点突出。',
    '具有为技术创新中心建设提供良好科研条件和充足匹配经费的能力。',
    '申请的万州区技术创新中心符合重庆市万州区科学技术局发布的技术创新中心申报要求。',
    '申请书中未列但需要说明的内容可另加附页，相关证明材料作为附件一同上报。',
    '建设主体单位法人需在相应部分签章；建设主体单位和合作单位需在相应部分盖章。',
    '同意合作建设万州区技术创新中心，保证对参加合作人员、时间及工作条件的支持，督促其按计划完成所承担的任务。',
    ...form.commitments.map(({ quote }) => quote),
  ])('prints verbatim: %s', sentence => {
    expect(source).toContain(sentence);
    expect(printed).toContain(sentence);
  });

  it('has the headings of 附件1 in their order', () => {
    const headings = [
      '一、建设主体单位基本信息',
      '二、技术创新中心基本信息',
      '三、主要合作单位信息',
      '四、建设主体单位意见',
      '五、合作单位意见',
      '六、有关部门推荐意见',
      '七、区科学技术局意见',
    ];
    const places = headings.map(heading => printed.indexOf(heading));
    expect(places.every(place => place >= 0)).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    for (const heading of headings) {
      expect(source).toContain(heading);
    }
  });

  it('puts no tag where pen and seal go', () => {
    const opinions = printed.slice(
      printed.indexOf('六、有关部门推荐意见'),
      printed.indexOf('七、区科学技术局意见') + 200,
    );
    expect(opinions).not.toMatch(/【(?!mark)/);
  });
});
