import type { ContentRefusal, FileIssue } from '../model/file.ts';

/** What stands in logs and on the command line; what the person reads is in the catalogue, by the same reason. */
const words: Readonly<Record<ContentRefusal, readonly [message: string, hint?: string]>> = {
  'too-large': ['文件超过大小上限。', '请压缩或拆分后重新发送。'],
  'bad-type': ['这种文件无法接收。', '可发送 Word（docx、doc）、Excel（xlsx）、PDF、JPG、PNG 或文本文件。'],
  macros: ['文件含有宏，无法接收。', '请另存为不含宏的文件后重新发送。'],
  encrypted: ['文件设有密码，无法读取。', '请去掉密码后重新发送。'],
  unreadable: ['文件已损坏，无法读取。'],
  empty: ['文件是空的。', '请重新发送。'],
  'zip-bomb': ['文件解压后过大，无法接收。'],
};

/** A refusal of a file's content, by its reason. */
export const refuseContent = (reason: ContentRefusal): { ok: false; issues: [FileIssue] } => {
  const [message, hint] = words[reason];
  return { ok: false, issues: [{ code: `file:${reason}`, message, ...(hint ? { hint } : {}) }] };
};
