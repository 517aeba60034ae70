import { describe, expect, it } from 'vitest';
import { fold } from '../../src/engine/text.ts';

describe('folding', () => {
  it.each([
    ['先进制造', '先进制造'],
    ['kpi2022', 'kpi2022'],
    ['  先 进\u200b制造。', '先进制造'],
    ['ＫＰＩ２０２２！', 'kpi2022'],
    ['“其他（请注明）”', '其他(请注明'],
    ['\uf900', '\u5c82'],
    ['轉 人工！', '转人工'],
    ['👌', ''],
    ['', ''],
  ])('compares %j as %j', (text, folded) => {
    expect(fold(text)).toBe(folded);
    expect(fold(folded)).toBe(folded);
  });
});
