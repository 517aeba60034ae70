import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sniff } from '../../src/documents/sniff.ts';
import { StoredFile } from '../../src/model/file.ts';
import { docm, docx, ole, xlsx, zipOf } from './archives.ts';
import { wanzhou } from './forms.ts';

const bytes = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(parts.map(part => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));

const accepted: [StoredFile['type'], string, Uint8Array][] = [
  ['docx', 'the template itself', wanzhou.template],
  ['docx', 'a small document', docx()],
  ['xlsx', 'a workbook', xlsx()],
  ['doc', 'a legacy document', ole(['Root Entry', 'WordDocument'])],
  ['pdf', 'a PDF', bytes('%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n%%EOF\n')],
  ['jpeg', 'a photo', bytes([0xff, 0xd8, 0xff, 0xe0], 'JFIF')],
  ['png', 'a screenshot', bytes([0x89], 'PNG\r\n', [0x1a, 0x0a], 'IHDR')],
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
  ['file:encrypted', 'a PDF with a password', bytes('%PDF-1.7\ntrailer <</Encrypt 5 0 R>>\n%%EOF')],
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
  ['file:bad-type', 'rich text', bytes('{\\rtf1\\ansi')],
  ['file:bad-type', 'random bytes', bytes([1, 2, 3, 4, 255, 254, 0, 9])],
];

describe('what a file is', () => {
  it.each(accepted)('%s: %s', (type, _, content) => {
    expect(sniff(content, '附件')).toEqual({
      ok: true,
      value: { type, name: expect.stringMatching(/^附件\.\w+$/) },
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
