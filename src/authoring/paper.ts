import { readDocx } from '../documents/docx-text.ts';
import type { Issue, Result } from '../model/issue.ts';
import { decodeUtf8 } from '../packs/decode.ts';

/** One paper of the office as its text, with the file itself where that may become the template. */
export interface Paper {
  readonly name: string;
  readonly text: string;
  /** The .docx it came as. */
  readonly docx: Uint8Array | null;
}

const refuse = (code: string, message: string, hint: string): { ok: false; issues: Issue[] } => ({
  ok: false,
  issues: [{ code, message, hint }],
});

const stem = (path: string): string =>
  path
    .split(/[\\/]/u)
    .at(-1)!
    .replace(/\.[^.]+$/u, '');

/** GB 18030 is what older Chinese programs save text in. */
const decoded = (bytes: Uint8Array): string =>
  (decodeUtf8(bytes, false) ?? new TextDecoder('gb18030').decode(bytes)).replace(/^\ufeff/u, '');

/** Reads what an office hands out. Issues: `new:old-word`, `new:not-text`, and those of `readDocx`. */
export const readPaperFile = (path: string, bytes: Uint8Array): Result<Paper> => {
  const kind = /\.([^.\\/]+)$/u.exec(path)?.[1]?.toLowerCase() ?? '';
  if (kind === 'doc' || kind === 'wps' || kind === 'rtf')
    return refuse(
      'new:old-word',
      `${path} 是旧格式，读不了`,
      '用 Word 或 WPS 打开，选“另存为”，保存类型选“Word 文档（*.docx）”，再用存好的 .docx',
    );
  if (kind === 'pdf')
    return refuse(
      'new:old-word',
      `${path} 是 PDF，读不了`,
      '请向发文单位要 Word 版，或在 Word 里打开后另存为 .docx',
    );
  if (kind === 'txt' || kind === 'md')
    return {
      ok: true,
      value: { name: stem(path), text: decoded(bytes).replace(/\r\n?/gu, '\n'), docx: null },
    };
  if (kind !== 'docx') return refuse('new:not-text', `不认识的文件 ${path}`, '请用 .docx、.txt 或 .md');
  const parts = readDocx(bytes, { numbered: true });
  if (!parts.ok)
    return refuse('new:unreadable', `${path} 打不开`, '用 Word 打开看看是否损坏，再另存为 .docx');
  const text = parts.value
    .map(part => (part.kind === 'paragraph' ? part.text : part.cells.map(cell => cell.text).join('\t')))
    .join('\n');
  return { ok: true, value: { name: stem(path), text: `${text.trimEnd()}\n`, docx: bytes } };
};
