import { expect, test } from 'vitest';
import { composeReply } from '../../src/engine/reply.ts';
import { buildFaqIndex } from '../../src/faq/build.ts';
import { candidatesOf } from '../../src/faq/candidates.ts';
import { readFaqSource } from '../eval/source.ts';
import { strangerFinder } from './invariant.ts';

const workshop = readFaqSource(new URL('../fixtures/packs/yunxi-workshop-2026', import.meta.url).pathname);
const index = buildFaqIndex(workshop);

test.each([
  ['非遗工坊啥时候截止报名', 'answer', '通知·七(一)'],
  ['要准备些什么材料', 'answer', '通知·四'],
  ['申报表要交几份哦', 'answer', '通知·四(一)'],
  ['没得传承人能不能报', 'answer', '通知·二(三)'],
  ['认定了能管几年', 'answer', '通知·五(三)'],
  ['做竹编的算哪一类', 'answer', '通知·三'],
  ['通知第三条怎么说的', 'answer', '通知·三'],
])('another notice works by its content alone: %s', (question, kind, clause) => {
  const answer = index.answer(question);
  expect(answer.kind).toBe(kind);
  expect(answer.cards.map(card => card.clause)).toContain(clause);
});

test.each([
  ['一共认定几家', '名额和数量'],
  ['周末收材料吗', '办公时间'],
])('and is silent by its content alone: %s', (question, topic) => {
  expect(index.answer(question)).toMatchObject({ kind: 'silent', topic });
});

test('a wish is a wish with the name of what the notice is about in front', () => {
  expect(index.answer('老师，想问下那个非遗工坊能不能报嘛')).toMatchObject({ action: 'eligibility' });
});

test('its replies hold nothing but its own slices and the templates', () => {
  const strangersIn = strangerFinder(workshop);
  const questions = candidatesOf(workshop).flatMap(({ variants }) => variants);
  for (const question of questions)
    expect(strangersIn(composeReply(index.answer(question), workshop, '2026-03-10'))).toEqual([]);
});
