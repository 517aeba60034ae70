import {
  Document,
  Packer,
  Paragraph,
  SymbolRun,
  Table,
  TableCell,
  TableRow,
  TextRun,
  UnderlineType,
  VerticalMergeType,
} from 'docx';
import PizZip from 'pizzip';
import { describe, expect, it } from 'vitest';
import type { FoundForm } from '../../src/authoring/found-form.ts';
import { tagForm } from '../../src/authoring/template.ts';
import { readDocx } from '../../src/documents/docx-text.ts';
import { renderForm } from '../../src/documents/render-form.ts';

/** How printed forms leave room for answers, each made by hand: what is found in it, and what it looks like filled in. */

type Content = string | Paragraph | TableCell;

const lines = (text: string) => text.split('\n').map(line => new Paragraph(line));
const cell = (content: Content, merge?: 'restart' | 'continue') =>
  content instanceof TableCell
    ? content
    : new TableCell({
        children: typeof content === 'string' ? lines(content) : [content],
        ...(merge ? { verticalMerge: VerticalMergeType[merge === 'restart' ? 'RESTART' : 'CONTINUE'] } : {}),
      });
const row = (...cells: Content[]) => new TableRow({ children: cells.map(one => cell(one)) });
const table = (...rows: TableRow[]) => new Table({ rows });
const wide = (text: string, columns: number) =>
  new TableRow({ children: [new TableCell({ children: lines(text), columnSpan: columns })] });
const paper = async (...children: (Paragraph | Table)[]): Promise<Uint8Array> =>
  new Uint8Array(await Packer.toBuffer(new Document({ sections: [{ children }] })));

const tagged = (docx: Uint8Array) => {
  const form = tagForm(docx);
  if (!form) throw new Error('unreadable');
  return form;
};
const fieldsOf = ({ sections }: FoundForm) =>
  sections.flatMap(({ fields }) =>
    fields.map(({ label, kind, options }) => `${label} ${kind}${options ? ` ${options.join('/')}` : ''}`),
  );
const shown = (docx: Uint8Array): string[] => {
  const read = readDocx(docx);
  if (!read.ok) throw new Error('unreadable');
  return read.value.map(part =>
    part.kind === 'row' ? part.cells.map(({ text }) => text).join('|') : part.text,
  );
};
const filled = (
  template: Uint8Array,
  values: Record<string, string>,
  groups: Record<string, Record<string, string>[]> = {},
) => shown(renderForm(template, { values, groups, mark: '' }));

