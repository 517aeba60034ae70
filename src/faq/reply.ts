import type { PolicyAnswer, PolicyCard, PolicyPart } from '../model/answer.ts';
import type { Clause } from '../model/clause.ts';
import type { Outcome } from './candidates.ts';
import { cardFor, cardLimit, distinctCards } from './cards.ts';
import { decide, isUnsure, thresholds } from './decide.ts';
import type { Match } from './match.ts';
import type { Ranked } from './rank.ts';

/** What an answer consists of, apart from what is the same for all kinds. */
export type Reply = Pick<PolicyAnswer, 'kind'> & Partial<Omit<PolicyAnswer, 'kind'>>;

/** Most questions of one message that are answered each under its own heading. */
const matterLimit = 4;

/** Of more questions than these each weighs little in the whole message. */
const manyParts = 2;

/** Most clauses somebody else may choose from when it is uncertain which one is meant. */
const choiceLimit = 5;

interface Dealer {
  readonly clauses: ReadonlyMap<string, Clause>;
  readonly found: Match;
}

const cardsOf = (ids: readonly string[], { clauses, found }: Dealer): PolicyCard[] => {
  const words = found.query.reading.tokens.flatMap(token => [token.surface, token.reads]);
  return ids.map(id => cardFor(id, clauses, found.query.reading.types, words));
};

const policyCards = (outcome: Outcome, dealer: Dealer): PolicyCard[] => {
  if (outcome.kind === 'clauses') return cardsOf(outcome.clauses, dealer);
  return outcome.kind === 'silent' ? cardsOf(outcome.nearest, dealer) : [];
};

/** What the questions of one message ask, each thing once, when there are several and each is clear. */
const mattersOf = ({ found }: Dealer): Ranked[] => {
  const [best] = found.ranking;
  const leaders = found.parts
    .filter(
      ([first, next]) =>
        first &&
        first.score >= thresholds.strongPart &&
        (first.score >= thresholds.sure || first.score - (next?.score ?? 0) >= thresholds.near),
    )
    .flatMap(part => part.slice(0, 1))
    .filter(({ candidate, score }) => {
      if (found.parts.length > manyParts && score >= thresholds.sure) return true;
      const whole = found.ranking.find(other => other.candidate.id === candidate.id);
      return whole !== undefined && best !== undefined && whole.score >= best.score - thresholds.matters;
    });
  const policy = leaders.filter(
    ({ candidate: { outcome } }) => outcome.kind === 'clauses' || outcome.kind === 'silent',
  );
  return policy
    .filter(({ candidate }, at) => policy.findIndex(other => other.candidate.id === candidate.id) === at)
    .slice(0, matterLimit);
};

/** One short reply a matter, each under its own heading; together no more cards than one reply shows. */
const partsOf = (matters: readonly Ranked[], dealer: Dealer): PolicyPart[] => {
  let left = cardLimit;
  return matters.map(({ candidate: { title, outcome } }, at) => {
    const share = Math.max(1, left - (matters.length - at - 1));
    const cards =
      outcome.kind === 'clauses' ? distinctCards(policyCards(outcome, dealer)).slice(0, share) : [];
    left -= cards.length;
    return { title, silent: outcome.kind === 'silent', cards };
  });
};

const severalMatters = (dealer: Dealer): Reply | null => {
  const matters = mattersOf(dealer);
  if (matters.length < 2) return null;
  const parts = partsOf(matters, dealer);
  const cards = distinctCards(parts.flatMap(part => part.cards));
  // Nothing of what was asked is stated: each is named, and what stands nearest is shown.
  if (parts.every(({ silent }) => silent))
    return {
      kind: 'silent',
      topic: parts.at(-1)!.title,
      parts,
      cards: distinctCards(matters.flatMap(({ candidate }) => policyCards(candidate.outcome, dealer))).slice(
        0,
        cardLimit,
      ),
    };
  if (cards.length === 0 || (parts.every(({ silent }) => !silent) && cards.length < 2)) return null;
  return { kind: 'answer', topic: parts.find(({ silent }) => silent)?.title ?? null, cards, parts };
};

/** The best candidate's cards, then the runners-up with one card each. */
const answerCards = ([best, ...others]: readonly Ranked[], dealer: Dealer): PolicyCard[] => {
  const own = best ? policyCards(best.candidate.outcome, dealer) : [];
  return [
    ...(others.length > 1 ? own.slice(0, 1) : own),
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

const topicOf = (ranked: Ranked | null): string | null =>
  ranked?.candidate.outcome.kind === 'silent' ? ranked.candidate.outcome.topic : null;

/** A reply from the ranking; `pointed` is the clause the message names, if it names one. */
export const replyFrom = (
  found: Match,
  pointed: string | null,
  clauses: ReadonlyMap<string, Clause>,
): Reply => {
  const dealer: Dealer = { clauses, found };
  const named = pointed ? cardsOf([pointed], dealer) : [];
  const several = named.length === 0 ? severalMatters(dealer) : null;
  if (several) return several;
  const verdict = decide(found.ranking, found.situation);
  const choices = named.length === 0 && isUnsure(found.ranking) ? { choices: choicesOf(dealer) } : {};
  switch (verdict.kind) {
    case 'answer':
      return {
        kind: 'answer',
        topic: named.length > 0 ? null : topicOf(verdict.missing),
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
