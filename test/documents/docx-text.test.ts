import { describe, expect, it } from 'vitest';
import { readDocx } from '../../src/documents/docx-text.ts';
import { para, run, table, type WordOptions, word } from './word.ts';

const read = (body: string, options: WordOptions = {}): string => {
  const result = readDocx(word(body, options));
  if (!result.ok) return result.issues[0].code;
  return result.value
    .map(part => (part.kind === 'paragraph' ? part.text : part.cells.map(({ text }) => text).join(' | ')))
    .join('\n');
};

const field = (type: string, data = ''): string =>
  `<w:r><w:fldChar w:fldCharType="${type}">${data}</w:fldChar></w:r>`;
const instruction = (text: string): string => `<w:r><w:instrText>${text}</w:instrText></w:r>`;
const control = (properties: string, content: string): string =>
  `<w:sdt><w:sdtPr>${properties}</w:sdtPr><w:sdtContent>${content}</w:sdtContent></w:sdt>`;
const drawn = (content: string): string =>
  `<w:drawing><wp:anchor><wps:wsp><wps:txbx><w:txbxContent>${content}</w:txbxContent></wps:txbx></wps:wsp></wp:anchor></w:drawing>`;
const oldBox = (content: string, style = ''): string =>
  `<w:pict><v:shape style="${style}"><v:textbox><w:txbxContent>${content}</w:txbxContent></v:textbox></v:shape></w:pict>`;
const style = (id: string, properties: string, more = ''): string =>
  `<w:style w:type="character" w:styleId="${id}"><w:name w:val="${id}"/>${more}<w:rPr>${properties}</w:rPr></w:style>`;

