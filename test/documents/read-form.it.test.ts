import fc from 'fast-check';
import PizZip from 'pizzip';
import { describe, expect, it } from 'vitest';
import { printable } from '../../src/documents/form-data.ts';
import { type FormReading, readForm } from '../../src/documents/read-form.ts';
import { renderForm } from '../../src/documents/render-form.ts';
import { completeAnswers, dataFor, type FormFixture, pilot, wanzhou, workshop } from './forms.ts';
import { type HandFilled, handFilled } from './office-form.ts';

const whole = async (bytes: Uint8Array, { form }: FormFixture = wanzhou): Promise<FormReading> => {
  const result = await readForm(bytes, form);
  if (!result.ok) {
    throw new Error(result.issues[0]!.code);
  }
  return result.value;
};

const read = async (bytes: Uint8Array, fixture: FormFixture = wanzhou) => {
  const { values, doubtful } = await whole(bytes, fixture);
  return { values, doubtful };
};

const blocks = (title: string, duties = ''): HandFilled['partners'][number] => ({
  title,
  cells: ['', '', ''],
  duties,
});

const blank: HandFilled = {
  cover: [
    '中心名称：____________',
    '技术领域：______',
    '负 责 人：______',
    '建设主体单位：____',
    '申请日期：  年  月  日',
  ],
  nature: [{ box: 'empty' }, '高等学校  ', { box: 'empty' }, '科研院所  ', { box: 'empty' }, '企业'],
  domain: '☐先进制造  ☐绿色低碳  ☐山地特色农业  ☐大健康  ☐其他',
  partners: [blocks('（单位名称）'), blocks('（单位名称）')],
};

