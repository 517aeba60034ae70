import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lengthIn, shorten, splitText, type TextUnit } from '../../src/host/text-split.ts';

const segmenter = new Intl.Segmenter('zh', { granularity: 'grapheme' });
const bordersOf = (text: string): Set<number> =>
  new Set([...segmenter.segment(text)].map(({ index }) => index));

const family = '👨‍👩‍👧‍👦';
const mixedText = fc
  .array(
    fc.oneof(
      fc.constantFrom('申报', '。', '\n', family, '🇨🇳', 'e\u0301', '\r\n', ' ', 'a', '，'),
      fc.string({ unit: 'binary', maxLength: 5 }),
    ),
    { maxLength: 200 },
  )
  .map(pieces => pieces.join('').toWellFormed());

describe('splitText', () => {
  it('gives parts within the limit, at grapheme borders, that join to the text', () => {
    fc.assert(
      fc.property(
        mixedText,
        fc.integer({ min: 64, max: 300 }),
        fc.constantFrom<TextUnit>('characters', 'bytes'),
        (text, limit, unit) => {
          const parts = splitText(text, limit, unit);
          const borders = bordersOf(text);
          let at = 0;
          for (const part of parts) {
            expect(part).not.toBe('');
            expect(lengthIn(part, unit)).toBeLessThanOrEqual(limit);
            expect(borders.has(at)).toBe(true);
            at += part.length;
          }
          expect(parts.join('')).toBe(text);
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    ['after a line end', `${'一'.repeat(30)}\n${'二'.repeat(30)}`, [31, 30]],
    ['after a sentence', `${'一'.repeat(30)}。${'二'.repeat(30)}`, [31, 30]],
    ['at a line end rather than a later comma', `${'一'.repeat(25)}\n二，${'三'.repeat(30)}`, [26, 32]],
    ['anywhere when the only break is in the first half', `一。${'二'.repeat(60)}`, [40, 22]],
  ])('breaks %s', (_, text, lengths) => {
    expect(splitText(text, 40, 'characters').map(part => part.length)).toEqual(lengths);
  });

  it('takes one character longer than the limit apart at code points, never inside one', () => {
    const stacked = `e${'\u0301'.repeat(100)}${'𠮷\u0301'.repeat(3)}`;
    const parts = splitText(stacked, 10, 'bytes');
    expect(parts.join('')).toBe(stacked);
    expect(parts.every(part => part.isWellFormed() && lengthIn(part, 'bytes') <= 10)).toBe(true);
  });

  it('has no parts for an empty text and refuses a limit below one code point', () => {
    expect(splitText('', 10, 'bytes')).toEqual([]);
    expect(() => splitText('x', 3, 'bytes')).toThrow(RangeError);
  });
});

describe('shorten', () => {
  it.each<[string, number, TextUnit, string]>([
    ['重庆市万州区', 6, 'characters', '重庆市万州区'],
    ['重庆市万州区科学技术局', 6, 'characters', '重庆市万州…'],
    ['重庆市', 8, 'bytes', '重…'],
    [`a${family}b`, 5, 'characters', 'a…'],
  ])('%s to %i %s', (text, limit, unit, expected) => {
    expect(shorten(text, limit, unit)).toBe(expected);
  });
});
