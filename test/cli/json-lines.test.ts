import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { jsonLinesOf } from '../../src/commands/json-lines.ts';

const read = async (lines: AsyncIterable<string>): Promise<string[]> => {
  const found: string[] = [];
  for await (const line of lines) found.push(line);
  return found;
};

/** What a JSON string may hold as it is, though somebody takes it for the end of a line. */
const within = ['\u2028', '\u2029', '\u0085', '\v', '\f', '\u001c', '\u001e'];

const texts = within.map(mark => `{"id":"1","q":"申报截止${mark}到什么时候"}`);

describe('JSON lines', () => {
  it.each(texts)('end at LF alone: %j', async text => {
    expect(await read(jsonLinesOf(Readable.from([Buffer.from(`${text}\n{"id":"2"}\n`)])))).toEqual([
      text,
      '{"id":"2"}',
    ]);
  });

  it('come whole however the bytes are cut', async () => {
    const bytes = Buffer.from(`\uFEFF${texts.join('\r\n')}\n\n末行`);
    const pieces = Array.from(bytes, byte => Buffer.from([byte]));
    expect(await read(jsonLinesOf(Readable.from(pieces)))).toEqual([...texts, '', '末行']);
  });

  it('are not what readline makes of them', async () => {
    const input = Readable.from([Buffer.from(texts.join('\n'))]);
    expect(await read(createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }))).not.toEqual(texts);
  });
});