describe('what somebody sees in Word', () => {
  it.each<[string, string, string, string?]>([
    [
      'the base of a ruby',
      para(
        '<w:r><w:ruby><w:rt><w:r><w:t>zhāng</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>张</w:t></w:r></w:rubyBase></w:ruby></w:r>',
        run('三'),
      ),
      '张三',
    ],
    [
      'a tick that an equation puts into a box',
      para(field('begin'), instruction(' EQ \\o\\ac(□,√) '), field('end'), run('企业')),
      '☑企业',
    ],
    [
      'a tick and a box the other way round, in two pieces and with a result',
      para(
        field('begin'),
        instruction(' eq \\o\\ac(√'),
        instruction('；□)'),
        field('separate'),
        run('x'),
        field('end'),
        run('企业'),
      ),
      '☑企业',
    ],
    [
      'the name under a reading that an equation sets above it',
      para(
        field('begin'),
        instruction('EQ \\* jc2 \\* "Font:宋体" \\* hps10 \\o\\ad(\\s\\up 9(zhāng),张)'),
        field('end'),
        run('三'),
      ),
      '张三',
    ],
    ['a number in a circle', para(field('begin'), instruction('EQ \\o\\ac(○,3)'), field('end')), '○3'],
    ['no struck-out text', para(run('赵六', '<w:strike/>'), run('张三')), '张三'],
    ['no doubly struck-out text', para(run('赵六', '<w:dstrike w:val="true"/>'), run('张三')), '张三'],
    ['text whose strike was taken off again', para(run('张三', '<w:strike w:val="0"/>')), '张三'],
    ['no white letters', para(run('样例', '<w:color w:val="FFFFFF"/>'), run('天城大道1号')), '天城大道1号'],
    ['no dots', para(run('样例', '<w:sz w:val="2"/>'), run('天城大道1号')), '天城大道1号'],
    [
      'white letters where anything stands on colour',
      para(run('样例', '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F4E79"/>')),
      '样例',
    ],
    [
      'white letters where the shade is white too: none',
      para(run('样例', '<w:color w:val="ffffff"/><w:shd w:val="clear" w:fill="FFFFFF"/>'), run('甲')),
      '甲',
    ],
    ['no hidden text', para(run('（此处填写）', '<w:vanish/>'), run('天城大道1号')), '天城大道1号'],
    [
      'no text hidden by its style',
      para(run('提示', '<w:rStyle w:val="Hint"/>'), run('内容')),
      '内容',
      style('Hint', '<w:vanish/>'),
    ],
    [
      'no text hidden by what its style is based on',
      para(run('提示', '<w:rStyle w:val="B"/>'), run('内容')),
      '内容',
      style('A', '<w:vanish/>') + style('B', '', '<w:basedOn w:val="A"/>'),
    ],
    [
      'no text struck out by the style of its paragraph',
      `<w:p><w:pPr><w:pStyle w:val="Gone"/></w:pPr>${run('旧')}${run('新', '<w:strike w:val="false"/>')}</w:p>`,
      '新',
      style('Gone', '<w:strike/>'),
    ],
    [
      'no deleted text, and what was put in',
      para(`<w:del><w:r><w:delText>旧公司</w:delText></w:r></w:del><w:ins>${run('新公司')}</w:ins>`),
      '新公司',
    ],
    [
      'moved text where it went',
      para(`<w:moveFrom>${run('甲')}</w:moveFrom>`, run('乙'), `<w:moveTo>${run('甲')}</w:moveTo>`),
      '乙甲',
    ],
    [
      'paragraphs whose break was deleted as one',
      `<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>${run('重庆市')}</w:p>${para(run('万州区'))}`,
      '重庆市万州区',
    ],
    [
      'the result of a field',
      para(field('begin'), instruction(' DATE '), field('separate'), run('2022年9月1日'), field('end')),
      '2022年9月1日',
    ],
    [
      'the result of a field in a field',
      para(
        field('begin'),
        instruction('IF '),
        field('begin'),
        instruction('X'),
        field('separate'),
        run('暗'),
        field('end'),
        field('separate'),
        run('明'),
        field('end'),
        run('。'),
      ),
      '明。',
    ],
    [
      'the result of a simple field',
      para(`<w:fldSimple w:instr="AUTHOR">${run('王五')}</w:fldSimple>`),
      '王五',
    ],
    [
      'what stands behind a field that was never closed',
      para(field('begin'), instruction('PAGE')) + para(run('正文')),
      '\n正文',
    ],
    [
      'the box of an old form field',
      para(
        field('begin', '<w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox></w:ffData>'),
        instruction('FORMCHECKBOX'),
        field('end'),
        run('企业'),
      ),
      '☑企业',
    ],
    [
      'the choice of an old list field',
      para(
        field(
          'begin',
          '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="甲"/><w:listEntry w:val="乙"/></w:ddList></w:ffData>',
        ),
        instruction('FORMDROPDOWN'),
        field('end'),
      ),
      '乙',
    ],
    ['no prompt of a content control', para(control('<w:showingPlcHdr/>', run('单击此处输入文字。'))), ''],
    [
      'no prompt around a whole cell',
      `<w:tbl><w:tr><w:tc>${para(run('单位名称'))}</w:tc>${control('<w:showingPlcHdr/>', `<w:tc>${para(run('点击输入'))}</w:tc>`)}</w:tr></w:tbl>`,
      '单位名称 | ',
    ],
    [
      'no prompt that only its style gives away',
      para(run('选择一项。', '<w:rStyle w:val="a3"/>')),
      '',
      '<w:style w:type="character" w:styleId="a3"><w:name w:val="Placeholder Text"/></w:style>',
    ],
    [
      'what was written into a content control',
      para(control('<w:text/>', run('天城大道1号'))),
      '天城大道1号',
    ],
    [
      'the box of a content control',
      para(control('<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>', run('☒')), run('企业')),
      '☑企业',
    ],
    [
      'a text box without an alternative',
      table([
        '法人代表',
        `<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps">${drawn(para(run('张三')))}</mc:Choice></mc:AlternateContent></w:r></w:p>`,
      ]),
      '法人代表 | 张三',
    ],
    [
      'a text box once, though it is there for old programs too',
      table([
        '法人代表',
        `<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps">${drawn(para(run('张三')))}</mc:Choice><mc:Fallback>${oldBox(para(run('张三')))}</mc:Fallback></mc:AlternateContent></w:r></w:p>`,
      ]),
      '法人代表 | 张三',
    ],
    [
      'what old programs are given when the new drawing says nothing',
      para(
        `<w:r><mc:AlternateContent><mc:Choice Requires="x"><w:drawing/></mc:Choice><mc:Fallback>${oldBox(para(run('张三')))}</mc:Fallback></mc:AlternateContent></w:r>`,
      ),
      '张三',
    ],
    [
      'a text box behind a colon',
      para(run('法人代表：'), `<w:r>${drawn(para(run('张三')))}</w:r>`),
      '法人代表：张三',
    ],
    [
      'a heading apart from the box beside it',
      para(run('一、基本信息'), `<w:r>${oldBox(para(run('附件1')))}</w:r>`),
      '一、基本信息\n附件1',
    ],
    [
      'no text box that is hidden',
      para(`<w:r>${oldBox(para(run('暗')), 'position:absolute;visibility:hidden')}</w:r>`, run('明')),
      '明',
    ],
    [
      'letters of Wingdings as pictures',
      para(
        run('þ', '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'),
        run('企业'),
        run('¨', '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'),
        run('高校'),
      ),
      '🗹企业🞎高校',
    ],
    [
      'letters of Wingdings 2 as pictures',
      para(run('R', '<w:rFonts w:ascii="Wingdings 2"/>'), run('企业')),
      '☑企业',
    ],
    [
      'letters of a symbol font that a style sets',
      para(run('R', '<w:rStyle w:val="Box"/>'), run('企业')),
      '☑企业',
      style('Box', '<w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/>'),
    ],
    ['letters as letters in every other font', para(run('R', '<w:rFonts w:ascii="Arial"/>')), 'R'],
    [
      'symbols',
      para(
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>',
        '<w:r><w:sym w:font="wingdings 2" w:char="00A3"/></w:r>',
      ),
      '🗹□',
    ],
    [
      'no deleted and no hidden row',
      `<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>${para(run('旧'))}</w:tc></w:tr><w:tr><w:trPr><w:hidden/></w:trPr><w:tc>${para(run('暗'))}</w:tc></w:tr><w:tr><w:tc>${para(run('新'))}</w:tc></w:tr></w:tbl>`,
      '新',
    ],
    ['equations', para('<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>'), 'x=1'],
    ['links', para(`<w:hyperlink>${run('官网')}</w:hyperlink>`), '官网'],
  ])('is %s', (_, body, text, styles) => {
    expect(read(body, styles === undefined ? {} : { styles })).toBe(text);
  });
});

