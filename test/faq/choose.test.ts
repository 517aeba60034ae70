import { describe, expect, test } from 'vitest';
import { applyChoice } from '../../src/faq/choose.ts';
import type { PolicyAnswer, PolicyCard } from '../../src/model/answer.ts';
import { ask } from './wanzhou.ts';

const card = (clause: string): PolicyCard => ({ clause, quote: `${clause}的原文`, marks: [] });
const unsure: PolicyAnswer = {
  ...ask('申报什么时候截止'),
  cards: [card('甲'), card('乙')],
  choices: [card('甲'), card('乙'), card('丙')],
};

describe('applyChoice', () => {
  test('puts the chosen cards first and keeps the others', () => {
    const { kind, cards, choices } = applyChoice(unsure, ['丙']);
    expect([kind, ...cards.map(({ clause }) => clause)]).toEqual(['answer', '丙', '甲', '乙']);
    expect(choices).toBeUndefined();
  });

  test('is silent when nothing was chosen, with the nearest clause', () => {
    expect(applyChoice(unsure, [])).toMatchObject({ kind: 'silent', cards: [{ clause: '甲' }] });
  });

  test('does not take what was not offered', () => {
    expect(applyChoice(unsure, ['丁'])).toBe(unsure);
    expect(applyChoice(unsure, ['甲', '丁'])).toBe(unsure);
  });
});

describe('choices', () => {
  test('are offered only where it is uncertain which clause is meant', () => {
    expect(ask('申报什么时候截止').choices).toBeUndefined();
    expect(ask('材料一式几份').choices).toBeUndefined();
    const open = ask('这边支持哪方面');
    expect(open.choices!.length).toBeGreaterThan(1);
    expect(open.choices!.length).toBeLessThanOrEqual(5);
  });
});
