import type { PolicyCard } from '../model/answer.ts';
import type { Clause } from '../model/clause.ts';
import { type AnswerType, typeCues } from './language.ts';

/** Most cards one reply shows. */
export const cardLimit = 3;

/** `办法·第二十四条第二款` and `通知·二·导语` are cited as the clause they are a paragraph of. */
const citedId = (id: string): string =>
  id.replace(/·导语$/u, '').replace(/第[一二三四五六七八九十]{1,9}款[\s\S]*$/u, '');

/** A lead-in that says something about its items, unlike a bare heading. */
const speaks = (text: string): boolean => /[。：:]\s*$/u.test(text);

const leadOf = (clause: Clause, clauses: ReadonlyMap<string, Clause>): PolicyCard['lead'] => {
  const opening = clause.parent ? clauses.get(`${clause.parent}·导语`) : undefined;
  if (!opening || opening.id === clause.id || !speaks(opening.text)) return undefined;
  return { clause: citedId(opening.id), quote: opening.text.trim() };
};

const marksIn = (quote: string, types: readonly AnswerType[], words: readonly string[]): string[] => {
  const values = types.flatMap(type => quote.match(typeCues[type].value) ?? []);
  return [...new Set([...values, ...words.filter(word => word.length > 1 && quote.includes(word))])];
};

/**
 * A card for a clause: its text without the white space around it, with the values of the asked types and the given
 * words marked. Throws for an unknown clause: the pack's check has let it through.
 */
export const cardFor = (
  id: string,
  clauses: ReadonlyMap<string, Clause>,
  types: readonly AnswerType[],
  words: readonly string[],
): PolicyCard => {
  const clause = clauses.get(id);
  if (!clause) throw new Error(`faq refers to unknown clause ${id}`);
  const quote = clause.text.trim();
  const lead = leadOf(clause, clauses);
  return { clause: citedId(id), quote, marks: marksIn(quote, types, words), ...(lead ? { lead } : {}) };
};

/** Cards without those that repeat or lie inside an earlier one, at most {@link cardLimit}. */
export const distinctCards = (cards: readonly PolicyCard[]): PolicyCard[] => {
  const kept: PolicyCard[] = [];
  for (const card of cards) {
    const repeated = kept.some(
      other => other.quote.includes(card.quote) && other.clause.startsWith(card.clause.slice(0, 2)),
    );
    if (!repeated && kept.length < cardLimit) kept.push(card);
  }
  return kept;
};
