import { read } from '../language/read.ts';
import type { Value } from '../language/reading.ts';
import type { Context } from './context.ts';
import { vocabularyOf } from './understand/vocabulary.ts';

/** Values that are somebody's own. */
const personal: ReadonlySet<Value['kind']> = new Set<Value['kind']>(['person', 'phone', 'email']);

/** A question as it may be kept for the notice's author: without the names and numbers somebody wrote into it. */
export const masked = ({ pack }: Context, question: string): string => {
  let kept = '';
  let from = 0;
  const values = read(question, vocabularyOf(pack)).values.filter(({ kind }) => personal.has(kind));
  for (const { start, end } of values.sort((a, b) => a.start - b.start)) {
    if (start < from) continue;
    kept += `${question.slice(from, start)}〔略〕`;
    from = end;
  }
  return kept + question.slice(from);
};
