import { type Part, partsOf } from './acts.ts';
import { thresholds } from './decide.ts';
import { followed } from './follow-up.ts';
import type { Query, Ranked, Table } from './rank.ts';
import { allTalk, withoutLooseTalk } from './talk.ts';

export interface Match {
  readonly query: Query;
  readonly ranking: readonly Ranked[];
  /** The questions of the message, each with its own ranking; empty when there is only one. */
  readonly parts: readonly (readonly Ranked[])[];
  /** Somebody tells of her own unit. */
  readonly situation: boolean;
  /** And neither asks nor wants anything else than to apply. */
  readonly statement: boolean;
  /** Whether any part of it asks or wants something. */
  readonly asked: boolean;
}

const isPolicy = (kind: Ranked['candidate']['outcome']['kind']): boolean =>
  kind === 'clauses' || kind === 'silent';

const asksPolicy = ([best]: readonly Ranked[]): boolean =>
  best !== undefined && isPolicy(best.candidate.outcome.kind) && best.score >= thresholds.floor;

/** Questions of one message that are looked at by themselves; more are read only as part of the whole. */
const partLimit = 4;

/** Letters of the longest message that may be nothing but courtesies. */
const longestCourtesy = 20;

/** Letters below which a question leans on what stands before it: 可以吗. */
const leaning = 5;

/**
 * The questions of a message. What is told is the situation and no question; a question that says nothing of its own takes
 * along what was told right before it.
 */
const questionsOf = (parts: readonly Part[]): string[] => {
  const asking = parts.some(({ act }) => act === 'asks') ? ['asks'] : ['asks', 'wants', 'names'];
  const questions: string[] = [];
  for (const [at, { text, act }] of parts.entries()) {
    if (!asking.includes(act)) continue;
    const before = parts[at - 1];
    const leans = text.length < leaning && before !== undefined && !asking.includes(before.act);
    questions.push(leans ? before.text + text : text);
  }
  return questions.slice(0, partLimit);
};

/** 想申报, beside what somebody tells of herself: she wants to know whether she may. */
const wantsToApply = (table: Table, part: string): boolean => {
  const outcome = table.rank(table.query(part))[0]?.candidate.outcome;
  return outcome?.kind === 'action' && (outcome.action === 'apply' || outcome.action === 'eligibility');
};

/** A wish that stands out whatever is told beside it. */
const clearWish = ([best]: readonly Ranked[]): boolean =>
  best?.candidate.outcome.kind === 'action' && best.score >= thresholds.confident;

/** Ranks the whole message and each of its questions, and weighs both for every candidate. */
export const match = (table: Table, text: string, previous: string | null): Match => {
  const asked = previous === null ? text : followed(text, previous, table);
  const query = table.query(asked);
  const whole = table.rank(query);
  const told = partsOf(asked);
  const situation = told.some(({ act }) => act === 'tells');
  const statement =
    situation &&
    !clearWish(whole) &&
    told.every(({ act, text: part }) => act !== 'asks' && (act !== 'wants' || wantsToApply(table, part)));
  const wants = told.some(({ act }) => act === 'asks' || act === 'wants');
  const pieces = questionsOf(told);
  const courtesy =
    asked.length <= longestCourtesy
      ? allTalk(told.map(({ text: part }) => [part, table.rank(table.query(part))] as const))
      : null;
  if (courtesy)
    return { query, ranking: [courtesy], parts: [], situation: false, statement: false, asked: false };
  const gated = withoutLooseTalk(whole, asked);
  if (told.length < 2 || pieces.length === 0)
    return { query, ranking: gated, parts: [], situation, statement, asked: wants };
  const parts = pieces.map(piece => table.rank(table.query(piece)));
  const policy = parts.some(asksPolicy);
  const best = new Map(gated.map(ranked => [ranked.candidate.id, ranked]));
  for (const part of parts)
    for (const ranked of part) {
      const { kind } = ranked.candidate.outcome;
      if (kind === 'smalltalk' || (policy && !isPolicy(kind))) continue;
      const { id } = ranked.candidate;
      const known = best.get(id);
      const base = known?.score ?? 0;
      const score = base + thresholds.partOfMessage * (ranked.score - base);
      if (!known || known.score < score) best.set(id, { ...ranked, score });
    }
  const ranking = [...best.values()].sort((a, b) => b.score - a.score);
  return { query, ranking, parts: parts.length > 1 ? parts : [], situation, statement, asked: wants };
};
