import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeName } from '../../src/documents/safe-name.ts';
import { StoredFile } from '../../src/model/file.ts';

describe('a display name', () => {
  it.each([
    ['建设方案.docx', 'docx', '建设方案.docx'],
    ['建设方案.DOCX', 'docx', '建设方案.docx'],
    ['照片.jpeg', 'jpeg', '照片.jpeg'],
    ['照片', 'jpeg', '照片.jpg'],
    ['表.csv', 'text', '表.csv'],
    ['方案.pdf.exe', 'docx', '方案.pdf.docx'],
    ['方案v1.0版', 'pdf', '方案v1.0版.pdf'],
    ['../../etc/passwd', 'text', 'passwd.txt'],
    ['C:\\Users\\x\\方案.doc', 'doc', '方案.doc'],
    ['方案\u202excod.docx', 'docx', '方案xcod.docx'],
    ['a\u0000b\r\nc.pdf', 'pdf', 'abc.pdf'],
    ['零\u200b宽.png', 'png', '零宽.png'],
    ['a<b>:"|?*.png', 'png', 'a_b______.png'],
    ['...', 'pdf', '附件.pdf'],
    ['', 'pdf', '附件.pdf'],
    ['.htaccess', 'text', 'htaccess.txt'],
    ['/', 'png', '附件.png'],
    ['  空  格 .pdf', 'pdf', '空 格.pdf'],
    ['孤\ud800立.pdf', 'pdf', '孤立.pdf'],
  ] as const)('%j as %s is %j', (name, type, expected) => {
    expect(safeName(name, type)).toBe(expected);
  });

  it('has at most 80 characters and keeps its extension', () => {
    const name = safeName(`${'长'.repeat(300)}.docx`, 'docx');
    expect(name).toHaveLength(80);
    expect(name).toMatch(/长\.docx$/);
  });

  it('is always storable, whatever came in', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom(...StoredFile.shape.type.options),
        (name, type) => {
          const safe = safeName(name, type);
          expect(StoredFile.shape.name.safeParse(safe).success).toBe(true);
          expect(safe).not.toMatch(/[\p{Cc}\p{Cf}/\\<>:"|?*]|^\./u);
          expect([...safe].length).toBeLessThanOrEqual(80);
        },
      ),
    );
  });
});
