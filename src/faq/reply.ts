import type { PolicyAnswer, PolicyCard } from '../model/answer.ts';
import type { Clause } from '../model/clause.ts';
import type { Outcome } from './candidates.ts';
import { cardFor, distinctCards } from './cards.ts';
import { decide, isUnsure, thresholds } from './decide.ts';
import type { Match } from './match.ts';
import type { Ranked } from './rank.ts';

/** What an answer consists of, apart from what is the same for all kinds. */
export type Reply = Pick<PolicyAnswer, 'kind'> & Partial<Omit<PolicyAnswer, 'kind'>>;

/** Most clauses somebody else may choose from when it is uncertain which one is meant. */
const choiceLimit = 5;

interface Dealer {
  readonly clauses: ReadonlyMap<string, Clause>;
  readonly found: Match;
}

const cardsOf = (ids: readonly string[], { clauses, found }: Dealer): PolicyCard[] => {
  const words = found.query.reading.tokens.flatMap(token => [token.surface, token.reads]);
  return ids.map(id => cardFor(id, clauses, found.query.types, words));
};

const policyCards = (outcome: Outcome, dealer: Dealer): PolicyCard[] => {
  if (outcome.kind === 'clauses') return cardsOf(outcome.clauses, dealer);
  return outcome.kind === 'silent' ? cardsOf(outcome.nearest, dealer) : [];
};

/** Further questions in the same message that are answered elsewhere. */
const otherParts = (dealer: Dealer): PolicyCard[] =>
  dealer.found.parts.flatMap(([best]) =>
    best && best.score >= thresholds.strongPart && best.candidate.outcome.kind === 'clauses'
      ? policyCards(best.candidate.outcome, dealer)
      : [],
  );

/** A part of the message that asks what the notice does not say, while another part is answered. */
const silentPart = ({ found }: Dealer): string | null => {
  const leaders = found.parts.flatMap(part => part.slice(0, 1));
  const answered = leaders.some(
    ({ candidate, score }) => candidate.outcome.kind === 'clauses' && score >= thresholds.strongPart,
  );
  const silent = leaders.find(
    ({ candidate, score }) => candidate.outcome.kind === 'silent' && score >= thresholds.ownQuestion,
  );
  const outcome = answered ? silent?.candidate.outcome : undefined;
  return outcome?.kind === 'silent' ? outcome.topic : null;
};

/** The best candidate's cards, further questions in the message, then the runners-up with one card each. */
const answerCards = ([best, ...others]: readonly Ranked[], dealer: Dealer): PolicyCard[] => {
  const own = best ? policyCards(best.candidate.outcome, dealer) : [];
  return [
    ...(others.length > 1 ? own.slice(0, 1) : own),
    ...otherParts(dealer),
    ...others.flatMap(({ candidate }) => policyCards(candidate.outcome, dealer).slice(0, 1)),
  ];
};

const choicesOf = (dealer: Dealer): readonly PolicyCard[] => {
  const ranked = dealer.found.ranking.filter(({ candidate }) => candidate.outcome.kind === 'clauses');
  const cards = ranked
    .slice(0, choiceLimit)
    .flatMap(({ candidate }) => policyCards(candidate.outcome, dealer));
  return cards
    .filter((card, at) => cards.findIndex(({ clause }) => clause === card.clause) === at)
    .slice(0, choiceLimit);
};

/** A reply from the ranking; `pointed` is the clause the message names, if it names one. */
export const replyFrom = (
  found: Match,
  pointed: string | null,
  clauses: ReadonlyMap<string, Clause>,
): Reply => {
  const dealer: Dealer = { clauses, found };
  const named = pointed ? cardsOf([pointed], dealer) : [];
  const verdict = decide(found.ranking);
  const choices = named.length === 0 && isUnsure(found.ranking) ? { choices: choicesOf(dealer) } : {};
  switch (verdict.kind) {
    case 'answer':
      return {
        kind: 'answer',
        topic: silentPart(dealer),
        cards: distinctCards([...named, ...answerCards(verdict.chosen, dealer)]),
        ...choices,
      };
    case 'silent': {
      const outcome = verdict.chosen?.candidate.outcome;
      if (outcome?.kind === 'silent')
        return {
          kind: 'silent',
          topic: outcome.topic,
          cards: distinctCards([...named, ...policyCards(outcome, dealer)]),
        };
      if (named.length > 0) return { kind: 'answer', cards: named };
      const nearest = verdict.nearest ? policyCards(verdict.nearest.candidate.outcome, dealer) : [];
      return { kind: 'silent', cards: nearest.slice(0, 1), ...choices };
    }
    case 'action':
    case 'smalltalk': {
      const { outcome } = verdict.chosen.candidate;
      if (named.length > 0) return { kind: 'answer', cards: named };
      if (outcome.kind === 'action') return { kind: 'action', action: outcome.action };
      return { kind: 'smalltalk', tone: outcome.kind === 'smalltalk' ? outcome.tone : 'off-topic' };
    }
    case 'off-topic':
      return named.length > 0 ? { kind: 'answer', cards: named } : { kind: 'smalltalk', tone: 'off-topic' };
    default:
      return verdict satisfies never;
  }
};
