import { aboutFile, type Finding } from './finding.ts';

/** UTF-8 text, or null when the bytes are something else (a file saved as GBK). `keepMark` keeps a byte order mark. */
export const decodeUtf8 = (bytes: Uint8Array, keepMark: boolean): string | null => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: keepMark }).decode(bytes);
  } catch {
    return null;
  }
};

export const notUtf8 = (file: string): Finding =>
  aboutFile('error', 'pack:encoding', file, '文件不是 UTF-8 编码', '用编辑器“另存为”，编码选 UTF-8');
