import { expect, test } from 'vitest';
import { paperReader } from '../../src/faq/papers.ts';
import { ask, source } from './wanzhou.ts';

const papersIn = paperReader(source);

test.each([
  ['表里没有空位', ['附件1']],
  ['这些写到方案哪里', ['附件2']],
  ['以认促建在通知里没找到', []],
  ['补助多少钱', []],
])('%s points at %j', (question, papers) => expect(papersIn(question)).toEqual(papers));

test('the document a question points at decides between clauses on the same matter', () => {
  expect(ask('理事会怎么设，写在方案哪一部分').clauses[0]).toBe('附件2·五');
  expect(ask('要不要设理事会').clauses[0]).toBe('通知·三(六)');
});
