import type { PolicyAnswer } from '../model/answer.ts';
import { cardLimit } from './cards.ts';

/**
 * The answer after somebody chose among its `choices`: the chosen cards come first and none of the words come from the
 * chooser. No ids mean that none of the clauses answers. Ids that were not offered change nothing, and what the pack
 * knows to be silent stays silent.
 */
export const applyChoice = (answer: PolicyAnswer, ids: readonly string[]): PolicyAnswer => {
  const offered = answer.choices ?? [];
  if (offered.length === 0 || !ids.every(id => offered.some(({ clause }) => clause === id))) return answer;
  const { choices: _, ...settled } = answer;
  if (ids.length === 0) return { ...settled, kind: 'silent', cards: answer.cards.slice(0, 1), conflicts: [] };
  const chosen = offered.filter(({ clause }) => ids.includes(clause));
  const others = answer.kind === 'answer' ? answer.cards.filter(({ clause }) => !ids.includes(clause)) : [];
  return { ...settled, kind: 'answer', cards: [...chosen, ...others].slice(0, cardLimit) };
};
