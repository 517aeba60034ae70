import { describe, expect, it } from 'vitest';
import { simplified } from '../../src/language/script.ts';

describe('traditional characters', () => {
  it.each([
    ['轉人工', '转人工'],
    ['企業', '企业'],
    ['醫院', '医院'],
    ['重慶市萬州區', '重庆市万州区'],
    ['不同意，請繼續', '不同意，请继续'],
  ])('%s is compared as %s', (typed, compared) => {
    expect(simplified(typed)).toBe(compared);
  });

  it.each(['重庆市万州区', '著名', '乾隆', '皇后', 'abc 123', '𠮷'])('%s stays as it is', text => {
    expect(simplified(text)).toBe(text);
  });

  it('takes 100,000 characters of either sort', () => {
    expect(simplified('業'.repeat(100_000))).toBe('业'.repeat(100_000));
    expect(simplified('业'.repeat(100_000))).toBe('业'.repeat(100_000));
  });
});
