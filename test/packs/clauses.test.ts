import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SourceDocument } from '../../src/model/pack/manifest.ts';
import { splitDocument } from '../../src/packs/clauses.ts';

type Structure = SourceDocument['structure'];

const leaves = (structure: Structure, text: string): Record<string, string> =>
  Object.fromEntries(
    splitDocument('文', structure, text)
      .clauses.filter(clause => clause.leaf)
      .map(clause => [clause.id.slice(2), clause.text]),
  );

describe('splitting a notice', () => {
  it('finds title, addressees, preamble, sections, annexes, signature and imprint', () => {
    const text = [
      '某局关于申报的通知',
      '各区县局，各单位：',
      '现将有关事项通知如下：',
      '一、对象',
      '（一）企业。',
      '1．小型；',
      '2．大型。',
      '（二）医院。',
      '二、时间',
      '9月前。',
      '附件：1．表',
      '2．提纲',
      '某局',
      '2030年1月2日',
      '某局办公室　2030年1月3日印发',
    ].join('\n');
    expect(leaves('notice', text)).toEqual({
      标题: '某局关于申报的通知\n',
      主送: '各区县局，各单位：\n',
      前言: '现将有关事项通知如下：\n',
      一·导语: '一、对象\n',
      '一(一)·导语': '（一）企业。\n',
      '一(一)1': '1．小型；\n',
      '一(一)2': '2．大型。\n',
      '一(二)': '（二）医院。\n',
      二: '二、时间\n9月前。\n',
      附件: '附件：1．表\n2．提纲\n',
      落款: '某局\n2030年1月2日\n',
      版记: '某局办公室　2030年1月3日印发',
    });
  });

  it('does not take a sentence that begins with a number for a section', () => {
    const text = '通知\n一、甲\n第三、也要注意。\n5．8万元以内。\n1.5倍。\n二、乙\n';
    expect(Object.keys(leaves('notice', text))).toEqual(['标题', '一', '二']);
  });

  it('notes a gap in the numbering and reads on', () => {
    const { clauses, notes } = splitDocument('文', 'notice', '通知\n一、甲\n三、丙\n四、丁\n');
    expect(clauses.map(clause => clause.id)).toEqual(['文', '文·标题', '文·一', '文·三', '文·四']);
    expect(notes).toEqual([{ line: 3, message: '编号从 1 跳到 3（三）' }]);
  });

  it('keeps Windows line ends and a missing last line end', () => {
    const text = '通知\r\n一、甲\r\n（一）乙';
    expect(leaves('notice', text)).toEqual({ 标题: '通知\r\n', 一·导语: '一、甲\r\n', '一(一)': '（一）乙' });
  });

  it('gives a text without any numbering back whole', () => {
    expect(leaves('notice', '随便写的一句话')).toEqual({ 标题: '随便写的一句话' });
    expect(leaves('articles', '没有条文')).toEqual({ 标题: '没有条文' });
  });
});

describe('splitting a form', () => {
  it('tells the instructions from the parts although both begin at one', () => {
    const text = '申请书\n说 明\n一、甲\n二、乙\n\t一、单位\n\t名称\n\t二、意见\n（1）承诺\n';
    expect(leaves('form', text)).toEqual({
      封面: '申请书\n',
      说明·导语: '说 明\n',
      说明一: '一、甲\n',
      说明二: '二、乙\n',
      一: '\t一、单位\n\t名称\n',
      二: '\t二、意见\n（1）承诺\n',
    });
  });

  it('reads instructions numbered 1．, and forms without instructions', () => {
    expect(Object.keys(leaves('form', '表\n填表说明\n1．甲\n2．乙\n一、单位\n'))).toEqual([
      '封面',
      '说明·导语',
      '说明1',
      '说明2',
      '一',
    ]);
    expect(Object.keys(leaves('form', '表\n一、单位\n二、意见\n'))).toEqual(['封面', '一', '二']);
  });
});

describe('splitting measures', () => {
  it('reads articles after two spaces, one, or none, and paragraphs that are not numbered', () => {
    const text =
      '办法\n第一条  甲。\n第二条 乙。\n\n乙的第二段。\n第三条丙：\n1．子。\n（一）丑。\n第四条  依照第二条执行。\n';
    expect(leaves('articles', text)).toEqual({
      标题: '办法\n',
      第一条: '第一条  甲。\n',
      第二条第一款: '第二条 乙。\n\n',
      第二条第二款: '乙的第二段。\n',
      第三条·导语: '第三条丙：\n',
      第三条1·导语: '1．子。\n',
      '第三条1(一)': '（一）丑。\n',
      第四条: '第四条  依照第二条执行。\n',
    });
  });

  it('does not take the second half of a broken word for a paragraph', () => {
    expect(Object.keys(leaves('articles', '第一条  管理办\n\n法（试行）。\n'))).toEqual(['第一条']);
  });

  it('gives items of a later paragraph the paragraph in their id', () => {
    const text = '第一条  甲：\n（一）子。\n乙：\n（一）丑。\n';
    expect(Object.keys(leaves('articles', text))).toEqual([
      '第一条第一款·导语',
      '第一条(一)',
      '第一条第二款·导语',
      '第一条第二款(一)',
    ]);
  });

  it('tells the table of contents from the chapters', () => {
    const text =
      '办法\n目录\n第一章 总则\n第二章 附则\n第一章  总则\n第一条  甲。\n第二章  附则\n第二条  乙。\n';
    expect(leaves('articles', text)).toMatchObject({
      标题: '办法\n目录\n第一章 总则\n第二章 附则\n',
      第一章: '第一章  总则\n',
      第二章: '第二章  附则\n',
    });
  });

  it('keeps the letter in front and the imprint behind out of the articles', () => {
    const text =
      '19号\n关于印发办法\n各单位：\n请执行。\n某局\n2022年4月14日\n办法\n第一章  总则\n第一条  甲。\n 抄送：某委\n';
    expect(Object.keys(leaves('articles', text))).toEqual([
      '标题',
      '印发通知',
      '题名',
      '第一章',
      '第一条',
      '版记',
    ]);
  });
});

describe('splitting anything', () => {
  const fragment = fc.constantFrom(
    '一、',
    '二、',
    '三、',
    '（一）',
    '（二）',
    '(三)',
    '1．',
    '2.',
    '第一条',
    '第二条  ',
    '第三条 ',
    '第一章',
    '说 明',
    '附件：',
    '抄送：',
    '各单位：',
    '2022年8月22日',
    '甲。',
    '乙',
    '\n',
    '\n\n',
    '\t',
    '　',
    '\r\n',
    '𠮷',
  );
  const anyText = fc.array(fragment, { minLength: 1, maxLength: 60 }).map(parts => parts.join(''));
  const structures: Structure[] = ['notice', 'form', 'outline', 'articles'];

  it.each(structures)('as %s gives leaves that make up the text, and ids used once', structure => {
    fc.assert(
      fc.property(anyText, text => {
        const { clauses } = splitDocument('文', structure, text);
        expect(
          clauses
            .filter(clause => clause.leaf)
            .map(clause => clause.text)
            .join(''),
        ).toBe(text);
        expect(new Set(clauses.map(clause => clause.id)).size).toBe(clauses.length);
      }),
      { numRuns: 500 },
    );
  });
});
