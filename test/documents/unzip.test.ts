import { describe, expect, it } from 'vitest';
import { unzip } from '../../src/documents/unzip.ts';
import { type Entry, zipOf } from './archives.ts';

const limits = { entries: 10, total: 100_000 };
const zeros = (size: number) => new Uint8Array(size);
const codeOf = (bytes: Uint8Array) => {
  const result = unzip(bytes, limits);
  return result.ok ? null : result.issues[0]!.code;
};
const many = (count: number): Entry[] =>
  Array.from({ length: count }, (_, index) => ({ name: `${index}`, data: 'x' }));

describe('an archive', () => {
  it('is read, packed or stored, without its folders', () => {
    const result = unzip(
      zipOf(
        { name: 'a/', data: '' },
        { name: 'a/字.xml', data: '内容' },
        { name: 'b', data: 'plain', method: 0 },
      ),
      limits,
    );
    expect(
      result.ok && [...result.value].map(([name, data]) => [name, Buffer.from(data).toString()]),
    ).toEqual([
      ['a/字.xml', '内容'],
      ['b', 'plain'],
    ]);
  });

  it('is read where it lies inside a larger buffer', () => {
    const inner = zipOf({ name: 'a', data: '内容' });
    const outer = Buffer.concat([Buffer.from('junk'), inner]);
    expect(unzip(outer.subarray(4), limits)).toMatchObject({ ok: true });
  });

  it('may be as large as the limits say', () => {
    expect(codeOf(zipOf({ name: 'a', data: zeros(99_999) }))).toBeNull();
    expect(codeOf(zipOf(...many(10)))).toBeNull();
  });

  it.each<[string, Entry[], string]>([
    ['grows over the limit', [{ name: 'a', data: zeros(5_000_000) }], 'file:zip-bomb'],
    ['declares less than it holds', [{ name: 'a', data: zeros(5_000_000), declares: 10 }], 'file:zip-bomb'],
    [
      'grows over the limit only with all entries together',
      [
        { name: 'a', data: zeros(60_000) },
        { name: 'b', data: zeros(60_000) },
      ],
      'file:zip-bomb',
    ],
    ['stores more than the limit', [{ name: 'a', data: zeros(200_000), method: 0 }], 'file:zip-bomb'],
    ['has too many entries', many(11), 'file:zip-bomb'],
    ['is encrypted', [{ name: 'a', data: 'x', encrypted: true }], 'file:encrypted'],
    ['uses an unknown method', [{ name: 'a', data: 'x', method: 14 }], 'file:unreadable'],
    ['climbs out', [{ name: '../../etc/passwd', data: 'x' }], 'file:unreadable'],
    ['starts at the root', [{ name: '/etc/passwd', data: 'x' }], 'file:unreadable'],
    ['climbs out the other way', [{ name: '..\\x', data: 'x' }], 'file:unreadable'],
    [
      'holds one name twice',
      [
        { name: 'a', data: 'x' },
        { name: 'a', data: 'y' },
      ],
      'file:unreadable',
    ],
  ])('is refused when it %s', (_, entries, code) => {
    expect(codeOf(zipOf(...entries))).toBe(code);
  });

  it('cut anywhere or changed anywhere is an issue and never a throw', () => {
    const whole = zipOf({ name: 'a', data: '内容内容' }, { name: 'b', data: 'plain' });
    for (let at = 0; at < whole.length; at += 1) {
      expect(codeOf(whole.subarray(0, at))).toBe('file:unreadable');
      const changed = Buffer.from(whole);
      changed[at] = changed[at]! ^ 0xff;
      expect(() => unzip(changed, limits)).not.toThrow();
    }
  });
});
