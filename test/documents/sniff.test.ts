import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sniff } from '../../src/documents/sniff.ts';
import { StoredFile } from '../../src/model/file.ts';
import { docm, docx, jpeg, ole, png, xlsx, zipOf } from './archives.ts';
import { wanzhou } from './forms.ts';
import { para, relationships, run, type WordOptions, word } from './word.ts';

const bytes = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(parts.map(part => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));

const accepted: [StoredFile['type'], string, Uint8Array][] = [
  ['docx', 'the template itself', wanzhou.template],
  ['docx', 'a small document', docx()],
  ['xlsx', 'a workbook', xlsx()],
  ['doc', 'a legacy document', ole(['Root Entry', 'WordDocument'])],
  ['pdf', 'a PDF', bytes('%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n%%EOF\n')],
  ['jpeg', 'a photo', jpeg()],
  ['png', 'a screenshot', png()],
  ['pdf', 'a PDF behind blanks and a mark', bytes([0xef, 0xbb, 0xbf], '\r\n%PDF-1.4\n%%EOF')],
  ['text', 'UTF-8 text', bytes('建设方案：目标 < 5 项，5<6。\r\n')],
  ['text', 'GB 18030 text', bytes([0xc4, 0xe3, 0xba, 0xc3])],
];

const refused: [string, string, Uint8Array][] = [
  ['file:empty', 'nothing', bytes('')],
  ['file:macros', 'a document with macros', docm()],
  ['file:macros', 'macros under a harmless type', docx({ name: 'word/vbaProject.bin', data: 'x' })],
  ['file:macros', 'an ActiveX control', docx({ name: 'word/activeX/activeX1.xml', data: '<x/>' })],
  ['file:macros', 'a legacy document with macros', ole(['Root Entry', 'WordDocument', '_VBA_PROJECT'])],
  ['file:encrypted', 'a document with a password', ole(['Root Entry', 'EncryptedPackage'])],
  [
    'file:encrypted',
    'a legacy document with a password',
    ole(['Root Entry', 'WordDocument'], { encrypted: true }),
  ],
  ['file:protected', 'a PDF with a password', bytes('%PDF-1.7\ntrailer <</Encrypt 5 0 R>>\n%%EOF')],
  ['file:encrypted', 'an archive with a password', zipOf({ name: 'a', data: 'x', encrypted: true })],
  [
    'file:zip-bomb',
    'a bomb dressed as a document',
    docx({ name: 'word/media/a', data: new Uint8Array(60_000_000) }),
  ],
  ['file:unreadable', 'a document cut short', wanzhou.template.subarray(0, 3000)],
  ['file:unreadable', 'a PDF cut short', bytes('%PDF-1.7\n1 0 obj')],
  ['file:bad-type', 'a plain archive', zipOf({ name: 'a.txt', data: 'x' })],
  ['file:bad-type', 'a presentation', zipOf({ name: 'ppt/presentation.xml', data: 'x' })],
  ['file:bad-type', 'a document of the wrong content type', zipOf({ name: 'word/document.xml', data: 'x' })],
  ['file:bad-type', 'a legacy workbook', ole(['Root Entry', 'Workbook'])],
  ['file:bad-type', 'a Windows program', bytes('MZ', [0x90, 0, 3, 0, 0, 0])],
  ['file:bad-type', 'a Linux program', bytes([0x7f], 'ELF', [2, 1, 1, 0])],
  ['file:bad-type', 'a script', bytes('#!/bin/sh\nrm -rf /\n')],
  ['file:bad-type', 'a page', bytes('\ufeff<!DOCTYPE html><p>x')],
  ['file:bad-type', 'a page after a blank', bytes('  \n<HTML><body onload=x>')],
  ['file:bad-type', 'a page after some words', bytes('hello <script>alert(1)</script>')],
  ['file:bad-type', 'a drawing', bytes('<?xml version="1.0"?><svg onload="x"/>')],
  ['file:other-word', 'rich text', bytes('{\\rtf1\\ansi')],
  [
    'file:other-word',
    'an OpenDocument text',
    zipOf({ name: 'mimetype', data: 'application/vnd.oasis.opendocument.text', method: 0 }),
  ],
  [
    'file:other-word',
    'a Word document in one XML file',
    bytes('<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?><w:wordDocument/>'),
  ],
  ['file:other-word', 'a Word document as a web archive', bytes('MIME-Version: 1.0\r\nContent-Type: x')],
  [
    'file:other-word',
    'a Word document as a web page',
    bytes(
      '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">',
    ),
  ],
  ['file:unreadable', 'a PDF behind something else', bytes('HTTP/1.1 200 OK\r\n\r\n%PDF-1.4\n%%EOF')],
  ['file:unreadable', 'parts without a document', zipOf({ name: '[Content_Types].xml', data: '<Types/>' })],
  [
    'file:infected',
    "EICAR's test file",
    bytes('X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'),
  ],
  ['file:unreadable', 'a picture cut short', jpeg().subarray(0, 100)],
  [
    'file:unreadable',
    'the head of a picture and a page',
    bytes([0xff, 0xd8, 0xff], '<html><script>1</script>'),
  ],
  ['file:unreadable', 'the head of a picture and an archive', Buffer.concat([png().subarray(0, 8), docx()])],
  ['file:active', 'a whole picture and a page', Buffer.concat([jpeg(), bytes('<html><script>1</script>')])],
  ['file:active', 'a whole picture and an archive', Buffer.concat([png(), docx()])],
  ['file:active', 'a whole picture and a program', Buffer.concat([png(), bytes('MZ', [0x90, 0])])],
  ['file:unreadable', 'a document and something behind it', Buffer.concat([docx(), bytes('MZ', [0x90, 0])])],
  ['file:bad-type', 'random bytes', bytes([1, 2, 3, 4, 255, 254, 0, 9])],
];

