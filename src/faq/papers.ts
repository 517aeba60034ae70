import type { FaqSource } from './source.ts';

/** Characters `…` may stand for. */
const gap = 6;

/** `通知里没找到` says where it is not. */
const absent = '(?!里?面?(?:没(?:找|看|见|写|提|说)|找不到))';

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');

const patternOf = (phrases: readonly string[]): RegExp =>
  new RegExp(
    phrases.map(phrase => phrase.split('…').map(literal).join(`.{0,${gap}}`) + absent).join('|'),
    'u',
  );

/** The document a clause stands in: its id up to the first `·`. */
export const paperOf = (clause: string): string => clause.split('·', 1)[0]!;

/** Finds the ids of the documents a question points at, by the pack's `papers`. */
export const paperReader = ({ faq }: FaqSource): ((text: string) => readonly string[]) => {
  const papers = Object.entries(faq.papers)
    .filter(([, phrases]) => phrases.length > 0)
    .map(([id, phrases]) => ({ id, pattern: patternOf(phrases) }));
  return text => papers.filter(({ pattern }) => pattern.test(text)).map(({ id }) => id);
};
