import { TextDecoder } from 'node:util';

/**
 * The lines of a JSON Lines stream, cut at LF alone: readline also cuts at U+2028 and U+2029, which a JSON string may
 * hold as they are (ECMA-404, RFC 8259 section 7). A CR before the LF and a byte order mark are dropped.
 */
export const jsonLinesOf = async function* (
  input: AsyncIterable<Uint8Array | string>,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of input) {
    const lines = (typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true })).split('\n');
    lines[0] = rest + lines[0]!;
    rest = lines.pop()!;
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest.endsWith('\r') ? rest.slice(0, -1) : rest;
};
