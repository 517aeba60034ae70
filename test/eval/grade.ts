import { toAskLine } from '../../src/engine/reply.ts';
import type { FaqIndex } from '../../src/faq/port.ts';
import type { FaqSource } from '../../src/faq/source.ts';
import type { PolicyAnswer } from '../../src/model/answer.ts';
import type { EvalQuestion } from './questions.ts';

export interface Graded {
  readonly question: EvalQuestion;
  readonly answer: PolicyAnswer;
  readonly text: string;
  /** Right on the first card alone (answerable only). */
  readonly top: boolean;
  /** As the question's writer wanted it. */
  readonly right: boolean;
  /** An answerable question answered with clauses none of which is right. */
  readonly wrong: boolean;
  readonly milliseconds: number;
}

const shows = (text: string, must: EvalQuestion['must']): boolean =>
  must.every(group => group.some(fact => text.includes(fact)));

/** Grades one answer. Citations must match by exact clause id, facts must be in the shown text. */
export const grade = (index: FaqIndex, source: FaqSource, question: EvalQuestion, today: string): Graded => {
  const started = performance.now();
  const answer = index.answer(question.q);
  const milliseconds = performance.now() - started;
  const { text, citations } = toAskLine(answer, question.id, source, today);
  const clean = question.must_not.every(fact => !text.includes(fact));
  const cited = citations.some(({ clause }) => question.cite.includes(clause));
  const [first] = answer.cards;
  const lead = first?.lead?.quote ?? '';
  const top =
    answer.kind === 'answer' &&
    first !== undefined &&
    question.cite.includes(first.clause) &&
    shows(`${first.clause}\n${lead}\n${first.quote}`, question.must);
  const base = { question, answer, text, top, milliseconds };
  switch (question.kind) {
    case 'answerable':
      return {
        ...base,
        right: answer.kind === 'answer' && cited && clean && shows(text, question.must),
        wrong: answer.kind === 'answer' && !cited,
      };
    case 'unanswerable':
      return { ...base, right: answer.kind === 'silent' && clean, wrong: false };
    case 'action':
      return {
        ...base,
        right:
          answer.kind === 'action' &&
          answer.action === question.action &&
          clean &&
          shows(text, question.must),
        wrong: false,
      };
    case 'chitchat':
      return {
        ...base,
        right: (answer.kind === 'smalltalk' || answer.kind === 'silent') && clean,
        wrong: false,
      };
    default:
      return question.kind satisfies never;
  }
};

export interface Figures {
  readonly shown: number;
  readonly top: number;
  readonly wrong: number;
  readonly silent: number;
  readonly actions: number;
  readonly smalltalk: number;
  readonly p50: number;
  readonly p95: number;
}

const share = (
  graded: readonly Graded[],
  kind: EvalQuestion['kind'],
  good: (one: Graded) => boolean,
): number => {
  const of = graded.filter(({ question }) => question.kind === kind);
  return of.length === 0 ? 1 : of.filter(good).length / of.length;
};

/** Shares 0..1 and latencies in milliseconds over a whole file. */
export const figuresOf = (graded: readonly Graded[]): Figures => {
  const times = graded.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  return {
    shown: share(graded, 'answerable', ({ right }) => right),
    top: share(graded, 'answerable', ({ top }) => top),
    wrong: share(graded, 'answerable', ({ wrong }) => wrong),
    silent: share(graded, 'unanswerable', ({ right }) => right),
    actions: share(graded, 'action', ({ right }) => right),
    smalltalk: share(graded, 'chitchat', ({ right }) => right),
    p50: times[Math.floor(times.length * 0.5)] ?? 0,
    p95: times[Math.floor(times.length * 0.95)] ?? 0,
  };
};
