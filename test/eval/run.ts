import { parseArgs } from 'node:util';
import { buildFaqIndex } from '../../src/faq/build.ts';
import { figuresOf, grade } from './grade.ts';
import { readQuestions } from './questions.ts';
import { readFaqSource, wanzhou } from './source.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pack: { type: 'string', default: wanzhou },
    today: { type: 'string', default: '2022-09-01' },
    quiet: { type: 'boolean', default: false },
  },
});
const file = positionals[0] ?? new URL('./dev.jsonl', import.meta.url).pathname;
const source = readFaqSource(values.pack);
const index = buildFaqIndex(source);
const questions = readQuestions(file);
for (const { q } of questions) index.answer(q);
const graded = questions.map(question => grade(index, source, question, values.today));
const figures = figuresOf(graded);

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const count = (kind: string): number => questions.filter(question => question.kind === kind).length;
console.log(
  [
    `${file}: ${questions.length} questions`,
    `answerable ${count('answerable')}: shown in <= 3 cards ${percent(figures.shown)}, top card ${percent(figures.top)}, wrong ${percent(figures.wrong)}`,
    `unanswerable ${count('unanswerable')}: silent ${percent(figures.silent)}`,
    `actions ${count('action')}: right ${percent(figures.actions)}`,
    `small talk ${count('chitchat')}: handled ${percent(figures.smalltalk)}`,
    `cards an answer: ${(
      graded
        .filter(one => one.answer.kind === 'answer')
        .reduce((sum, one) => sum + one.answer.cards.length, 0) /
        Math.max(1, graded.filter(one => one.answer.kind === 'answer').length)
    ).toFixed(2)}`,
    `latency p50 ${figures.p50.toFixed(2)} ms, p95 ${figures.p95.toFixed(2)} ms`,
  ].join('\n'),
);
if (!values.quiet)
  for (const { question, answer, right, top, wrong } of graded)
    if (!right || (question.kind === 'answerable' && !top))
      console.log(
        [
          `${right ? 'below top' : wrong ? 'WRONG' : 'miss'} ${question.id} ${question.q}`,
          `  wanted ${question.action ?? question.kind} ${question.cite.join(' ')}`,
          `  got ${answer.kind} ${answer.action ?? answer.topic ?? answer.tone ?? ''} ${answer.cards.map(card => card.clause).join(' ')}`,
          `  ${answer.trace.normalised} | ${answer.trace.rivals.map(({ id, score }) => `${id} ${score.toFixed(2)}`).join(', ')}`,
        ].join('\n'),
      );
