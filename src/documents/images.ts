/** Between C0 and CF, where frames start: Huffman tables, an extension, arithmetic conditioning. */
const tables = new Set([0xc4, 0xc8, 0xcc]);

/** Where a JPEG picture ends; `null` when it is no whole picture (ITU-T T.81, annex B). */
export const jpegEnd = (bytes: Uint8Array): number | null => {
  let at = 2;
  let framed = false;
  let scanned = false;
  while (at + 4 <= bytes.length || bytes[at + 1] === 0xd9) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xd9) return framed && scanned ? at + 2 : null;
    const length = (bytes[at + 2]! << 8) + bytes[at + 3]!;
    framed ||= marker >= 0xc0 && marker <= 0xcf && !tables.has(marker);
    if (length < 2) return null;
    at += 2 + length;
    if (marker !== 0xda) continue;
    scanned = true;
    // Compressed data until the next marker; FF00 is a byte of data, FFD0 to FFD7 are restarts.
    for (;;) {
      at = bytes.indexOf(0xff, at);
      if (at < 0 || at + 1 >= bytes.length) return null;
      const next = bytes[at + 1]!;
      if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) break;
      at += next === 0xff ? 1 : 2;
    }
  }
  return null;
};

/** Where a PNG picture ends; `null` when it is no whole picture (W3C PNG, 5.3). */
export const pngEnd = (bytes: Uint8Array): number | null => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 8;
  let pictured = false;
  while (at + 12 <= bytes.length) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if ((at === 8) !== (type === 'IHDR') || !/^[A-Za-z]{4}$/.test(type)) return null;
    at += 12 + length;
    pictured ||= type === 'IDAT';
    if (type === 'IEND') return pictured && at <= bytes.length ? at : null;
  }
  return null;
};
