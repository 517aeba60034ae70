import { inflateSync } from 'node:zlib';
import type { ContentRefusal } from '../model/file.ts';
import { tailOf } from './tail.ts';

/** Bytes of compressed objects that are unpacked at most, all together; own safety cap. */
const mostUnpacked = 32 * 1024 * 1024;
/** Deepest nesting of arrays and dictionaries that is read; own safety cap. Real files stay below thirty. */
const deepest = 200;

class Broken extends Error {}
class Found extends Error {
  readonly refusal: ContentRefusal;
  constructor(refusal: ContentRefusal) {
    super(refusal);
    this.refusal = refusal;
  }
}

/** An array, or a dictionary whose plain values are noted: names as written, numbers as text. */
interface Frame {
  readonly keys: Map<string, string> | null;
  key: string | null;
  filled: boolean;
  readonly trailer: boolean;
}

/** ISO 32000-1, 12.6.4: actions that run, fetch or send something. */
const actions = new Set(['JavaScript', 'Launch', 'ImportData', 'SubmitForm', 'GoToE', 'RichMediaExecute']);
const annotations = new Set(['RichMedia', 'FileAttachment', '3D']);

const examine = ({ keys, trailer }: Frame): void => {
  if (!keys) return;
  if ((trailer || keys.get('Type') === '/XRef') && keys.has('Encrypt') && keys.get('Encrypt') !== 'null')
    throw new Found('protected');
  const action = keys.get('S')?.slice(1) ?? '';
  const active =
    actions.has(action) ||
    (keys.has('JS') && action !== '') ||
    keys.has('JavaScript') ||
    keys.has('XFA') ||
    keys.has('EF') ||
    keys.get('Type') === '/EmbeddedFile' ||
    annotations.has(keys.get('Subtype')?.slice(1) ?? '');
  if (active) throw new Found('active');
};

const isBlank = (byte: number): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0x0c || byte === 0;
/** ISO 32000-1, 7.2.2: `( ) < > [ ] { } / %`. */
const delimiters = new Set([0x28, 0x29, 0x3c, 0x3e, 0x5b, 0x5d, 0x7b, 0x7d, 0x2f, 0x25]);
const isRegular = (byte: number): boolean => !isBlank(byte) && !delimiters.has(byte);

