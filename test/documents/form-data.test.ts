import { describe, expect, it } from 'vitest';
import { FormData, printable } from '../../src/documents/form-data.ts';
import { completeAnswers, dataFor, wanzhou } from './forms.ts';

describe('printable text', () => {
  it.each([
    ['line ends of every kind', 'a\r\nb\rc\u0085d\u2028e', 'a\nb\nc\nd\ne'],
    ['control characters', '甲\u0000\u0007\u001b乙', '甲乙'],
    ['lone surrogates', '甲\ud800乙\udc00', '甲乙'],
    ['direction marks', '甲\u202e乙\u2066丙\u200f', '甲乙丙'],
    ['noncharacters', '甲\ufffe\uffff乙', '甲乙'],
    ['tabs', '甲\t乙', '甲  乙'],
  ])('has no %s left', (_, given, expected) => {
    expect(printable(given)).toBe(expected);
  });

  it('keeps rare characters and emoji', () => {
    expect(printable('𠮷野家👨‍👩‍👧')).toBe('𠮷野家👨‍👩‍👧');
  });
});

describe('form data', () => {
  it('survives the outbox: JSON and back gives the same', () => {
    const data = dataFor(wanzhou, completeAnswers(wanzhou.form, { partners: 3 }), { partners: 3 });
    expect(FormData.parse(JSON.parse(JSON.stringify(data)))).toEqual(data);
  });

  it('pads a group to the blocks the form prints and never goes over its maximum', () => {
    expect(dataFor(wanzhou, {}, {}).groups.partners).toHaveLength(2);
    expect(dataFor(wanzhou, {}, { partners: 3 }).groups.partners).toHaveLength(3);
    expect(dataFor(wanzhou, {}, { partners: 1_000_000 }).groups.partners).toHaveLength(20);
  });

  it('prints nothing that is no field of the form', () => {
    const data = dataFor(
      wanzhou,
      { stranger: '甲', __proto__: '乙', 'partners.0.stranger': '丙' },
      { partners: 1 },
    );
    expect(JSON.stringify(data)).not.toMatch(/[甲乙丙]/);
  });
});
