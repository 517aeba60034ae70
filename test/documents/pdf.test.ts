import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readPdf } from '../../src/documents/pdf.ts';

const stream = (dictionary: string, content: Buffer | string): Buffer => {
  const data = Buffer.from(content);
  return Buffer.concat([
    Buffer.from(`<<${dictionary} /Length ${data.length}>>\nstream\n`),
    data,
    Buffer.from('\nendstream\n'),
  ]);
};
const pdf = (...pieces: (Buffer | string)[]): Buffer =>
  Buffer.concat([
    Buffer.from('%PDF-1.7\n'),
    ...pieces.map(piece => Buffer.from(piece)),
    Buffer.from('\n%%EOF\n'),
  ]);
const object = (content: Buffer | string): Buffer =>
  Buffer.concat([Buffer.from('1 0 obj\n'), Buffer.from(content), Buffer.from('\nendobj\n')]);
const packed = (text: string, dictionary = '/Type/ObjStm /N 1 /First 4 /Filter/FlateDecode'): Buffer =>
  object(stream(dictionary, deflateSync(Buffer.from(text))));

describe('a PDF', () => {
  it.each<[string, Buffer]>([
    ['with the word in its text', pdf(object(stream('', '(/Encrypt 5 0 R) Tj trailer <</Encrypt 5 0 R>>')))],
    ['with the word in a string', pdf(object('<</Title (trailer <</Encrypt 1 0 R>> \\) \\( )>>'))],
    ['with the word in a comment', pdf('% trailer <</Encrypt 1 0 R>>\n')],
    ['with the word as an own entry of something', pdf(object('<</Type/Catalog /PieceInfo<</Encrypt 1>>>>'))],
    [
      'with the word in compressed text',
      pdf(object(stream('/Filter/FlateDecode', deflateSync(Buffer.from('/Encrypt'))))),
    ],
    ['whose pages open at a place', pdf(object('<</Type/Catalog/OpenAction[1 0 R/FitH 0]>>'))],
    ['with links', pdf(object('<</Subtype/Link/A<</S/URI/URI(https://a.cn)>>>>'))],
    ['with compressed objects', pdf(packed('1 0 <</Type/Catalog>>'))],
    ['whose stream says another length', pdf(object('<</Length 5>>\nstream\nabcdefgh\nendstream'))],
    ['without a single object', pdf()],
    ['that says nothing is protected', pdf('trailer <</Encrypt null>>')],
  ])('%s is taken', (_, bytes) => {
    expect(readPdf(bytes)).toMatchObject({ end: bytes.length });
  });

  it.each<[string, string, Buffer]>([
    ['protected', 'with a password', pdf('trailer\n<</Size 3/Encrypt 5 0 R>>')],
    [
      'protected',
      'whose protection stands there itself',
      pdf('trailer<</Encrypt<</Filter/Standard/P -4>>>>'),
    ],
    ['protected', 'with the entry in other letters', pdf('trailer <</#45ncrypt 5 0 R>>')],
    [
      'protected',
      'with a compressed table of objects',
      pdf(object(stream('/Type/XRef /Encrypt 5 0 R', 'x'))),
    ],
    [
      'protected',
      'whose compressed objects are locked, said only behind them',
      pdf(
        object(stream('/Type/ObjStm/Filter/FlateDecode', 'locked')),
        object(stream('/Type/XRef /Encrypt 5 0 R', 'x')),
      ),
    ],
    ['active', 'that starts a program', pdf(object('<</OpenAction<</S/Launch/F(cmd.exe)>>>>'))],
    ['active', 'with a script', pdf(object('<</S/JavaScript/JS(app.alert(1))>>'))],
    ['active', 'with a script in other letters', pdf(object('<</S/J#61vaScript/#4aS 3 0 R>>'))],
    ['active', 'with named scripts', pdf(object('<</Names<</JavaScript 4 0 R>>>>'))],
    ['active', 'with a script in compressed objects', pdf(packed('1 0 <</S/JavaScript/JS(1)>>'))],
    [
      'active',
      'with a script behind a dictionary without end',
      pdf('1 0 obj <</A 1 endobj 2 0 obj <</S/JavaScript/JS(1)>> endobj'),
    ],
    ['active', 'with a file in it', pdf(object('<</Type/Filespec/EF<</F 5 0 R>>>>'))],
    ['active', 'with an attached file', pdf(object('<</Subtype/FileAttachment>>'))],
    ['active', 'that sends a form away', pdf(object('<</S/SubmitForm/F(http://x)>>'))],
    ['active', 'with a form that is a program', pdf(object('<</AcroForm<</XFA 5 0 R>>>>'))],
    ['active', 'packed in an unusual way', pdf(packed('x', '/Type/ObjStm /Filter/LZWDecode'))],
    ['active', 'with another file behind its end', Buffer.concat([pdf(), Buffer.from('PK\u0003\u0004')])],
    [
      'unreadable',
      'whose objects cannot be unpacked',
      pdf(object(stream('/Type/ObjStm/Filter/FlateDecode', 'x'))),
    ],
    ['unreadable', 'whose objects unpack without end', pdf(packed(' '.repeat(40_000_000)))],
    ['unreadable', 'nested without end', pdf('<<'.repeat(1000))],
    ['unreadable', 'cut short', Buffer.from('%PDF-1.7\n1 0 obj')],
    ['unreadable', 'with much behind its end', Buffer.concat([pdf(), Buffer.alloc(3000, 0x41)])],
  ])('is %s: %s', (refused, _, bytes) => {
    expect(readPdf(bytes)).toEqual({ refused });
  });
});
