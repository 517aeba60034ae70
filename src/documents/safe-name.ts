import type { StoredFile } from '../model/file.ts';

const extensions: Readonly<Record<StoredFile['type'], readonly string[]>> = {
  docx: ['docx'],
  xlsx: ['xlsx'],
  pdf: ['pdf'],
  jpeg: ['jpg', 'jpeg'],
  png: ['png'],
  text: ['txt', 'csv', 'md'],
  doc: ['doc'],
};

const longest = 80;

/** A last `.xyz` that looks like an extension; 「v1.0版」 does not. */
const extensionPattern = /\.([A-Za-z0-9]{1,8})$/;

/**
 * A name fit for display, never used as a path: no folders, control or direction characters, nothing that file systems
 * refuse; at most 80 characters; the extension says what the content is.
 */
export const safeName = (name: string, type: StoredFile['type']): string => {
  const allowed = extensions[type];
  const bare = (name.normalize('NFC').toWellFormed().split(/[/\\]/).at(-1) ?? '')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\ufffd]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  const given = extensionPattern.exec(bare)?.[1]?.toLowerCase();
  const extension = given !== undefined && allowed.includes(given) ? given : allowed[0]!;
  const stem = bare.replace(extensionPattern, '').replace(/[\s.]+$/, '');
  const room = longest - extension.length - 1;
  return `${[...stem].slice(0, room).join('').trim() || '附件'}.${extension}`;
};
