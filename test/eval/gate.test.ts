import { expect, test } from 'vitest';
import { buildFaqIndex } from '../../src/faq/build.ts';
import { candidatesOf } from '../../src/faq/candidates.ts';
import { index, source } from '../faq/wanzhou.ts';
import { figuresOf, grade } from './grade.ts';
import { readQuestions } from './questions.ts';
import { readFaqSource } from './source.ts';

const questions = readQuestions(new URL('./dev.jsonl', import.meta.url).pathname);
const today = '2022-09-01';
const figures = figuresOf(questions.map(question => grade(index, source, question, today)));

test('the development questions reach the figures of the issue', () => {
  expect(figures.shown).toBeGreaterThanOrEqual(0.97);
  expect(figures.top).toBeGreaterThanOrEqual(0.9);
  expect(figures.wrong).toBeLessThanOrEqual(0.02);
  expect(figures.silent).toBeGreaterThanOrEqual(0.96);
  expect(figures.actions).toBeGreaterThanOrEqual(0.95);
  expect(figures.smalltalk).toBe(1);
});

// Another person's questions. Measured once before anything was changed on their account (shown 89.1 %, wrong 4.5 %,
// silent 97.1 %, actions 86.7 %), then retired and tuned on: these gates only keep what was won.
test('the retired hold-out stays answered', () => {
  const retired = readQuestions(new URL('./holdout-1.jsonl', import.meta.url).pathname);
  const held = figuresOf(retired.map(question => grade(index, source, question, today)));
  expect(held.shown).toBeGreaterThanOrEqual(0.96);
  expect(held.wrong).toBeLessThanOrEqual(0.02);
  expect(held.silent).toBeGreaterThanOrEqual(0.95);
  expect(held.actions).toBeGreaterThanOrEqual(0.95);
});

// A second person's questions, asked once at commit 1727b94 (shown 97.0 %, top 96.0 %, wrong 1.0 %, silent 100 %, actions
// 100 %), then looked at while the matcher learned its weights, and so retired: this gate only keeps what was won.
test('the second hold-out stays answered', () => {
  const unseen = readQuestions(new URL('./holdout-2.jsonl', import.meta.url).pathname);
  const held = figuresOf(unseen.map(question => grade(index, source, question, today)));
  expect(held.shown).toBeGreaterThanOrEqual(0.95);
  expect(held.wrong).toBeLessThanOrEqual(0.02);
  expect(held.silent).toBeGreaterThanOrEqual(0.95);
  expect(held.actions).toBeGreaterThanOrEqual(0.95);
});

// Thirty questions written for a third notice before the matcher was changed and before its pack was written; the pack
// has a few dozen lines of its own. They have been looked at since, so these gates only keep what was won.
test('a notice with a page of its own content is answered by the common topics', () => {
  const voucher = readFaqSource(new URL('../fixtures/packs/shanwei-2021-voucher', import.meta.url).pathname);
  const own = buildFaqIndex(voucher);
  const asked = readQuestions(new URL('./voucher-dev.jsonl', import.meta.url).pathname);
  const held = figuresOf(asked.map(question => grade(own, voucher, question, '2021-10-21')));
  expect(held.shown).toBeGreaterThanOrEqual(0.9);
  expect(held.silent).toBeGreaterThanOrEqual(0.9);
  expect(held.wrong).toBeLessThanOrEqual(0.03);
  expect(held.actions).toBe(1);
  // Without the common topics nothing is left of it.
  const bare = { ...voucher, common: { ...voucher.common, topics: [] } };
  const alone = buildFaqIndex(bare);
  expect(figuresOf(asked.map(question => grade(alone, bare, question, '2021-10-21'))).silent).toBeLessThan(
    0.5,
  );
});

test('an index that always answers, or never does, does not pass', () => {
  const always = index.answer('申报什么时候截止');
  const never = index.answer('材料一式几份');
  for (const fixed of [always, never]) {
    const blind = figuresOf(
      questions.map(question => grade({ answer: () => fixed }, source, question, today)),
    );
    expect(Math.min(blind.shown, blind.silent)).toBeLessThan(0.1);
  }
});

test('no question of the pack repeats a development or retired question of more than ten characters', () => {
  const plain = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '');
  const retired = readQuestions(new URL('./holdout-1.jsonl', import.meta.url).pathname);
  const known = [...questions, ...retired].map(({ q }) => plain(q));
  const asked = new Set(known.filter(text => text.length > 10));
  const written = candidatesOf(source).flatMap(({ variants }) => variants);
  expect(written.filter(variant => asked.has(plain(variant)))).toEqual([]);
});
