import type { PolicyAnswer, PolicyCard } from '../model/answer.ts';
import { candidatesOf, type FaqSource, type Outcome } from './candidates.ts';
import { cardFor, distinctCards } from './cards.ts';
import { type Cited, readCitation } from './citation.ts';
import { conflictsFor } from './conflicts.ts';
import { confidenceOf, decide, thresholds } from './decide.ts';
import { asksWhether, ownCase } from './language.ts';
import { lexiconOf } from './lexicon-of.ts';
import { type Match, match } from './match.ts';
import type { FaqIndex } from './port.ts';
import { type Ranked, Table } from './rank.ts';
import { repairerFor } from './repair.ts';
import { isInjection } from './small-talk.ts';
import { bare, normalise } from './text.ts';

/** Letters that nobody asks anything with: marks only, a keyboard mash, one character over and over. */
const isNoise = (plain: string, known: boolean): boolean =>
  plain === '' || /^(.)\1{2,}$/u.test(plain) || (!known && !/\p{Script=Han}/u.test(plain));

type Parts = Pick<PolicyAnswer, 'kind'> & Partial<Omit<PolicyAnswer, 'kind'>>;

/** Indexes a pack's questions and clauses. Pure: the same pack and question give the same answer everywhere. */
export const buildFaqIndex = (source: FaqSource): FaqIndex => {
  const { clauses, manifest } = source;
  const lexicon = lexiconOf(source);
  const table = new Table(candidatesOf(source), lexicon);
  const repair = repairerFor(source, lexicon);

  const cards = (ids: readonly string[], found: Match): PolicyCard[] => {
    const words = found.query.reading.tokens.flatMap(token => [token.surface, token.reads]);
    return ids.map(id => cardFor(id, clauses, found.query.types, words));
  };

  const policyCards = (outcome: Outcome, found: Match): PolicyCard[] => {
    if (outcome.kind === 'clauses') return cards(outcome.clauses, found);
    return outcome.kind === 'silent' ? cards(outcome.nearest, found) : [];
  };

  /** Further questions in the same message that are answered elsewhere. */
  const otherParts = (found: Match): PolicyCard[] =>
    found.parts.flatMap(([best]) =>
      best && best.score >= thresholds.strongPart && best.candidate.outcome.kind === 'clauses'
        ? policyCards(best.candidate.outcome, found)
        : [],
    );

  /** The best candidate's cards, further questions in the message, then the runners-up with one card each. */
  const answerCards = ([best, ...others]: readonly Ranked[], found: Match): PolicyCard[] => {
    const own = best ? policyCards(best.candidate.outcome, found) : [];
    return [
      ...(others.length > 1 ? own.slice(0, 1) : own),
      ...otherParts(found),
      ...others.flatMap(({ candidate }) => policyCards(candidate.outcome, found).slice(0, 1)),
    ];
  };

  const fromRanking = (found: Match, cited: Cited | null): Parts => {
    const pointed = cited?.clause ? cards([cited.clause], found) : [];
    const verdict = decide(found.ranking);
    switch (verdict.kind) {
      case 'answer':
        return { kind: 'answer', cards: distinctCards([...pointed, ...answerCards(verdict.chosen, found)]) };
      case 'silent': {
        if (pointed.length > 0 && !verdict.chosen) return { kind: 'answer', cards: pointed };
        const outcome = verdict.chosen?.candidate.outcome;
        const near = outcome?.kind === 'silent' ? outcome.nearest : [];
        const fallback = verdict.nearest
          ? policyCards(verdict.nearest.candidate.outcome, found).slice(0, 1)
          : [];
        return {
          kind: 'silent',
          cards: distinctCards([
            ...pointed,
            ...(near.length > 0 || verdict.chosen ? cards(near, found) : fallback),
          ]),
          topic: outcome?.kind === 'silent' ? outcome.topic : null,
        };
      }
      case 'action':
      case 'smalltalk': {
        const { outcome } = verdict.chosen.candidate;
        if (pointed.length > 0) return { kind: 'answer', cards: pointed };
        if (outcome.kind === 'action') return { kind: 'action', action: outcome.action };
        return { kind: 'smalltalk', tone: outcome.kind === 'smalltalk' ? outcome.tone : 'off-topic' };
      }
      case 'off-topic':
        return pointed.length > 0
          ? { kind: 'answer', cards: pointed }
          : { kind: 'smalltalk', tone: 'off-topic' };
      default:
        return verdict satisfies never;
    }
  };

  return {
    answer(question, options = {}) {
      const { text: typed, truncated } = normalise(question);
      const text = repair(typed);
      const plain = bare(text);
      const cited = readCitation(text, manifest.documents, clauses);
      const rest = cited?.clause ? cited.rest : text;
      const found = match(table, rest, options.context ?? null);
      const known = found.query.reading.tokens.some(token => token.concept);
      const [best] = found.ranking;
      const parts: Parts = isInjection(text)
        ? { kind: 'smalltalk', tone: 'off-topic' }
        : isNoise(plain, known || (best?.similarity ?? 0) > thresholds.sure)
          ? { kind: 'smalltalk', tone: 'noise' }
          : cited && !cited.clause
            ? { kind: 'silent', topic: cited.pointer }
            : fromRanking(found, cited);
      const shown = parts.cards ?? [];
      const intent = best && best.candidate.outcome.kind !== 'smalltalk' ? best.candidate.id : null;
      const own = ownCase.test(text) && asksWhether.test(text);
      const selfCheck = source.faq.intents.some(entry => entry.id === intent && entry.selfCheck);
      return {
        action: null,
        topic: null,
        tone: null,
        ...parts,
        cards: shown,
        offerCheck: (parts.kind === 'answer' || parts.kind === 'silent') && selfCheck && own,
        confidence: cited?.clause ? 1 : best ? confidenceOf(best.score) : 0,
        context:
          parts.kind === 'answer' || parts.kind === 'silent' ? plain.slice(0, 40) : (options.context ?? null),
        truncated,
        conflicts: parts.kind === 'answer' ? conflictsFor(shown, plain, manifest.conflicts) : [],
        trace: {
          normalised: text,
          intent,
          variant: best?.variant ?? null,
          concepts: [...new Set(found.query.reading.tokens.flatMap(token => token.concept ?? []))],
          answerTypes: found.query.types,
          unexplained: table.unexplained(found.query),
          rivals: found.ranking.slice(0, 6).map(({ candidate, score }) => ({ id: candidate.id, score })),
          score: best?.score ?? 0,
        },
      };
    },
  };
};