describe('what a file is', () => {
  it.each(accepted)('%s: %s', (type, _, content) => {
    expect(sniff(content, '附件')).toEqual({
      ok: true,
      value: { type, name: expect.stringMatching(/^附件\.\w+$/), end: content.length },
    });
  });

  it('covers every type that can be stored', () => {
    expect(new Set(accepted.map(([type]) => type))).toEqual(new Set(StoredFile.shape.type.options));
  });

  it.each(refused)('%s: %s', (code, _, content) => {
    expect(sniff(content, '建设方案.docx')).toMatchObject({ ok: false, issues: [{ code }] });
  });

  it('is decided by the content and not by the name', () => {
    expect(sniff(docx(), '照片.jpg')).toMatchObject({ ok: true, value: { type: 'docx', name: '照片.docx' } });
    expect(sniff(Buffer.from('MZ\u0000'), '方案.pdf')).toMatchObject({ ok: false });
  });

  it('takes no more of a file than belongs to it', () => {
    const remains = Buffer.from('\0\0vivo{"camera":1}');
    for (const [whole, tail] of [
      [jpeg(), remains],
      [jpeg(), jpeg()],
      [bytes('%PDF-1.4\n%%EOF'), bytes('\r\n; scanned')],
    ] as const) {
      expect(sniff(Buffer.concat([whole, tail]), 'x')).toMatchObject({
        ok: true,
        value: { end: whole.length },
      });
    }
  });

  it.each([png(), jpeg(), bytes('%PDF-1.4\n%%EOF')])('minds no blanks behind its end', whole => {
    const content = Buffer.concat([whole, Buffer.alloc(100_000), bytes('\r\n \r\n')]);
    expect(sniff(content, 'x')).toMatchObject({ ok: true, value: { end: content.length } });
  });

  it('survives every single changed byte of a document', () => {
    const content = Buffer.from(readFileSync(new URL('./archives.ts', import.meta.url)));
    for (const whole of [docx(), ole(['Root Entry', 'WordDocument']), content.subarray(0, 300)]) {
      for (let at = 0; at < whole.length; at += 1) {
        const changed = Buffer.from(whole);
        changed[at] = changed[at]! ^ 0xff;
        expect(() => sniff(changed, 'x')).not.toThrow();
      }
    }
  });
});

const body = para(run('正文'));
const officePart = (name: string, type: string, data = 'x'): WordOptions => ({
  types: { [`/${name}`]: type },
  more: [{ name, data }],
});
const pointing = (kind: string, target: string, external = true): WordOptions => ({
  relations: [{ kind, target, external }],
});
const instruction = (...pieces: string[]): string =>
  para(
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
    ...pieces.map(piece => `<w:r><w:instrText>${piece}</w:instrText></w:r>`),
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
  );
