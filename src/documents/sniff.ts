import type { StoredFile } from '../model/file.ts';
import { refuseContent } from './refusal.ts';
import { safeName } from './safe-name.ts';
import { officeZipLimits, unzip } from './unzip.ts';

type FileType = StoredFile['type'];

type Read<T> = { ok: true; value: T } | ReturnType<typeof refuseContent>;

const badType = () => refuseContent('bad-type');
const macros = () => refuseContent('macros');
const encrypted = () => refuseContent('encrypted');

const startsWith = (bytes: Uint8Array, ...head: number[]): boolean =>
  head.every((byte, index) => bytes[index] === byte);

const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

// ECMA-376 Part 1, 11.3.10 and 12.3.23: content types of the main parts of documents without macros.
const mainParts: readonly (readonly [FileType, string, string])[] = [
  [
    'docx',
    'word/document.xml',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml',
  ],
  ['xlsx', 'xl/workbook.xml', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'],
];

const officeType = (bytes: Uint8Array): Read<FileType> => {
  const archive = unzip(bytes, officeZipLimits);
  if (!archive.ok) {
    return archive;
  }
  const names = [...archive.value.keys()];
  const types = new TextDecoder().decode(archive.value.get('[Content_Types].xml'));
  if (/macroEnabled/i.test(types) || names.some(name => /vbaProject|vbaData|\/activeX\//i.test(name))) {
    return macros();
  }
  const found = mainParts.find(([, part, type]) => archive.value.has(part) && types.includes(type));
  return found ? { ok: true, value: found[0] } : badType();
};

/** Names of the streams and storages in an OLE2 file, [MS-CFB] 2.6.1: entries of 128 bytes, names in UTF-16LE. */
const oleEntries = (bytes: Uint8Array): ReadonlyMap<string, number> => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const names = new Map<string, number>();
  for (let at = 512; at + 128 <= bytes.length; at += 128) {
    const length = view.getUint16(at + 64, true);
    const kind = bytes[at + 66]!;
    if (length >= 4 && length <= 64 && length % 2 === 0 && [1, 2, 5].includes(kind)) {
      names.set(
        new TextDecoder('utf-16le').decode(bytes.subarray(at, at + length - 2)),
        view.getUint32(at + 116, true),
      );
    }
  }
  return names;
};

/** [MS-DOC] 2.5.2 FibBase: bit 8 of the flags at offset 10 of the WordDocument stream is fEncrypted. */
const oleType = (bytes: Uint8Array): Read<FileType> => {
  const entries = oleEntries(bytes);
  if (entries.has('EncryptedPackage')) {
    return encrypted();
  }
  const sector = entries.get('WordDocument');
  if (sector === undefined) {
    return badType();
  }
  if (entries.has('_VBA_PROJECT') || entries.has('Macros')) {
    return macros();
  }
  const flags = (sector + 1) * (bytes[30] === 12 ? 4096 : 512) + 10;
  return ((bytes[flags + 1] ?? 0) & 1) === 1 ? encrypted() : { ok: true, value: 'doc' };
};

const pdfType = (bytes: Uint8Array): Read<FileType> => {
  const text = latin1(bytes);
  if (!text.slice(-2048).includes('%%EOF')) {
    return refuseContent('unreadable');
  }
  return /\/Encrypt\s*(?:<<|\d+\s+\d+\s+R)/.test(text) ? encrypted() : { ok: true, value: 'pdf' };
};

const decodes = (bytes: Uint8Array, encoding: string): string | null => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
};

/** Plain text in UTF-8 or GB 18030. Markup and scripts are text too, but nobody needs them here: refused. */
const textType = (bytes: Uint8Array): Read<FileType> => {
  const text = decodes(bytes, 'utf-8') ?? decodes(bytes, 'gb18030');
  if (text === null || /[\u0000-\u0008\u000e-\u001f]/.test(text)) {
    return badType();
  }
  return /^\s*(?:<[!?a-z/]|#!|\{\\rtf)|<(?:script|svg|html|iframe)\b/i.test(text)
    ? badType()
    : { ok: true, value: 'text' };
};

const typeOf = (bytes: Uint8Array): Read<FileType> => {
  if (bytes.length === 0) {
    return refuseContent('empty');
  }
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) {
    return officeType(bytes);
  }
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)) {
    return oleType(bytes);
  }
  if (startsWith(bytes, 0x25, 0x50, 0x44, 0x46, 0x2d)) {
    return pdfType(bytes);
  }
  if (startsWith(bytes, 0xff, 0xd8, 0xff)) {
    return { ok: true, value: 'jpeg' };
  }
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) {
    return { ok: true, value: 'png' };
  }
  return textType(bytes);
};

/**
 * Decides what a file is by its content; the declared type and the name count for nothing. Takes what
 * `StoredFile.type` lists; everything else is an Issue: `file:bad-type`, `file:macros`, `file:encrypted`,
 * `file:zip-bomb`, `file:unreadable`, `file:empty`. `name` comes back safe to display and with the right extension.
 */
export const sniff = (
  bytes: Uint8Array,
  name: string,
): Read<{ readonly type: FileType; readonly name: string }> => {
  const type = typeOf(bytes);
  return type.ok ? { ok: true, value: { type: type.value, name: safeName(name, type.value) } } : type;
};
