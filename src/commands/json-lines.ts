import { TextDecoder } from 'node:util';
import type { z } from 'zod';
import type { Issue } from '../model/issue.ts';

const LF = 0x0a;

/** The lines of bytes, cut at LF alone, without it. */
const byteLinesOf = async function* (input: AsyncIterable<Uint8Array | string>): AsyncGenerator<Uint8Array> {
  let begun: Uint8Array[] = [];
  for await (const piece of input) {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
    let from = 0;
    for (let end = bytes.indexOf(LF); end !== -1; end = bytes.indexOf(LF, from)) {
      yield begun.length === 0
        ? bytes.subarray(from, end)
        : Buffer.concat([...begun, bytes.subarray(from, end)]);
      begun = [];
      from = end + 1;
    }
    if (from < bytes.length) begun.push(bytes.subarray(from));
  }
  if (begun.length > 0) yield Buffer.concat(begun);
};

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);

/**
 * The lines of a JSON Lines stream, cut at LF alone: readline also cuts at U+2028 and U+2029, which a JSON string may
 * hold as they are (ECMA-404, RFC 8259 section 7). A CR before the LF is dropped, and a byte order mark before any line,
 * since files that each begin with one are put behind one another.
 */
export const jsonLinesOf = async function* (
  input: AsyncIterable<Uint8Array | string>,
): AsyncGenerator<string> {
  for await (const bytes of byteLinesOf(input)) yield withoutReturn(new TextDecoder().decode(bytes));
};

/** What a program wrote in one line, or why it cannot be read: as data, so that the lines behind it are answered. */
export type LineRead<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly why: 'encoding' | 'shape' };

const readLine = <T>(bytes: Uint8Array, shape: z.ZodType<T>): LineRead<T> | null => {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // What is not UTF-8 would be kept as a row of U+FFFD.
    return { ok: false, why: 'encoding' };
  }
  if (text.trim() === '') return null;
  try {
    const { success, data } = shape.safeParse(JSON.parse(text));
    return success ? { ok: true, value: data } : { ok: false, why: 'shape' };
  } catch {
    return { ok: false, why: 'shape' };
  }
};

/** The lines of another program, each of this shape (ask, judge, read and chat with `--json`); empty ones are passed over. */
export const readLinesOf = async function* <T>(
  input: AsyncIterable<Uint8Array | string>,
  shape: z.ZodType<T>,
): AsyncGenerator<LineRead<T>> {
  for await (const bytes of byteLinesOf(input)) {
    const read = readLine(bytes, shape);
    if (read) yield read;
  }
};

/** What a line that cannot be read is answered with; `shape` says how one looks. */
export const badLine = (
  door: string,
  why: 'encoding' | 'shape',
  shape: string,
): { readonly error: Issue } => ({
  error: {
    code: `${door}:bad-line`,
    message: why === 'encoding' ? '这一行不是 UTF-8 编码，没有处理' : shape,
  },
});

const separators = /[\u2028\u2029\u0085]/g;

/** One line of output; what some readers take for the end of a line is escaped. */
export const jsonLine = (value: unknown): string =>
  `${JSON.stringify(value).replace(separators, sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
