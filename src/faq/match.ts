import { thresholds } from './decide.ts';
import { asks, followUp } from './language.ts';
import type { Query, Ranked, Table } from './rank.ts';
import { sentences } from './text.ts';

export interface Match {
  readonly query: Query;
  readonly ranking: readonly Ranked[];
  /** The parts of the message, each with its own ranking; empty when there is only one. */
  readonly parts: readonly (readonly Ranked[])[];
}

/** An action or a greeting in a part counts only when no part asks about the notice. */
const eligible = (part: readonly Ranked[], policy: boolean): readonly Ranked[] =>
  policy ? part.filter(({ candidate }) => isPolicy(candidate.outcome.kind)) : part;

const isPolicy = (kind: Ranked['candidate']['outcome']['kind']): boolean =>
  kind === 'clauses' || kind === 'silent';

const asksPolicy = ([best]: readonly Ranked[]): boolean =>
  best !== undefined && isPolicy(best.candidate.outcome.kind) && best.score >= thresholds.floor;

/** Parts of one message that are looked at by themselves; more are read only as part of the whole. */
const partLimit = 5;

const longest = (pieces: readonly string[]): string[] => {
  const kept = new Set([...pieces].sort((a, b) => b.length - a.length).slice(0, partLimit));
  return pieces.filter(piece => kept.has(piece)).slice(0, partLimit);
};

/** A question that leans on the one before is read together with it. */
const withContext = (text: string, previous: string | null): string =>
  previous && text.length <= 14 && followUp.test(text) ? `${text} ${previous}` : text;

/** Ranks the whole message and each of its parts, and keeps the better score of every candidate. */
export const match = (table: Table, text: string, previous: string | null): Match => {
  const query = table.query(withContext(text, previous));
  const whole = table.rank(query);
  const pieces = longest(sentences(text));
  const queries = pieces.length > 1 ? pieces.map(piece => table.query(piece)) : [];
  const parts = queries.map(piece => table.rank(piece));
  const policy = parts.some(asksPolicy);
  const asking = pieces.map(piece => asks.test(piece));
  const anyAsks = asking.includes(true);
  const best = new Map(whole.map(ranked => [ranked.candidate.id, ranked]));
  for (const [at, part] of parts.entries()) {
    const weight = anyAsks && !asking[at] ? thresholds.situation : thresholds.partOfMessage;
    for (const ranked of eligible(part, policy)) {
      const known = best.get(ranked.candidate.id);
      const base = known?.score ?? 0;
      const score = base + weight * (ranked.score - base);
      if (!known || known.score < score) best.set(ranked.candidate.id, { ...ranked, score });
    }
  }
  return { query, ranking: [...best.values()].sort((a, b) => b.score - a.score), parts };
};
