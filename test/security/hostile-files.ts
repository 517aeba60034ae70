import { deflateRawSync, deflateSync } from 'node:zlib';
import { type Entry, zipOf } from '../documents/archives.ts';
import { para, run, table, word } from '../documents/word.ts';

const MB = 1024 * 1024;
const head = para(run('一、建设主体单位基本信息'));
const form = (value: string, label = '单位名称'): Buffer => word(head + table([label, value]));
const nested = (depth: number, inner: string): string =>
  '<w:tbl><w:tr><w:tc>'.repeat(depth) + inner + `${para(run('x'))}</w:tc></w:tr></w:tbl>`.repeat(depth);
const laughs = `<!DOCTYPE l [<!ENTITY lol "lol">${Array.from({ length: 9 }, (_, at) => `<!ENTITY lol${at + 1} "${`&lol${at || ''};`.repeat(10)}">`).join('')}]>`;
const declaring = (type: string) => (xml: string) => xml.replace('?><w:', `?>${type}<w:`);
const many = (count: number): Entry[] =>
  Array.from({ length: count }, (_, at) => ({ name: `f${at}`, data: 'x' }));
const pdf = (content: Buffer | string): Buffer =>
  Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.from(content), Buffer.from('\n%%EOF')]);

/** Files made to take long or much, each small enough to be sent. */
export const hostileFiles: Readonly<Record<string, () => Buffer>> = {
  'a bomb in one entry': () => word(head, { more: [{ name: 'word/media/a', data: Buffer.alloc(100 * MB) }] }),
  'ten thousand entries': () => zipOf(...many(10_000)),
  'a document type that grows': () =>
    word(para(run('&lol9;')), { encode: xml => Buffer.from(declaring(laughs)(xml)) }),
  'such a type in UTF-16': () =>
    word(para(run('&lol9;')), { encode: xml => Buffer.from(`\ufeff${declaring(laughs)(xml)}`, 'utf16le') }),
  'a document type that reads a file': () =>
    word(para(run('&x;')), {
      encode: xml => Buffer.from(declaring('<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>')(xml)),
    }),
  'markup of 39 MB': () => word(para(run('x'.repeat(39 * MB)))),
  '24,000 paragraphs': () => word(head + para(run('x')).repeat(24_000)),
  '30,000 tables in tables': () => word(nested(30_000, para(run('x')))),
  '300 tables in tables around much text': () => word(nested(300, para(run('甲'.repeat(500_000))))),
  '19 tables in tables around much text': () => word(nested(19, para(run('甲'.repeat(1_000_000))))),
  'three million blanks between two letters': () => form(`a${' '.repeat(3_000_000)}b`),
  'a million underscores': () => form(`a${'_'.repeat(1_000_000)}b`),
  'digits behind two labels': () => form('1'.repeat(3_000_000), '联系人及电话'),
  'digits and dashes in a telephone number': () => form('0-'.repeat(1_500_000), '联系电话'),
  'a label of 3 MB': () => form('x', '单'.repeat(1_000_000)),
  'a million colons': () => word(head + para(run('：'.repeat(1_000_000)))),
  'a million boxes': () => form('☑'.repeat(1_000_000), '单位性质'),
  'a million brackets': () => form('（'.repeat(1_000_000), '单位性质'),
  'options without end': () => form('√企业'.repeat(400_000), '单位性质'),
  'cells without end': () =>
    word(
      `<w:tbl>${`<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2147483647"/></w:tcPr><w:p/></w:tc></w:tr>`.repeat(5000)}</w:tbl>`,
    ),
  'merged cells without end': () =>
    word(`<w:tbl>${'<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>'.repeat(12_000)}</w:tbl>`),
  'a PDF of one word': () => pdf('/Encrypt 1 '.repeat(1_500_000)),
  'a PDF of digits': () => pdf(Buffer.alloc(15 * MB, 0x31)),
  'a PDF of blanks': () => pdf(Buffer.alloc(15 * MB, 0x20)),
  'a PDF of brackets': () => pdf('<<'.repeat(5_000_000)),
  'a PDF of strings': () => pdf('('.repeat(10_000_000)),
  'a PDF of streams without end': () => pdf('stream '.repeat(2_000_000)),
  'a PDF of a bomb': () =>
    pdf(
      Buffer.concat([
        Buffer.from('1 0 obj <</Type/ObjStm/Filter/FlateDecode>>\nstream\n'),
        deflateSync(Buffer.alloc(200 * MB, 0x20)),
        Buffer.from('\nendstream endobj'),
      ]),
    ),
  'text of blanks': () => Buffer.alloc(15 * MB, 0x20),
  'text of angles': () => Buffer.alloc(15 * MB, 0x3c),
  'an old document of entries': () => {
    const file = Buffer.alloc(15 * MB);
    Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]).copy(file);
    for (let at = 512; at + 128 <= file.length; at += 128) {
      file.write(`X${at}`, at, 'utf16le');
      file.writeUInt16LE(20, at + 64);
      file[at + 66] = 2;
    }
    return file;
  },
  'documents in documents, twenty deep': () => {
    let inner: Buffer = Buffer.alloc(2 * MB);
    for (let depth = 0; depth < 20; depth += 1)
      inner = word(head, { more: [{ name: 'word/embeddings/x.docx', data: inner }] });
    return inner;
  },
  'an attribute of 15 MB': () =>
    word(head, { encode: xml => Buffer.from(xml.replace('<w:body', `<w:body a="${'甲'.repeat(5 * MB)}"`)) }),
  'attributes without end': () =>
    word(head, {
      encode: xml =>
        Buffer.from(
          xml.replace(
            '<w:body',
            `<w:body ${Array.from({ length: 400_000 }, (_, at) => `a${at}="x"`).join(' ')}`,
          ),
        ),
    }),
  'comments without end': () => word(head + '<!---->'.repeat(1_500_000)),
  'a hundred thousand labels': () => word(head + table(...many(100_000).map(() => ['单位名称', '甲']))),
  'invisible signs without end': () => form(`甲${'\u200b\u200d\u2060'.repeat(1_000_000)}乙`),
  'a picture of a bomb': () => {
    const ihdr = Buffer.alloc(25);
    ihdr.writeUInt32BE(13, 0);
    ihdr.write('IHDR', 4, 'latin1');
    ihdr.writeUInt32BE(60_000, 8);
    ihdr.writeUInt32BE(60_000, 12);
    return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ihdr, Buffer.alloc(12).fill(0)]);
  },
  'a picture of empty chunks': () =>
    Buffer.concat([
      Buffer.from('89504e470d0a1a0a', 'hex'),
      ...Array.from({ length: 1 }, () => Buffer.from('00000000744558740000000000'.repeat(1_000_000), 'hex')),
    ]),
  'a photograph of segments': () =>
    Buffer.concat([
      Buffer.from('ffd8', 'hex'),
      Buffer.from('ffe10002'.repeat(3_000_000), 'hex'),
      Buffer.from('ffd9', 'hex'),
    ]),
  'raw deflate that is none': () =>
    zipOf({ name: '[Content_Types].xml', data: deflateRawSync(Buffer.alloc(10)), method: 8 }),
};

/** Texts made to take long, as long as anything may be, and longer. */
export const hostileTexts: readonly string[] = [
  ' ',
  '_',
  '　',
  '\n',
  '1',
  '1-',
  '我',
  '吗？',
  '。',
  '”',
  '：',
  '\u200b',
  '\u2060\u200d',
  '我的电话是1',
  '把电话改成',
  '第一条、',
  '不是这个，是',
  '“',
  '如果',
  '没有没有',
  '2022-',
  '壹佰',
  '＠',
  '&#x',
  '{{',
  '[](',
  '单位名称：甲\n',
  'a\tb',
  '单位名称|甲|',
  '😀',
  'a\u0301',
  'ﷺ',
  '年',
  '1月',
  '把单位名称改为',
  'WZ22-0001-H ',
  'a@',
  'a.',
  '1,',
  '（',
  '一百',
  '和',
  '不清楚',
  '甲、',
  '没得到',
  '一般性的',
  '第一',
  '<',
  '是',
].flatMap(unit =>
  [5000, 20_000, 200_000].map(size => `a${unit.repeat(Math.ceil(size / unit.length)).slice(0, size)}b`),
);
