import type { ContentRefusal } from '../model/file.ts';

const utf16 = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf16le', from, to);

/** Names of the streams and storages in an OLE2 file, [MS-CFB] 2.6.1: entries of 128 bytes, names in UTF-16LE. */
const entriesOf = (bytes: Uint8Array): ReadonlyMap<string, number> => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const names = new Map<string, number>();
  for (let at = 512; at + 128 <= bytes.length; at += 128) {
    const length = view.getUint16(at + 64, true);
    const kind = bytes[at + 66]!;
    if (length >= 4 && length <= 64 && length % 2 === 0 && (kind === 1 || kind === 2 || kind === 5)) {
      names.set(utf16(bytes, at, at + length - 2), view.getUint32(at + 116, true));
    }
  }
  return names;
};

/**
 * What keeps a file of the old Office format from being taken; `null` for a Word document of Word 97 to 2003 or of WPS.
 * [MS-DOC] 2.5.2 FibBase: bit 8 of the flags at offset 10 of the WordDocument stream is fEncrypted.
 */
export const oleTrouble = (bytes: Uint8Array): ContentRefusal | null => {
  const entries = entriesOf(bytes);
  if (entries.has('EncryptedPackage')) return 'encrypted';
  const sector = entries.get('WordDocument');
  if (sector === undefined) return 'bad-type';
  if (entries.has('_VBA_PROJECT') || entries.has('Macros')) return 'macros';
  // [MS-OLEDS] 2.3.6: an embedded file; and an embedded Office document of the new format.
  if (entries.has('\u0001Ole10Native') || entries.has('Package')) return 'active';
  const flags = (sector + 1) * (bytes[30] === 12 ? 4096 : 512) + 10;
  return ((bytes[flags + 1] ?? 0) & 1) === 1 ? 'encrypted' : null;
};
