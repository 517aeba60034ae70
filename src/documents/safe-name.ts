import type { StoredFile } from '../model/file.ts';

const extensions: Readonly<Record<StoredFile['type'], readonly string[]>> = {
  docx: ['docx'],
  xlsx: ['xlsx'],
  pdf: ['pdf'],
  jpeg: ['jpg', 'jpeg'],
  png: ['png'],
  text: ['txt', 'csv', 'md'],
  doc: ['doc', 'wps'],
};

const longest = 80;
/** Of a longer name only this much of either end is looked at, in UTF-16 units. */
const looked = 200;

const base = (name: string): string => {
  const last = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  return last.length > 2 * looked ? last.slice(0, looked) + last.slice(-looked) : last;
};

/** Without blanks and dots at either end. */
const withoutEdges = (text: string): string => {
  let from = 0;
  let to = text.length;
  while (from < to && /[\s.]/.test(text[from]!)) from += 1;
  while (to > from && /[\s.]/.test(text[to - 1]!)) to -= 1;
  return text.slice(from, to);
};

/** A last `.xyz` that looks like an extension; 「v1.0版」 does not. */
const extensionPattern = /\.([A-Za-z0-9]{1,8})$/;

/**
 * A name fit for display, never used as a path: no folders, control or direction characters, nothing that file systems
 * refuse; at most 80 characters, whatever its length; the extension says what the content is.
 */
export const safeName = (name: string, type: StoredFile['type']): string => {
  const allowed = extensions[type];
  const whole = base(name)
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\ufffd]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ');
  const bare = withoutEdges(whole);
  const given = extensionPattern.exec(bare)?.[1]?.toLowerCase();
  const extension = given !== undefined && allowed.includes(given) ? given : allowed[0]!;
  const stem = withoutEdges(bare.replace(extensionPattern, ''));
  const room = longest - extension.length - 1;
  return `${[...stem].slice(0, room).join('').trim() || '附件'}.${extension}`;
};
