import type { Clause } from '../../model/clause.ts';

/** Where a clause begins. It ends where the next mark of the same or a smaller depth begins. */
export interface Mark {
  /** The clause id without its document: `三(一)`, `第九条4`. */
  readonly id: string;
  readonly start: number;
  /** 1 for the document's own parts, 2 for what is inside them, … */
  readonly depth: number;
}

/** Something about the numbering that an author should look at. */
export interface NumberingNote {
  /** 1-based. */
  readonly line: number;
  readonly message: string;
}

export interface Marked {
  readonly marks: readonly Mark[];
  readonly notes: readonly NumberingNote[];
}

/** What a part says before its first numbered item gets a leaf of its own: `办法·第五条·导语`. */
const leadIn = (id: string): string => `${id}·导语`;

/**
 * Turns marks into clauses: the document itself, its parts and items, and a lead-in leaf wherever a part has text
 * before its first item. Leaves partition the text. Throws when the first mark is not at offset 0.
 */
export const clausesFrom = (document: string, text: string, marks: readonly Mark[]): Clause[] => {
  if (marks[0]?.start !== 0) throw new Error(`marks of ${document} must begin at offset 0`);
  const clause = (
    id: string,
    start: number,
    end: number,
    parent: string | undefined,
    leaf: boolean,
  ): Clause => ({
    id,
    document,
    start,
    end,
    text: text.slice(start, end),
    ...(parent === undefined ? {} : { parent }),
    leaf,
  });

  const clauses: Clause[] = [clause(document, 0, text.length, undefined, false)];
  const open: { id: string; depth: number }[] = [];
  for (const [index, mark] of marks.entries()) {
    while (open.length > 0 && open[open.length - 1]!.depth >= mark.depth) open.pop();
    const next = marks[index + 1];
    const end = marks.find((other, i) => i > index && other.depth <= mark.depth)?.start ?? text.length;
    const hasParts = next !== undefined && next.depth > mark.depth;
    const id = `${document}·${mark.id}`;
    clauses.push(clause(id, mark.start, end, open[open.length - 1]?.id ?? document, !hasParts));
    if (hasParts && next.start > mark.start) {
      clauses.push(clause(leadIn(id), mark.start, next.start, id, true));
    }
    open.push({ id, depth: mark.depth });
  }
  return clauses;
};
