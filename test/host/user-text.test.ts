import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inertText } from '../../src/host/user-text.ts';

describe('inertText', () => {
  it.each([
    ['ordinary text stays', '重庆某某公司 & <b>', '重庆某某公司 & <b>'],
    ['line ends become one kind', 'a\r\nb\rc', 'a\nb\nc'],
    ['an override is named', '批准\u202e准批', '批准[U+202E]准批'],
    ['NUL and escape are named', 'a\u0000\u001b[31m', 'a[U+0000][U+001B][31m'],
    ['a lone surrogate is replaced', 'a\ud800b', 'a\ufffdb'],
    ['right-to-left writing is isolated line by line', 'שלום\nab', '\u2068שלום\u2069\n\u2068ab\u2069'],
    ['emoji families stay whole', '👨‍👩‍👧', '👨‍👩‍👧'],
  ])('%s', (_, text, expected) => {
    expect(inertText(text)).toBe(expected);
  });

  it('never lets an unbalanced direction control through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const shown = inertText(text);
        expect(shown.isWellFormed()).toBe(true);
        expect(shown.replace(/\u2068[^\u2068\u2069]*\u2069/g, '')).not.toMatch(
          /[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\u0000]/,
        );
      }),
    );
  });
});