const chart = (data: Uint8Array): WordOptions => ({
  types: {
    '/word/charts/chart1.xml': 'application/vnd.openxmlformats-officedocument.drawingml.chart+xml',
    '/word/embeddings/figures.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  },
  relations: [{ kind: 'chart', target: 'charts/chart1.xml' }],
  more: [
    { name: 'word/charts/chart1.xml', data: '<c/>' },
    {
      name: 'word/charts/_rels/chart1.xml.rels',
      data: relationships([{ kind: 'package', target: '../embeddings/figures.xlsx' }]),
    },
    { name: 'word/embeddings/figures.xlsx', data },
  ],
});

describe('what in a document could act on whoever opens it', () => {
  it.each<[string, string, string, WordOptions]>([
    ['active', 'a template on the net', body, pointing('attachedTemplate', 'https://evil.example/t.dotm')],
    ['active', 'a template on a share', body, pointing('attachedTemplate', '\\\\evil\\t.dotm')],
    [
      'active',
      'a template on a share, as an address',
      body,
      pointing('attachedTemplate', 'file://evil/t.dotm'),
    ],
    ['active', 'an object on the net', body, pointing('oleObject', 'https://evil.example/x.html!')],
    ['active', 'a picture on the net', body, pointing('image', 'http://evil.example/x.png')],
    ['active', 'a frame', body, pointing('frame', 'http://evil.example/')],
    ['active', 'another document', body, pointing('subDocument', 'x.docx')],
    ['active', 'a link that is a program', body, pointing('hyperlink', 'ms-msdt:/id')],
    [
      'active',
      'an embedded object',
      body,
      officePart('word/embeddings/oleObject1.bin', 'application/vnd.openxmlformats-officedocument.oleObject'),
    ],
    ['active', 'something of no type', body, { more: [{ name: 'word/afchunk.mht', data: '<html>' }] }],
    [
      'other-word',
      'a web page put in',
      body,
      { relations: [{ kind: 'aFChunk', target: 'a.html' }], ...officePart('word/a.html', 'text/html') },
    ],
    ['active', 'a web page as a part', body, officePart('word/a.xml', 'text/html')],
    [
      'macros',
      'macros under another name',
      body,
      officePart('word/data.bin', 'application/vnd.ms-office.vbaProject'),
    ],
    ['macros', 'macros in a folder of their own', body, { more: [{ name: 'x/VBAProject.bin', data: 'x' }] }],
    ['active', 'a field that starts a program', instruction('DDEAUTO c:\\cmd.exe'), {}],
    ['active', 'such a field in pieces', instruction('DD', 'EAU', 'TO c:\\cmd.exe'), {}],
    ['active', 'such a field in numbers', instruction('&#68;&#x44;E cmd'), {}],
    ['active', 'such a field put together by another', instruction('QUOTE 68 68 69'), {}],
    ['active', 'such a field in short', '<w:p><w:fldSimple w:instr=" DDE cmd"/></w:p>', {}],
    [
      'active',
      'a field that fetches a picture from a share',
      instruction('INCLUDEPICTURE "\\\\evil\\x.png"'),
      {},
    ],
    [
      'macros',
      'a workbook with macros behind a chart',
      body,
      chart(xlsx({ name: 'xl/vbaProject.bin', data: 'x' })),
    ],
    ['active', 'a workbook that is none behind a chart', body, chart(Buffer.from('MZ'))],
  ])('%s: %s', (reason, _, content, options) => {
    expect(sniff(word(content, options), 'x')).toMatchObject({
      ok: false,
      issues: [{ code: `file:${reason}` }],
    });
  });

  it.each<[string, string, WordOptions]>([
    ['a template of their own', body, pointing('attachedTemplate', 'file:///C:\\Users\\a\\Normal.dotm')],
    ['a template by name', body, pointing('attachedTemplate', 'Normal.dotm')],
    ['links', body, pointing('hyperlink', 'https://www.cq.gov.cn/')],
    ['a chart with its figures', body, chart(xlsx())],
    [
      'pictures',
      body,
      {
        relations: [{ kind: 'image', target: 'media/1.png' }],
        ...officePart('word/media/1.png', 'image/png'),
      },
    ],
    ['dates and page numbers', instruction(' DATE \\@ "yyyy" ') + instruction('PAGE'), {}],
    ['a picture that was pasted from a page', instruction(' INCLUDEPICTURE "https://a.cn/1.png" '), {}],
    [
      "an office suite's own notes",
      body,
      officePart('word/notes.xml', 'application/vnd.wps-officedocument.notes+xml'),
    ],
  ])('nothing in %s', (_, content, options) => {
    expect(sniff(word(content, options), 'x')).toMatchObject({ ok: true, value: { type: 'docx' } });
  });
});
