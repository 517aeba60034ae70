import { expect, test } from 'vitest';
import { index, source } from '../faq/wanzhou.ts';
import { figuresOf, grade } from './grade.ts';
import { readQuestions } from './questions.ts';

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

test('no question of the pack repeats a development question of more than ten characters', () => {
  const plain = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '');
  const asked = new Set(questions.map(({ q }) => plain(q)).filter(text => text.length > 10));
  const written = [...source.faq.intents, ...source.faq.silent].flatMap(({ variants }) => variants);
  expect(written.filter(variant => asked.has(plain(variant)))).toEqual([]);
});
