import type { Ranked } from './rank.ts';

/**
 * Scores of {@link Ranked}, chosen on test/eval/dev.jsonl. Below `floor` nothing is answered, `alien` is where not even
 * the subject is recognised; runners-up within `near` of the best are shown as well.
 */
export const thresholds = {
  floor: 0.24,
  alien: 0.14,
  sure: 0.6,
  near: 0.1,
  unsure: 0.5,
  partOfMessage: 0.65,
  strongPart: 0.5,
} as const;

/** 0..1 from a score; one half at the floor. */
export const confidenceOf = (score: number): number => 1 / (1 + Math.exp(-14 * (score - thresholds.floor)));

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
