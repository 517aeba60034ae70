import type { ContentRefusal, FileIssue, StoredFile } from '../model/file.ts';
import { jpegEnd, pngEnd } from './images.ts';
import { officeTrouble } from './office-check.ts';
import { openPackage } from './office-package.ts';
import { oleTrouble } from './ole.ts';
import { readPdf } from './pdf.ts';
import { refuseContent } from './refusal.ts';
import { safeName } from './safe-name.ts';
import { tailOf } from './tail.ts';
import { isFiller } from './unzip.ts';

type FileType = StoredFile['type'];

/** What a file is, and how many of its bytes belong to it. */
type Read =
  | { ok: true; value: { readonly type: FileType; readonly end: number } }
  | { ok: false; issues: [FileIssue] };

const is = (type: FileType, end: number): Read => ({ ok: true, value: { type, end } });
const unless = (trouble: ContentRefusal | null, type: FileType, end: number): Read =>
  trouble ? refuseContent(trouble) : is(type, end);

const startsWith = (bytes: Uint8Array, ...head: number[]): boolean =>
  head.every((byte, index) => bytes[index] === byte);

// ECMA-376 Part 1, 11.3.10 and 12.3.23: content types of the main parts of documents without macros.
const mainTypes: Readonly<Record<string, FileType>> = {
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml': 'xlsx',
};

const officeType = (bytes: Uint8Array): Read => {
  const opened = openPackage(bytes);
  if (!opened.ok) return opened;
  const { main, parts, typeOf } = opened.value;
  // OpenDocument, part 2, 3.3: the type stands in an entry of its own.
  if (/opendocument\.text/.test(Buffer.from(parts.get('mimetype') ?? []).toString('latin1', 0, 100)))
    return refuseContent('other-word');
  // Parts with their types, and nothing that says which of them is the document.
  if (main === undefined) return refuseContent(parts.has('[content_types].xml') ? 'unreadable' : 'bad-type');
  const type = mainTypes[typeOf(main)];
  const trouble = officeTrouble(opened.value);
  if (trouble === 'macros') return refuseContent('macros');
  if (!type)
    return refuseContent(/wordprocessingml\.template\.main/.test(typeOf(main)) ? 'other-word' : 'bad-type');
  return unless(trouble, type, bytes.length);
};

const pdfType = (bytes: Uint8Array): Read => {
  const read = readPdf(bytes);
  return 'refused' in read ? refuseContent(read.refused) : is('pdf', read.end);
};

const imageType = (bytes: Uint8Array, type: 'jpeg' | 'png'): Read => {
  const end = type === 'jpeg' ? jpegEnd(bytes) : pngEnd(bytes);
  if (end === null) return refuseContent('unreadable');
  const tail = tailOf(bytes, end);
  return tail === 'foreign' ? refuseContent('active') : is(type, tail === 'cut' ? end : bytes.length);
};

const decodes = (bytes: Uint8Array, encoding: string): string | null => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
};

/** Rich text, a Word document as one XML file, and one saved as a web page or web archive: Word opens them, nothing else does. */
const otherWord =
  /^\s{0,20}(?:\{\\rtf|<html[^>]{0,400}urn:schemas-microsoft-com:office:word|<\?xml[^>]{0,200}>\s{0,20}<\?mso-application progid="Word|MIME-Version: 1\.0\r?\n)/i;

/** EICAR's test file for virus scanners, in two pieces so that no scanner takes this source for it. */
const eicar = `X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR${'-STANDARD-ANTIVIRUS-TEST-FILE!'}`;

/** Plain text in UTF-8 or GB 18030. Markup and scripts are text too, but nobody needs them here: refused. */
const textType = (bytes: Uint8Array): Read => {
  const text = decodes(bytes, 'utf-8') ?? decodes(bytes, 'gb18030');
  if (text === null || /[\u0000-\u0008\u000e-\u001f]/.test(text)) {
    return refuseContent('bad-type');
  }
  const head = text.slice(0, 1000).trimStart();
  if (head.startsWith(eicar)) return refuseContent('infected');
  if (otherWord.test(head)) return refuseContent('other-word');
  return /^(?:<[!?a-z/]|#!)/i.test(head) || /<(?:script|svg|html|iframe)\b/i.test(text)
    ? refuseContent('bad-type')
    : is('text', bytes.length);
};

/** ISO 32000-1, annex H.3: readers look for the header in the first 1,024 bytes. Blanks before it do no harm. */
const pdfHeader = (bytes: Uint8Array): number =>
  Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).indexOf('%PDF-');
const bom = (bytes: Uint8Array): number => (startsWith(bytes, 0xef, 0xbb, 0xbf) ? 3 : 0);

const typeOf = (bytes: Uint8Array): Read => {
  if (bytes.length === 0) {
    return refuseContent('empty');
  }
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) {
    return officeType(bytes);
  }
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)) {
    return unless(oleTrouble(bytes), 'doc', bytes.length);
  }
  if (startsWith(bytes, 0xff, 0xd8, 0xff)) {
    return imageType(bytes, 'jpeg');
  }
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) {
    return imageType(bytes, 'png');
  }
  const header = pdfHeader(bytes);
  if (header >= 0) {
    return isFiller(bytes.subarray(header === 0 ? 0 : bom(bytes), header))
      ? pdfType(bytes)
      : refuseContent('unreadable');
  }
  return textType(bytes);
};

/**
 * Decides what a file is by its content, and that nothing in it can act on whoever opens it; the declared type and the
 * name count for nothing. Takes what `StoredFile.type` lists; everything else is an Issue with a `ContentRefusal`. `name`
 * comes back safe to display and with the right extension, `end` is how many bytes belong to the file: what stands behind
 * is not to be kept.
 */
export const sniff = (
  bytes: Uint8Array,
  name: string,
):
  | { ok: true; value: { readonly type: FileType; readonly name: string; readonly end: number } }
  | { ok: false; issues: [FileIssue] } => {
  const read = typeOf(bytes);
  return read.ok ? { ok: true, value: { ...read.value, name: safeName(name, read.value.type) } } : read;
};
