import { thresholds } from './decide.ts';
import { followUp } from './language.ts';
import type { Query, Ranked, Table } from './rank.ts';
import { bare, sentences } from './text.ts';

export interface Match {
  readonly query: Query;
  readonly ranking: readonly Ranked[];
  /** The parts of the message, each with its own ranking; empty when there is only one. */
  readonly parts: readonly (readonly Ranked[])[];
}

/** A part of a message speaks for what it asks, but an action or a greeting must be what the whole message is about. */
const discount = ({ candidate }: Ranked): number =>
  candidate.outcome.kind === 'action' || candidate.outcome.kind === 'smalltalk'
    ? thresholds.partOfMessage * 0.82
    : thresholds.partOfMessage;

/** A question that leans on the one before is read together with it. */
const withContext = (text: string, previous: string | null): string =>
  previous && text.length <= 14 && followUp.test(text) ? `${text} ${previous}` : text;

/** Ranks the whole message and each of its parts, and keeps the better score of every candidate. */
export const match = (table: Table, text: string, previous: string | null): Match => {
  const query = table.query(withContext(text, previous));
  const whole = table.rank(query);
  const pieces = sentences(text);
  const parts = pieces.length > 1 ? pieces.map(piece => table.rank(table.query(bare(piece)))) : [];
  const best = new Map(whole.map(ranked => [ranked.candidate.id, ranked]));
  for (const part of parts)
    for (const ranked of part) {
      const score = ranked.score * discount(ranked);
      const known = best.get(ranked.candidate.id);
      if (!known || known.score < score) best.set(ranked.candidate.id, { ...ranked, score });
    }
  return { query, ranking: [...best.values()].sort((a, b) => b.score - a.score), parts };
};
