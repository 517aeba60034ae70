import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { badLine, jsonLine, jsonLinesOf, type LineRead, readLinesOf } from '../../src/commands/json-lines.ts';

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

  it('may each begin with a byte order mark, as files that are put behind one another do', async () => {
    const bytes = Buffer.from('\uFEFF{"a":1}\r\n\uFEFF{"b":2}\n\uFEFF');
    expect(await read(jsonLinesOf(Readable.from([bytes])))).toEqual(['{"a":1}', '{"b":2}', '']);
  });

  it('are not what readline makes of them', async () => {
    const input = Readable.from([Buffer.from(texts.join('\n'))]);
    expect(await read(createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }))).not.toEqual(texts);
  });
});

describe('the lines of another program', () => {
  const Line = z.strictObject({ text: z.string() });
  const taken = async (...pieces: (string | Buffer)[]): Promise<LineRead<{ text: string }>[]> => {
    const found: LineRead<{ text: string }>[] = [];
    const bytes = Buffer.concat(pieces.map(piece => Buffer.from(piece)));
    for await (const line of readLinesOf(Readable.from([bytes]), Line)) found.push(line);
    return found;
  };
  const whole = { ok: true, value: { text: '你好' } };
  const line = '{"text":"你好"}';
  // “你好” in GB 18030.
  const elsewhere = Buffer.from([0xc4, 0xe3, 0xba, 0xc3]);

  it.each<[string, (string | Buffer)[], 'encoding' | 'shape']>([
    ['of another encoding', ['{"text":"', elsewhere, '"}'], 'encoding'],
    ['of UTF-16', [Buffer.from(`\uFEFF${line}`, 'utf16le')], 'encoding'],
    ['with half a character', [Buffer.from(line).subarray(0, 11), '"}'], 'encoding'],
    ['with a surrogate written as bytes', ['{"text":"', Buffer.from([0xed, 0xa0, 0xbd]), '"}'], 'encoding'],
    ['that is half a line', ['{"text":"你'], 'shape'],
    ['of two values', [line, line], 'shape'],
    ['of another shape', ['{"q":"你好"}'], 'shape'],
    ['of a list', [`[${line}]`], 'shape'],
  ])('%s: it alone is not read', async (_, pieces, why) => {
    expect(await taken(line, '\r\n', ...pieces, '\n\n \n', line)).toEqual([whole, { ok: false, why }, whole]);
    expect(badLine('chat', why, '写法').error).toEqual({
      code: 'chat:bad-line',
      message: why === 'encoding' ? '这一行不是 UTF-8 编码，没有处理' : '写法',
    });
  });

  it('may hold an escaped surrogate alone', async () => {
    expect(await taken('{"text":"\\ud83d"}')).toEqual([{ ok: true, value: { text: '\ud83d' } }]);
  });
});

describe('a line that is written', () => {
  it('is one line to every reader, and the same value', () => {
    const value = { text: `甲${within.join('')}\n乙\ud800` };
    const written = jsonLine(value);
    expect(written.slice(0, -1)).not.toMatch(/[\u0000-\u001f\u0085\u2028\u2029]/);
    expect(JSON.parse(written)).toEqual(value);
  });
});