describe('a form rendered and read again', () => {
  it.each([0, 1, 2, 4])('gives back every answer, with %i partners', async partners => {
    const answers = completeAnswers(wanzhou.form, { partners });
    const bytes = renderForm(wanzhou.template, dataFor(wanzhou, answers, { partners }));
    expect(await read(bytes)).toEqual({ values: answers, doubtful: [] });
  });

  it('gives back every answer of another office', async () => {
    const answers = completeAnswers(workshop.form, { inheritors: 3 });
    const bytes = renderForm(workshop.template, dataFor(workshop, answers, { inheritors: 3 }));
    expect(await read(bytes, workshop)).toEqual({ values: answers, doubtful: [] });
  });

  it('gives back a table of years and figures, and a list with a row for each entry', async () => {
    const years = ['2024年', '2025年', '2026年'];
    const answers = {
      ...Object.fromEntries(
        ['revenue', 'rd', 'people'].flatMap((column, i) =>
          years.map((year, j) => [`${column}_${year}`, `${100 * (i + 1) + j}`]),
        ),
      ),
      'equipment.0.name': '挤出机',
      'equipment.0.worth': '12',
      'equipment.0.bought': '2020年5月',
      'equipment.1.name': '混料机',
      'equipment.1.worth': '3',
      'equipment.2.name': '烘箱',
    };
    const bytes = renderForm(pilot.template, dataFor(pilot, answers, { equipment: 3 }));
    const { values, doubtful } = await read(bytes, pilot);
    expect(values).toMatchObject(answers);
    expect(Object.keys(values).filter(id => id.startsWith('equipment.3'))).toEqual([]);
    expect(doubtful).toEqual([]);
  });

  it('gives nothing for a blank form', async () => {
    expect(await read(renderForm(wanzhou.template, dataFor(wanzhou, {})))).toEqual({
      values: {},
      doubtful: [],
    });
  });

  it('gives back whatever can be printed', async () => {
    const anything = fc.string({ unit: 'binary', maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(anything, anything, async (prose, duties) => {
        const answers = { rdSituation: prose, goals: `甲${prose}`, 'partners.0.duties': `乙${duties}` };
        const { values } = await read(
          renderForm(wanzhou.template, dataFor(wanzhou, answers, { partners: 1 })),
        );
        // Underscores are what a blank is printed with, and U+FFFC a picture that is no text.
        const text = printable(prose).replaceAll('\ufffc', '');
        expect(values.rdSituation ?? '').toBe(/^[\s_＿]*$/.test(text) ? '' : text);
        expect(values.goals).toBe(printable(`甲${prose}`).replaceAll('\ufffc', ''));
        expect(values['partners.0.duties']).toBe(printable(`乙${duties}`).replaceAll('\ufffc', ''));
      }),
      { numRuns: 60 },
    );
  });

  it('takes a numbered answer for an answer, not for a heading', async () => {
    const answers = {
      'partners.0.name': '甲大学',
      'partners.0.duties': '一、负责基础研究。\n二、负责标准制定。',
      'partners.1.name': '乙研究院',
      'partners.1.duties': '四、建设主体单位意见',
    };
    const bytes = renderForm(wanzhou.template, dataFor(wanzhou, answers, { partners: 2 }));
    expect((await read(bytes)).values).toEqual(answers);
  });
});

describe("the office's blank form, filled in by hand", () => {
  it('is empty while it is blank', async () => {
    expect(await read(await handFilled(blank))).toEqual({ values: {}, doubtful: [] });
  });

  it('is read by its labels', async () => {
    const bytes = await handFilled({
      cover: [
        '中心名称：重庆市万州区榨菜技术创新中心____',
        '技术领域： 食品加工',
        '负 责 人：王小明   ',
        '建设主体单位：甲公司',
        '申请日期：2022年9月1日',
      ],
      nature: [{ box: 'empty' }, '高等学校  ', { box: 'ticked' }, '企业  ', { box: 'empty' }, '其它'],
      domain: '先进制造  绿色低碳  山地特色农业  大健康  其他√',
      partners: [
        {
          title: '（单位名称）\n乙大学',
          cells: ['高等学校', '万州区沙龙路\n780号', '赵六 023-58102222'],
          duties: '基础研究',
        },
        { title: '丙研究院', cells: ['科研院所', '', '钱七，13800138000'], duties: '中试' },
      ],
      rows: {
        单位名称: '甲公司',
        单位通讯地址: '万州区甲路1号',
        单位联系电话: '023—58220000',
        法人代表: '张三',
        联系人: '李四',
        创新团队建设情况: '第一段\n第二段',
        中心名称: '重庆市万州区榨菜技术创新中心',
        中心通讯地址: '万州区乙路2号',
        中心联系电话: '13900139000',
        责任人: '王小明',
      },
    });
    expect(await read(bytes)).toEqual({
      values: {
        centerName: '重庆市万州区榨菜技术创新中心',
        domain: '食品加工',
        leader: '王小明',
        unitName: '甲公司',
        applyDate: '2022年9月1日',
        unitAddress: '万州区甲路1号',
        unitNature: '企业',
        legalPerson: '张三',
        contactPerson: '李四',
        contactPhone: '023—58220000',
        team: '第一段\n第二段',
        centerAddress: '万州区乙路2号',
        leaderPhone: '13900139000',
        domainBox: '其他',
        'partners.0.name': '乙大学',
        'partners.0.nature': '高等学校',
        'partners.0.address': '万州区沙龙路780号',
        'partners.0.contact': '赵六',
        'partners.0.phone': '023-58102222',
        'partners.0.duties': '基础研究',
        'partners.1.name': '丙研究院',
        'partners.1.nature': '科研院所',
        'partners.1.contact': '钱七',
        'partners.1.phone': '13800138000',
        'partners.1.duties': '中试',
      },
      doubtful: [],
    });
  });

  it('names what has to be confirmed', async () => {
    const { values, doubtful } = await read(
      await handFilled({
        ...blank,
        cover: ['建设主体单位：甲公司'],
        nature: [{ box: 'ticked' }, '高等学校  ', { box: 'ticked' }, '企业'],
        domain: '新能源汽车',
        partners: [{ title: '乙大学', cells: ['', '', '赵六'], duties: '' }],
        rows: { 单位名称: '甲股份公司' },
      }),
    );
    expect(values.unitName).toBe('甲股份公司');
    expect(values).not.toHaveProperty('unitNature');
    expect(doubtful.toSorted()).toEqual(['domainBox', 'partners.0.contact', 'unitName', 'unitNature']);
  });

  it('counts only the partners that are filled in', async () => {
    const { values } = await read(
      await handFilled({ ...blank, partners: [blocks('（单位名称）'), blocks('丙研究院', '中试')] }),
    );
    expect(values).toEqual({ 'partners.0.name': '丙研究院', 'partners.0.duties': '中试' });
  });
});

describe('what is no such form', () => {
  const issueOf = async (bytes: Uint8Array) => {
    const result = await readForm(bytes, wanzhou.form);
    return result.ok ? null : result.issues[0]!.code;
  };
  const changed = (name: string, content: string): Uint8Array => {
    const zip = new PizZip(wanzhou.template);
    zip.file(name, content);
    return zip.generate({ type: 'uint8array', compression: 'DEFLATE' });
  };

  const letter = (text: string): string =>
    `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:body></w:document>`;

  it('is said to be something else', async () => {
    expect(await issueOf(changed('word/document.xml', letter('您好')))).toBe('file:not-the-form');
    expect(await issueOf(changed('word/document.xml', letter('一、建设主体单位基本信息')))).toBeNull();
  });

  it.each([
    ['bytes that are no archive', new TextEncoder().encode('%PDF-1.7')],
    ['an archive cut short', wanzhou.template.subarray(0, 5000)],
    ['markup that is broken', changed('word/document.xml', '<w:document><w:body>')],
    [
      'a document type, which could declare entities',
      changed('word/document.xml', `<!DOCTYPE x []>${letter('一、建设主体单位基本信息')}`),
    ],
    [
      'markup nested beyond reason',
      changed('word/document.xml', `${'<w:p>'.repeat(20_000)}${'</w:p>'.repeat(20_000)}`),
    ],
  ])('is refused as data: %s', async (_, bytes) => {
    expect(await issueOf(bytes)).toBe('file:unreadable');
  });

  it.each([
    ['too large', letter(' '.repeat(5_000_000))],
    ['made of more tags than any form', letter('<w:br/>'.repeat(110_000))],
  ])('is refused before it is parsed when it is %s', async (_, content) => {
    expect(await issueOf(changed('word/document.xml', content))).toBe('file:too-large');
  });

  it('cannot claim a cell a billion columns wide', async () => {
    const cell = (text: string, span: number) =>
      `<w:tc><w:tcPr><w:gridSpan w:val="${span}"/></w:tcPr><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:tc>`;
    const table = `</w:t></w:r></w:p><w:tbl><w:tr>${cell('单位名称', 1)}${cell('甲公司', 1_000_000_000)}</w:tr></w:tbl><w:p><w:r><w:t>`;
    const { values } = await read(changed('word/document.xml', letter(table)));
    expect(values).toEqual({ unitName: '甲公司' });
  });
});