describe('places of a form', () => {
  it('the same labels row after row are the entries of one part, each in its own row', async () => {
    const merged = (merge: 'restart' | 'continue') => cell(merge === 'restart' ? '指导团队情况' : '', merge);
    const { found, template } = tagged(
      await paper(
        table(
          row(merged('restart'), '姓名', '', '职称', ''),
          row(merged('continue'), '姓名', '', '职称', ''),
        ),
      ),
    );
    expect(found.sections).toMatchObject([{ title: '指导团队情况', repeat: { printed: 2, fixed: true } }]);
    expect(fieldsOf(found)).toEqual(['姓名 person', '职称 line']);
    const { id } = found.sections[0]!.repeat!;
    expect(
      filled(
        template,
        {},
        {
          [id]: [
            { 姓名: '甲', 职称: '教授' },
            { 姓名: '乙', 职称: '讲师' },
          ],
        },
      ),
    ).toEqual(expect.arrayContaining(['指导团队情况|姓名|甲|职称|教授', '姓名|乙|职称|讲师']));
  });

  it('people below a row of columns are entries, whatever role is printed beside them', async () => {
    const { found, template } = tagged(
      await paper(
        table(
          row('参赛队员', '', '姓名', '手机', 'QQ', '在校'),
          row('队长', '', '', '', '是□ 否□'),
          row('队员', '', '', '', '是□ 否□'),
        ),
      ),
    );
    expect(fieldsOf(found)).toEqual(['姓名 person', '手机 phone', 'QQ line', '在校 yes-no']);
    const { id } = found.sections[0]!.repeat!;
    const names = Object.fromEntries(found.sections[0]!.fields.map(field => [field.label, field.id]));
    expect(
      filled(
        template,
        {},
        {
          [id]: [
            { [names.姓名!]: '甲', [names.在校!]: '否' },
            { [names.姓名!]: '乙', [names.在校!]: '是' },
          ],
        },
      ),
    ).toEqual(expect.arrayContaining(['队长|甲|||是☐ 否☑', '队员|乙|||是☑ 否☐']));
  });

  it('boxes may stand behind their words, in brackets, or be drawn with a symbol font', async () => {
    const drawn = new Paragraph({
      children: ['重点', '一般'].flatMap(text => [
        new SymbolRun({ char: '00A3', symbolfont: 'Wingdings 2' }),
        new TextRun(`${text}　`),
      ]),
    });
    const { found, template } = tagged(
      await paper(table(row('性质', '1.基础性研究（  ）  2.小发明、小创作（ ）'), row('类型', drawn))),
    );
    expect(fieldsOf(found)).toEqual(['性质 choice 基础性研究/小发明、小创作', '类型 choice 重点/一般']);
    const [first, second] = filled(template, { 性质: '小发明、小创作', 类型: '重点' });
    expect(first).toMatch(/基础性研究☐\s*2.小发明、小创作☑/u);
    expect(second).toMatch(/☑重点\s*☐一般/u);
  });

  it('fields of the old kind are boxes and blanks like any others', async () => {
    const zip = new PizZip(await paper(table(row('项目类别', 'BOXES'), row('项目名称', 'BLANK'))));
    const field = (data: string, instruction: string, result: string) =>
      `<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="x"/><w:enabled/>${data}</w:ffData></w:fldChar></w:r><w:r><w:instrText xml:space="preserve"> ${instruction} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${result}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;
    const text = (words: string) => `<w:r><w:t xml:space="preserve">${words}</w:t></w:r>`;
    const box = field('<w:checkBox><w:sizeAuto/><w:default w:val="0"/></w:checkBox>', 'FORMCHECKBOX', '');
    const blank = field('<w:textInput/>', 'FORMTEXT', text('\u2002\u2002\u2002\u2002\u2002'));
    const source = zip
      .file('word/document.xml')!
      .asText()
      .replace(/<w:r><w:t[^>]*>BOXES<\/w:t><\/w:r>/u, `${box}${text('新建')}${box}${text('改造')}`)
      .replace(/<w:r><w:t[^>]*>BLANK<\/w:t><\/w:r>/u, blank);
    zip.file('word/document.xml', source);
    const { found, template } = tagged(zip.generate({ type: 'uint8array' }));
    expect(fieldsOf(found)).toEqual(['项目类别 choice 新建/改造', '项目名称 line']);
    const [first, second] = filled(template, { 项目类别: '改造', 项目名称: '甲项目' });
    expect(first).toBe('项目类别|☐新建☑改造');
    expect(second).toContain('甲项目');
  });

  it('what the cover asks again inside is one field', async () => {
    const underlined = new Paragraph({
      children: [
        new TextRun('项目负责人'),
        new TextRun({ text: '            ', underline: { type: UnderlineType.SINGLE } }),
      ],
    });
    const { found, template } = tagged(
      await paper(new Paragraph('项目名称：'), underlined, table(row('项目名称', '', '所在地', ''))),
    );
    expect(fieldsOf(found)).toEqual(['项目名称 line', '项目负责人 person', '所在地 line']);
    const text = filled(template, { 项目名称: '甲项目', 项目负责人: '王建国', 所在地: '乙地' }).join('\n');
    expect(text.match(/甲项目/gu)).toHaveLength(2);
    expect(text).toMatch(/项目负责人\s*王建国/u);
  });

  it('prose is written below its heading, its prompts, or above the signature', async () => {
    const { found, template } = tagged(
      await paper(
        table(
          wide('一、申请理由（包括已有基础）\n\n\n', 2),
          wide('二、项目方案\n1．研究目标：\n\n2．技术路线：\n\n', 2),
          row('项目简介', '（限200字以内）'),
          row('指导情况', '\n\n\n指导教师签名：\n年  月  日'),
          row('学院意见', '\n\n（盖章）\n年  月  日'),
        ),
        new Paragraph('注：本表须由申请人签字后报送，一式两份，逾期不予受理。'),
      ),
    );
    expect(fieldsOf(found)).toEqual([
      '申请理由 paragraph',
      '研究目标 paragraph',
      '技术路线 paragraph',
      '项目简介 paragraph',
      '指导情况 paragraph',
    ]);
    expect(found.sections.flatMap(({ fields }) => fields.flatMap(({ help }) => help ?? []))).toEqual([
      '（限200字以内）',
    ]);
    expect(found.blanks.map(({ title, kind }) => `${title} ${kind}`)).toEqual([
      '指导情况 signature',
      '学院意见 opinion',
    ]);
    const ids = Object.fromEntries(
      fieldsOf(found).map(name => [name.split(' ')[0]!, `<${name.split(' ')[0]}>`]),
    );
    const text = filled(template, ids).join('\n');
    expect(text).toMatch(/申请理由（包括已有基础）\n<申请理由>/u);
    expect(text).toMatch(/研究目标：\n<研究目标>\n2．技术路线：\n<技术路线>/u);
    expect(text).toMatch(/指导情况\|<指导情况>\s*指导教师签名/u);
    expect(text).not.toMatch(/[【】]/u);
  });

  it('several labels in one line are asked one by one, the last with the rest of the line', async () => {
    const { found, template } = tagged(
      await paper(
        new Paragraph('学院             专业             班级'),
        table(
          wide('学号：        姓名：        导师：        ', 2),
          row('实习时间', '    年  月  日  至    年  月  日'),
          row('其他', ''),
        ),
      ),
    );
    expect(fieldsOf(found)).toEqual([
      '学院 line',
      '专业 line',
      '班级 line',
      '学号 line',
      '姓名 person',
      '导师 person',
      '实习时间 line',
      '其他 line',
    ]);
    const text = filled(template, { 班级: '一班', 姓名: '王建国', 实习时间: '2031年3月至5月' });
    expect(text[0]).toMatch(/班级\s*一班/u);
    expect(text).toEqual(expect.arrayContaining(['实习时间|2031年3月至5月']));
    expect(text[1]).toMatch(/姓名：王建国/u);
  });

  it('rows beside a cell that goes on are entries, whatever their columns are called', async () => {
    const lead = (text: string, merge: 'restart' | 'continue') => cell(text, merge);
    const { found } = tagged(
      await paper(
        table(
          row(lead('社会实践', 'restart'), '事项', '申报课时'),
          row(lead('', 'continue'), '', ''),
          row(lead('', 'continue'), '', ''),
        ),
      ),
    );
    expect(found.sections).toMatchObject([{ title: '社会实践', repeat: { printed: 2, fixed: true } }]);
    expect(fieldsOf(found)).toEqual(['事项 line', '申报课时 line']);
  });

  it('a reason and the signature below it, in one cell, are a field and a place to sign', async () => {
    const { found, template } = tagged(
      await paper(table(wide('申请理由（可另附页）\n\n\n签字：（申请人）\n年  月  日', 2), row('甲', ''))),
    );
    expect(fieldsOf(found)).toEqual(['申请理由 paragraph', '甲 line']);
    expect(found.blanks.map(({ kind }) => kind)).toEqual(['signature']);
    expect(filled(template, { 申请理由: '因为' }).join('\n')).toMatch(/可另附页）\n因为\n\n签字/u);
  });

  it('content controls that ask to be typed into are blanks, and what is written there is an answer', async () => {
    const zip = new PizZip(await paper(table(row('项目名称', 'INLINE'), row('项目简介', 'BLOCK'))));
    const prompt = '<w:r><w:rPr><w:rStyle w:val="a"/></w:rPr><w:t>单击此处输入文字。</w:t></w:r>';
    const control = (content: string) =>
      `<w:sdt><w:sdtPr><w:id w:val="1"/><w:showingPlcHdr/><w:text/></w:sdtPr><w:sdtContent>${content}</w:sdtContent></w:sdt>`;
    const source = zip
      .file('word/document.xml')!
      .asText()
      .replace(/<w:r><w:t[^>]*>INLINE<\/w:t><\/w:r>/u, control(prompt))
      .replace(/<w:p>(?:(?!<w:p>).)*BLOCK<\/w:t><\/w:r><\/w:p>/u, control(`<w:p>${prompt}</w:p>`));
    zip.file('word/document.xml', source);
    const { found, template } = tagged(zip.generate({ type: 'uint8array' }));
    expect(fieldsOf(found)).toEqual(['项目名称 line', '项目简介 paragraph']);
    const text = filled(template, { 项目名称: '甲项目', 项目简介: '乙' });
    expect(text.map(line => line.replaceAll(/[ ]/gu, ''))).toEqual(['项目名称|甲项目', '项目简介|乙']);
  });

  it('a rule in front of each label is where that label is answered', async () => {
    const rule = () => new TextRun({ text: '          ', underline: { type: UnderlineType.SINGLE } });
    const { found, template } = tagged(
      await paper(
        new Paragraph({
          children: [rule(), new TextRun('学院'), rule(), new TextRun('专业'), rule(), new TextRun('班级')],
        }),
        table(row('其他', '')),
      ),
    );
    expect(fieldsOf(found)).toEqual(['学院 line', '专业 line', '班级 line', '其他 line']);
    const [line = ''] = filled(template, { 学院: '甲', 专业: '乙', 班级: '丙' });
    expect(line.replaceAll(/\s/gu, '')).toBe('甲学院乙专业丙班级');
  });
});