describe('where a document is', () => {
  const body = para(run('正文'));
  it.each<[string, WordOptions]>([
    ['the usual place', {}],
    ['another name', { main: 'word/document2.xml' }],
    ['another folder', { main: 'doc/main.xml' }],
    ['the root', { main: 'document.xml' }],
    ['behind an absolute name', { target: '/word/document.xml' }],
    ['behind a name in capitals', { target: 'Word/Document.XML' }],
    ['behind backslashes', { slash: '\\', target: 'word\\document.xml' }],
    ['in an archive of Windows paths', { slash: '\\' }],
    ['behind an escaped name', { main: 'word/主文档.xml', target: 'word/%E4%B8%BB%E6%96%87%E6%A1%A3.xml' }],
    ['in UTF-16', { encode: xml => Buffer.from(`\ufeff${xml}`, 'utf16le') }],
    [
      'in UTF-16 with the other byte first',
      { encode: xml => Buffer.from(`\ufeff${xml}`, 'utf16le').swap16() },
    ],
    ['in UTF-16 without a mark', { encode: xml => Buffer.from(xml, 'utf16le') }],
    [
      'in GB 18030, as its first line says',
      {
        encode: xml =>
          Buffer.concat([
            Buffer.from(xml.slice(0, xml.indexOf('正文')).replace('?>', ' encoding="GBK"?>')),
            Buffer.from([0xd5, 0xfd, 0xce, 0xc4]),
            Buffer.from(xml.slice(xml.indexOf('正文') + 2)),
          ]),
      },
    ],
    ['in UTF-8 with a mark', { encode: xml => Buffer.from(`\ufeff${xml}`) }],
    [
      'under another prefix',
      {
        encode: xml =>
          Buffer.from(
            xml
              .replaceAll('w:', 'ns0:')
              .replace('ns0:', 'w:')
              .replaceAll('xmlns:w=', 'xmlns:ns0=')
              .replace('<w:document', '<ns0:document'),
          ),
      },
    ],
    [
      'in the strict form',
      {
        encode: xml =>
          Buffer.from(
            xml.replace(
              'http://schemas.openxmlformats.org/wordprocessingml/2006/main',
              'http://purl.oclc.org/ooxml/wordprocessingml/main',
            ),
          ),
      },
    ],
  ])('is found: %s', (_, options) => {
    expect(read(body, options)).toBe('正文');
  });

  it('is no two things', () => {
    expect(read(body, { more: [{ name: 'WORD/document.xml', data: '<x/>' }] })).toBe('file:unreadable');
  });
});

describe('a document put into another', () => {
  const type = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
  const holding = (target: string, data: string | Uint8Array): WordOptions => ({
    relations: [{ kind: 'aFChunk', target }],
    types: { [`/word/${target}`]: type },
    more: [{ name: `word/${target}`, data }],
  });
  const place = `${para(run('前'))}<w:altChunk r:id="rId1"/>${para(run('后'))}`;

  it('stands at its place', () => {
    expect(read(place, holding('part.docx', word(table(['单位名称', '某公司']))))).toBe(
      '前\n单位名称 | 某公司\n后',
    );
  });

  it('is named when it is of another kind, or holds a third', () => {
    expect(read(place, holding('part.mht', 'MIME-Version: 1.0'))).toMatch(/^file:(?:other-word|unreadable)$/);
    const inner = word(place, holding('x.docx', word(para(run('深')))));
    expect(read(place, holding('part.docx', inner))).toBe('file:other-word');
  });
});
