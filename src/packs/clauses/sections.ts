import type { Line } from './lines.ts';
import type { Mark, NumberingNote } from './marks.ts';
import { Numbering, numberOf } from './numbering.ts';

export interface SectionOptions {
  /** Stands before every id: `说明` gives `说明二`. */
  readonly prefix?: string;
  /** Depth of the outermost list. */
  readonly depth?: number;
  /** Whether a list may begin with `1．` or `（一）`; otherwise nothing counts before the first `一、`. */
  readonly anyStart?: boolean;
}

/** Marks of `一、（一）1．` numbering in `lines`, with ids like `三(一)1`. */
export const markSections = (
  lines: readonly Line[],
  { prefix = '', depth = 1, anyStart = false }: SectionOptions = {},
): { marks: Mark[]; notes: NumberingNote[] } => {
  const marks: Mark[] = [];
  const notes: NumberingNote[] = [];
  const numbering = new Numbering();
  for (const line of lines) {
    const found = numberOf(line.text);
    if (!found || (marks.length === 0 && !anyStart && found.style !== 'top')) continue;
    const accepted = numbering.accept(found);
    if (!accepted) continue;
    const id = `${prefix}${accepted.label}`;
    marks.push({ id, start: line.start, depth: depth + accepted.depth - 1 });
    if (accepted.jumpedFrom !== null) {
      notes.push({
        line: line.number,
        message: `编号从 ${accepted.jumpedFrom} 跳到 ${found.value}（${id}）`,
      });
    }
  }
  return { marks, notes };
};
