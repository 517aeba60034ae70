import { inflateRawSync } from 'node:zlib';
import { refuseContent } from './refusal.ts';

/** What an archive may hold; own safety caps. */
export interface ZipLimits {
  /** Entries, folders included. */
  readonly entries: number;
  /** Bytes of all entries together after inflating. */
  readonly total: number;
}

export const officeZipLimits: ZipLimits = { entries: 1000, total: 40 * 1024 * 1024 };

const unreadable = () => refuseContent('unreadable');
const bomb = () => refuseContent('zip-bomb');

// PKWARE APPNOTE 6.3.10: 4.3.16 end of central directory, 4.3.12 central directory header, 4.3.7 local header.
const endSignature = 0x06054b50;
const centralSignature = 0x02014b50;
const localSignature = 0x04034b50;
const endLength = 22;

const findEnd = (view: DataView): number => {
  const lowest = Math.max(0, view.byteLength - endLength - 0xffff);
  for (let at = view.byteLength - endLength; at >= lowest; at -= 1) {
    if (view.getUint32(at, true) === endSignature) {
      return at;
    }
  }
  return -1;
};

const safePath = (name: string): boolean =>
  name.length > 0 && !/^[/\\]/.test(name) && !name.split(/[/\\]/).includes('..');

/** Zeros and line ends, which some programs put behind a file; anything else there is another file. */
export const isFiller = (bytes: Uint8Array): boolean =>
  bytes.every(byte => byte === 0 || byte === 0x0a || byte === 0x0d || byte === 0x20);

/**
 * Reads a zip without trusting any size it declares: every entry is inflated against what is left of the budget, so a
 * bomb costs at most the budget. Refuses encryption, Zip64, paths that leave the archive, and names that occur twice
 * and anything behind the archive.
 * Issues: `file:unreadable`, `file:encrypted`, `file:zip-bomb`.
 */
export const unzip = (
  bytes: Uint8Array,
  limits: ZipLimits,
): { ok: true; value: ReadonlyMap<string, Uint8Array> } | ReturnType<typeof refuseContent> => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = new Map<string, Uint8Array>();
  try {
    const end = findEnd(view);
    if (end < 0 || !isFiller(bytes.subarray(end + endLength + view.getUint16(end + 20, true)))) {
      return unreadable();
    }
    const count = view.getUint16(end + 10, true);
    if (count > limits.entries) {
      return bomb();
    }
    let left = limits.total;
    let at = view.getUint32(end + 16, true);
    for (let index = 0; index < count; index += 1) {
      if (view.getUint32(at, true) !== centralSignature) {
        return unreadable();
      }
      const flags = view.getUint16(at + 8, true);
      const method = view.getUint16(at + 10, true);
      const packed = view.getUint32(at + 20, true);
      const nameLength = view.getUint16(at + 28, true);
      const local = view.getUint32(at + 42, true);
      const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
      at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
      if (flags & 1) {
        return refuseContent('encrypted');
      }
      if (!safePath(name) || entries.has(name) || view.getUint32(local, true) !== localSignature) {
        return unreadable();
      }
      const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      const data = bytes.subarray(start, start + packed);
      if (data.length !== packed || (method !== 0 && method !== 8)) {
        return unreadable();
      }
      if (left <= 0 || (method === 0 && packed > left)) {
        return bomb();
      }
      const content = method === 0 ? data : new Uint8Array(inflateRawSync(data, { maxOutputLength: left }));
      left -= content.length;
      if (!name.endsWith('/')) {
        entries.set(name, content);
      }
    }
    return { ok: true, value: entries };
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? bomb() : unreadable();
  }
};
