import type { Ranked } from './rank.ts';

/**
 * Scores of {@link Ranked}, chosen on test/eval/dev.jsonl and on phrasings left out. Below `floor` nothing is answered,
 * `alien` is where not even the subject is recognised, nothing is
 * done below `acting`; runners-up within `near` of the best are shown as well, and what
 * the notice does not say is named beside a clause within `beside`. A condition asked about one's own case, or a section's
 * number, is told rather than done when it is within `specific` of the wish; any question that is `level` with it is. `confident` is even odds that a text is a question
 * at all; `verbatim` and `plainWish` are similarities.
 */
export const thresholds = {
  floor: 0.28,
  alien: 0.16,
  acting: 0.38,
  confident: 0.42,
  verbatim: 0.95,
  sure: 0.6,
  near: 0.08,
  beside: 0.1,
  specific: 0.18,
  level: 0.04,
  plainWish: 0.75,
  unsure: 0.42,
  partOfMessage: 0.65,
  strongPart: 0.5,
  matters: 0.32,
} as const;

/** How sure, 0..1, that this is a question about the notice. Words that ask nothing may just be an answer in a form. */
export const confidenceOf = (score: number, asks: boolean): number =>
  (asks ? 1 : 0.58) / (1 + Math.exp(-14 * (score - thresholds.confident)));

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
  | { readonly kind: 'answer'; readonly chosen: readonly Ranked[]; readonly missing: Ranked | null }
  | { readonly kind: 'silent'; readonly chosen: Ranked | null; readonly nearest: Ranked | null }
  | { readonly kind: 'action' | 'smalltalk'; readonly chosen: Ranked }
  | { readonly kind: 'off-topic' };

/** What a message comes to, from its candidates by falling score. `situation`: somebody tells of her own unit in it. */
export const decide = (all: readonly Ranked[], situation: boolean): Verdict => {
  const ranking = all.filter(
    ({ candidate, score }) => candidate.outcome.kind !== 'action' || score >= thresholds.acting,
  );
  const [best] = ranking;
  const policy = ranking.filter(({ candidate }) => candidate.outcome.kind === 'clauses');
  const nearest = policy[0] && policy[0].score >= thresholds.alien ? policy[0] : null;
  if (!best || best.score < thresholds.alien) return { kind: 'off-topic' };
  const { kind } = best.candidate.outcome;
  if (best.score < thresholds.floor) {
    return kind === 'smalltalk' ? { kind: 'off-topic' } : { kind: 'silent', chosen: null, nearest };
  }
  // Beside what is sure only what the question names: 哪天以前要交 asks of no 年度报告.
  const shown = (from: number) =>
    policy.filter(
      ({ score, meant }, at) => score >= from - margin(from) && (at === 0 || meant || from < thresholds.sure),
    );
  switch (kind) {
    case 'clauses': {
      const silent = ranking.find(({ candidate }) => candidate.outcome.kind === 'silent');
      const missing = silent && silent.score >= best.score - thresholds.beside / 2 ? silent : null;
      return { kind: 'answer', chosen: shown(best.score), missing };
    }
    case 'silent': {
      // Where a clause is nearly as likely, both are said: the clause, and what it does not state.
      const close = policy[0] !== undefined && policy[0].score >= best.score - thresholds.beside;
      return close && policy[0]!.score >= thresholds.floor
        ? { kind: 'answer', chosen: shown(policy[0]!.score), missing: best }
        : { kind: 'silent', chosen: best, nearest };
    }
    case 'action': {
      const { outcome } = best.candidate;
      const specific =
        outcome.kind === 'action' &&
        best.similarity < thresholds.plainWish &&
        policy.find(({ candidate, score, covered }) => {
          const behind = best.score - score;
          if (behind <= thresholds.level) return true;
          if (outcome.action === 'contacts') return behind <= thresholds.specific;
          if (outcome.action !== 'eligibility' || !candidate.selfCheck || score < thresholds.floor)
            return false;
          return behind <= (situation || covered > best.covered ? thresholds.specific : thresholds.near);
        });
      return specific ? { kind: 'answer', chosen: [specific], missing: null } : { kind, chosen: best };
    }
    case 'smalltalk':
      return { kind, chosen: best };
    default:
      return kind satisfies never;
  }
};
