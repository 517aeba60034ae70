import { createHash } from 'node:crypto';
import { buildFaqIndex } from '../../src/faq/build.ts';
import { readQuestions } from '../eval/questions.ts';
import { readFaqSource, wanzhou } from '../eval/source.ts';

/** Latency of policy answers by length of the question, start-up cost, and a hash of all rankings to compare Node versions. */
const source = readFaqSource(wanzhou);
const begun = performance.now();
const index = buildFaqIndex(source);
const built = performance.now() - begun;

const questions = readQuestions(new URL('../eval/dev.jsonl', import.meta.url).pathname).map(({ q }) => q);
const text = questions.join('，');
const long = Array.from({ length: 200 }, (_, at) => text.slice(at * 7, at * 7 + 300));

const timed = (asked: readonly string[]): { p50: number; p95: number } => {
  for (const question of asked.slice(0, 50)) index.answer(question);
  const times = asked
    .map(question => {
      const start = performance.now();
      index.answer(question);
      return performance.now() - start;
    })
    .sort((a, b) => a - b);
  return { p50: times[Math.floor(times.length * 0.5)]!, p95: times[Math.floor(times.length * 0.95)]! };
};

const rankings = questions.map(question => index.answer(question).trace.rivals);
const hash = createHash('sha256').update(JSON.stringify(rankings)).digest('hex').slice(0, 16);
const shown = (name: string, { p50, p95 }: { p50: number; p95: number }) =>
  `${name}: p50 ${p50.toFixed(2)} ms, p95 ${p95.toFixed(2)} ms`;
console.log(`node ${process.version}: index built in ${built.toFixed(0)} ms, rankings ${hash}`);
console.log(shown('development questions', timed(questions)));
console.log(shown('300 characters', timed(long)));
