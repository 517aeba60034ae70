import type { Clause } from '../model/clause.ts';

/** A verbatim sentence and the smallest clause it stands in. */
export interface Sentence {
  readonly clause: Clause;
  readonly text: string;
}

/** The leaves of some clauses, sentence by sentence, each a slice of its clause. */
export const sentencesOf = (clauses: readonly Clause[]): Sentence[] =>
  clauses
    .filter(({ leaf }) => leaf)
    .flatMap(clause =>
      (clause.text.match(/[^。；;\n]+[。；;]?/gu) ?? [])
        .map(text => text.trim())
        .filter(text => text.length > 1)
        .map(text => ({ clause, text })),
    );

/** Guessed, and so to be confirmed: the reason is written behind the value as `# 请核对：…`. */
export interface Doubt {
  readonly path: readonly (string | number)[];
  readonly because: string;
}
