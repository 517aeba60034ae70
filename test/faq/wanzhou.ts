import { buildFaqIndex } from '../../src/faq/build.ts';
import type { PolicyAnswer } from '../../src/model/answer.ts';
import { readFaqSource, wanzhou } from '../eval/source.ts';

export const source = readFaqSource(wanzhou);
export const index = buildFaqIndex(source);

/** Answer to a question, and its clause ids for short expectations. */
export const ask = (
  question: string,
  context: string | null = null,
): PolicyAnswer & { readonly clauses: readonly string[] } => {
  const answer = index.answer(question, { context });
  return { ...answer, clauses: answer.cards.map(({ clause }) => clause) };
};
