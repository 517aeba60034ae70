import type { Clause } from '../model/clause.ts';
import type { SourceDocument } from '../model/pack/manifest.ts';
import { markArticles } from './clauses/articles.ts';
import { markForm } from './clauses/form.ts';
import { type Line, linesOf } from './clauses/lines.ts';
import { clausesFrom, type Marked, type NumberingNote } from './clauses/marks.ts';
import { markNotice } from './clauses/notice.ts';
import { markOutline } from './clauses/outline.ts';

const markers: Record<SourceDocument['structure'], (lines: readonly Line[]) => Marked> = {
  notice: markNotice,
  form: markForm,
  outline: markOutline,
  articles: markArticles,
};

export interface SplitDocument {
  /** The document itself first, then its clauses in the order of the text, parents before their parts. */
  readonly clauses: readonly Clause[];
  /** Gaps in the numbering. */
  readonly notes: readonly NumberingNote[];
}

/**
 * Splits one source document into clauses. The text is not changed: every clause is a slice, leaves partition the
 * document, and clauses with parts are the span from their first to their last part.
 */
export const splitDocument = (
  id: string,
  structure: SourceDocument['structure'],
  text: string,
): SplitDocument => {
  const { marks, notes } = markers[structure](linesOf(text));
  return {
    clauses: clausesFrom(id, text, marks.length > 0 ? marks : [{ id: '全文', start: 0, depth: 1 }]),
    notes,
  };
};
