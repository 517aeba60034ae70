import type { Ranked } from './rank.ts';

/**
 * Scores of {@link Ranked}, chosen on test/eval/dev.jsonl. Below `floor` nothing is answered, `alien` is where not even
 * the subject is recognised; runners-up within `near` of the best are shown as well. `confident` is even odds that a text
 * is a question at all; `verbatim` is a similarity.
 */
export const thresholds = {
  floor: 0.24,
  alien: 0.14,
  confident: 0.42,
  verbatim: 0.95,
  sure: 0.6,
  near: 0.1,
  unsure: 0.5,
  partOfMessage: 0.65,
  situation: 0.4,
  strongPart: 0.5,
  ownQuestion: 0.75,
} as const;

/** How sure, 0..1, that this is a question about the notice. Words that ask nothing may just be an answer in a form. */
export const confidenceOf = (score: number, asks: boolean): number =>
  (asks ? 1 : 0.6) / (1 + Math.exp(-14 * (score - thresholds.confident)));

/** Whether it is uncertain which clause is meant: a clause leads, or nothing does, and not by much. */
export const isUnsure = ([best, next]: readonly Ranked[]): boolean => {
  if (!best || best.score < thresholds.alien || best.score >= thresholds.sure) return false;
  const led = best.candidate.outcome.kind === 'clauses';
  return (
    best.score < thresholds.floor ||
    (led && (best.score < thresholds.unsure || best.score - (next?.score ?? 0) < thresholds.near / 2))
  );
};

/** The less sure the best is, the further behind others may be and still be shown. */
const margin = (score: number): number => thresholds.near + 0.5 * Math.max(0, thresholds.unsure - score);

export type Verdict =
  | { readonly kind: 'answer'; readonly chosen: readonly Ranked[] }
  | { readonly kind: 'silent'; readonly chosen: Ranked | null; readonly nearest: Ranked | null }
  | { readonly kind: 'action' | 'smalltalk'; readonly chosen: Ranked }
  | { readonly kind: 'off-topic' };

/** What a message comes to, from its candidates by falling score. */
export const decide = (ranking: readonly Ranked[]): Verdict => {
  const [best] = ranking;
  const policy = ranking.filter(({ candidate }) => candidate.outcome.kind === 'clauses');
  const nearest = policy[0] && policy[0].score >= thresholds.alien ? policy[0] : null;
  if (!best || best.score < thresholds.alien) return { kind: 'off-topic' };
  const { kind } = best.candidate.outcome;
  if (best.score < thresholds.floor) {
    return kind === 'smalltalk' ? { kind: 'off-topic' } : { kind: 'silent', chosen: null, nearest };
  }
  switch (kind) {
    case 'clauses':
      return {
        kind: 'answer',
        chosen: policy.filter(({ score }) => score >= best.score - margin(best.score)),
      };
    case 'silent':
      return { kind: 'silent', chosen: best, nearest };
    case 'action':
    case 'smalltalk':
      return { kind, chosen: best };
    default:
      return kind satisfies never;
  }
};