const unescaped = (name: string): string =>
  name.replace(/#([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Longest name or keyword that means anything here. */
const longestWord = 127;

/** Reads a PDF as a row of tokens, once, from front to back. Streams are passed over; compressed objects are read. */
class Scanner {
  readonly #bytes: Buffer;
  readonly #budget: { left: number };
  readonly #stack: Frame[] = [];
  #at = 0;
  #trailer = false;
  /** The dictionary that was closed last: the one a stream belongs to. */
  #closed: Frame | null = null;
  #noMoreEnds = false;
  /** Compressed objects that cannot be read; what protects the file may still be said further on. */
  #hidden = false;

  constructor(bytes: Buffer, budget: { left: number }) {
    this.#bytes = bytes;
    this.#budget = budget;
  }

  scan(): void {
    const bytes = this.#bytes;
    while (this.#at < bytes.length) {
      const byte = bytes[this.#at]!;
      if (isBlank(byte)) this.#at += 1;
      else if (byte === 0x25) this.#skipLine();
      else if (byte === 0x28) this.#string();
      else if (byte === 0x3c) this.#open();
      else if (byte === 0x3e) this.#close();
      else if (byte === 0x5b) this.#push({ keys: null, key: null, filled: false, trailer: false });
      else if (byte === 0x5d) this.#pop();
      else if (byte === 0x2f) this.#name();
      else if (isRegular(byte)) this.#word();
      else this.#at += 1;
    }
    if (this.#hidden) throw new Broken();
  }

  #skipLine(): void {
    while (this.#at < this.#bytes.length && this.#bytes[this.#at] !== 0x0a && this.#bytes[this.#at] !== 0x0d)
      this.#at += 1;
  }

  #string(): void {
    let depth = 0;
    for (; this.#at < this.#bytes.length; this.#at += 1) {
      const byte = this.#bytes[this.#at]!;
      if (byte === 0x5c) this.#at += 1;
      else if (byte === 0x28) depth += 1;
      else if (byte === 0x29) {
        depth -= 1;
        if (depth === 0) break;
      }
    }
    this.#at += 1;
    this.#value('');
  }

  #open(): void {
    if (this.#bytes[this.#at + 1] === 0x3c) {
      this.#at += 1;
      this.#push({ keys: new Map(), key: null, filled: false, trailer: this.#trailer });
      this.#trailer = false;
      return;
    }
    const end = this.#bytes.indexOf(0x3e, this.#at);
    this.#at = end < 0 ? this.#bytes.length : end + 1;
    this.#value('');
  }

  #close(): void {
    if (this.#bytes[this.#at + 1] === 0x3e) this.#at += 1;
    this.#pop();
  }

  #push(frame: Frame): void {
    if (this.#stack.length >= deepest) throw new Broken();
    this.#stack.push(frame);
    this.#at += 1;
  }

  #pop(): void {
    this.#at += 1;
    const frame = this.#stack.pop();
    if (!frame) return;
    examine(frame);
    if (frame.keys) this.#closed = frame;
    this.#value(frame.keys ? '<<' : '[');
  }

  #text(): string {
    const from = this.#at;
    while (this.#at < this.#bytes.length && isRegular(this.#bytes[this.#at]!)) this.#at += 1;
    return this.#bytes.toString('latin1', from, Math.min(this.#at, from + longestWord));
  }

  #name(): void {
    this.#at += 1;
    const name = unescaped(this.#text());
    const frame = this.#stack.at(-1);
    if (frame?.keys && (frame.key === null || frame.filled)) {
      frame.key = name;
      frame.filled = false;
      if (!frame.keys.has(name)) frame.keys.set(name, '');
    } else this.#value(`/${name}`);
  }

  #word(): void {
    const word = this.#text();
    if (this.#stack.length === 0) {
      if (word === 'trailer') this.#trailer = true;
      if (word === 'stream') this.#stream();
      if (word === 'endobj' || word === 'obj') this.#closed = null;
      return;
    }
    // A dictionary that never ends must not swallow the objects behind it.
    if (word === 'endobj' || word === 'xref' || word === 'startxref') {
      for (const frame of this.#stack.splice(0)) examine(frame);
    } else this.#value(word);
  }

  #value(text: string): void {
    const frame = this.#stack.at(-1);
    if (!frame?.keys || frame.key === null) return;
    if (!frame.filled) frame.keys.set(frame.key, frame.keys.get(frame.key) || text);
    frame.filled = true;
  }

  #stream(): void {
    const bytes = this.#bytes;
    if (bytes[this.#at] === 0x0d) this.#at += 1;
    if (bytes[this.#at] === 0x0a) this.#at += 1;
    const from = this.#at;
    const declared = Number(this.#closed?.keys?.get('Length') || Number.NaN);
    const there =
      Number.isInteger(declared) &&
      bytes
        .toString('latin1', from + declared, from + declared + 12)
        .trimStart()
        .startsWith('endstream');
    const end = there ? from + declared : this.#noMoreEnds ? -1 : bytes.indexOf('endstream', from);
    this.#noMoreEnds ||= end < 0;
    const to = end < 0 ? bytes.length : end;
    if (this.#closed?.keys?.get('Type') === '/ObjStm') {
      try {
        this.#objects(bytes.subarray(from, to), this.#closed.keys);
      } catch (error) {
        if (!(error instanceof Broken) || this.#budget.left <= 0) throw error;
        this.#hidden = true;
      }
    }
    this.#at = to;
  }

  /** Objects in a compressed stream (ISO 32000-1, 7.5.7) are read like any others; one that cannot be unpacked hides them. */
  #objects(packed: Buffer, keys: ReadonlyMap<string, string>): void {
    const filter = keys.get('Filter') ?? '';
    // A predictor would turn the content into something else than what is looked at here.
    if (keys.has('DecodeParms')) throw new Broken();
    if (filter !== '' && filter !== '[' && filter !== '/FlateDecode' && filter !== '/Fl')
      throw new Found('active');
    let content = packed;
    if (filter !== '') {
      try {
        content = inflateSync(packed, { maxOutputLength: Math.max(1, this.#budget.left) });
      } catch {
        throw new Broken();
      }
    }
    this.#budget.left -= content.length;
    if (this.#budget.left <= 0) throw new Broken();
    new Scanner(content, this.#budget).scan();
  }
}

const endMark = '%%EOF';
/** Where the end mark is looked for, in bytes before the end of the file (Acrobat looks in the last 1,024). */
const endRoom = 2048;

/**
 * Whether a PDF may be taken, by its structure: what stands in a text or in compressed pages decides nothing. `protected`:
 * a password or a ban on printing or copying; `active`: scripts, programs to start, embedded files, another file behind
 * the end. `end`: how many bytes belong to it.
 */
export const readPdf = (
  bytes: Uint8Array,
): { readonly end: number } | { readonly refused: ContentRefusal } => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const mark = buffer.lastIndexOf(endMark);
  if (mark < 0) return { refused: 'unreadable' };
  const end = mark + endMark.length;
  const tail = tailOf(bytes, end);
  if (tail === 'foreign') return { refused: 'active' };
  if (tail === 'cut' && bytes.length - end > endRoom) return { refused: 'unreadable' };
  try {
    new Scanner(buffer.subarray(0, end), { left: mostUnpacked }).scan();
  } catch (error) {
    if (error instanceof Found) return { refused: error.refusal };
    if (error instanceof Broken) return { refused: 'unreadable' };
    throw error;
  }
  return { end: tail === 'cut' ? end : bytes.length };
};
