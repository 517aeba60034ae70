import type { Line } from './lines.ts';
import type { Mark, NumberingNote } from './marks.ts';
import { Numbering, numberOf } from './numbering.ts';

/**
 * Marks of `一、（一）1．` numbering in `lines`, with ids like `三(一)` behind `prefix`. Depth starts at `depth`.
 * Nothing counts before the first `一、`.
 */
export const markSections = (
  lines: readonly Line[],
  prefix = '',
  depth = 1,
): { marks: Mark[]; notes: NumberingNote[] } => {
  const marks: Mark[] = [];
  const notes: NumberingNote[] = [];
  const numbering = new Numbering();
  for (const line of lines) {
    const found = numberOf(line.text);
    if (!found || (marks.length === 0 && found.style !== 'top')) continue;
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
