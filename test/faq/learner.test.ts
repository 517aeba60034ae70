import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../src/faq/evidence.ts';
import { type Example, learn } from '../../src/faq/learner.ts';

const known: string[] = [];

const numberOf = (word: string): number => {
  if (!known.includes(word)) known.push(word);
  return known.indexOf(word);
};

const text = (...words: string[]): Evidence => ({
  pieces: words.map(numberOf),
  amounts: words.map(() => 1 / Math.sqrt(words.length)),
});

const examples: Example[] = [
  { owner: 0, evidence: text('何时', '截止') },
  { owner: 0, evidence: text('几号', '截止') },
  { owner: 1, evidence: text('几份', '材料') },
  { owner: 1, evidence: text('一式', '几份') },
  { owner: 2, evidence: text('哪里', '材料') },
  { owner: 2, evidence: text('哪里', '报送') },
];

const scores = (asked: Evidence, from = examples): number[] => {
  const sums = new Float64Array(3);
  learn(from, 3).score(asked, sums);
  return [...sums];
};

const best = (values: readonly number[]): number => values.indexOf(Math.max(...values));

describe('what is learned from phrasings', () => {
  test('every one of them comes out as its own', () => {
    for (const { evidence, owner } of examples) expect(best(scores(evidence))).toBe(owner);
  });

  test('a word of two owners says less than a word of one', () => {
    expect(best(scores(text('材料', '几份')))).toBe(1);
    expect(best(scores(text('材料', '哪里')))).toBe(2);
  });

  test('nothing known, nothing said', () => expect(scores(text('天气'))).toEqual([0, 0, 0]));

  test('the same phrasings give the same figures to the last digit', () =>
    expect(scores(text('材料', '几份', '截止'))).toEqual(scores(text('材料', '几份', '截止'))));

  test('other owners of the same phrasings are learned: the figures come from them alone', () => {
    const swapped = examples.map(example => ({ ...example, owner: 2 - example.owner }));
    expect(best(scores(text('几号', '截止'), swapped))).toBe(2);
  });

  test('one owner alone needs no rival', () => {
    const sums = new Float64Array(1);
    learn([{ owner: 0, evidence: text('截止') }], 1).score(text('截止'), sums);
    expect(sums[0]).toBeGreaterThanOrEqual(0);
  });
});
