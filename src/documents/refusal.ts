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
  protected: ['PDF 设有密码或限制打印、复制，无法接收。', '请发送未加保护的文件，或拍照后发送图片。'],
  active: [
    '文件中嵌有脚本、外部链接的对象或其他文件，无法接收。',
    '请另存为普通文件，或打印成 PDF 后重新发送。',
  ],
  'other-word': ['这种文字处理文件无法读取。', '请用 Word 或 WPS 另存为 .docx 后重新发送。'],
  infected: ['文件未通过病毒检查，无法接收。'],
  unscanned: ['病毒检查暂时不可用，文件没有收下。', '请稍后重新发送。'],
  'too-complex': ['文件过于复杂，无法读取。', '请删去不需要的内容，或打印成 PDF 后重新发送。'],
};

/** A refusal of a file's content, by its reason. */
export const refuseContent = (reason: ContentRefusal): { ok: false; issues: [FileIssue] } => {
  const [message, hint] = words[reason];
  return { ok: false, issues: [{ code: `file:${reason}`, message, ...(hint ? { hint } : {}) }] };
};
