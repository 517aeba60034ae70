import type { Line } from './lines.ts';
import type { Mark, Marked } from './marks.ts';
import { markSections } from './sections.ts';

/** An outline: a title, then `一、（一）` headings. */
export const markOutline = (lines: readonly Line[]): Marked => {
  const { marks, notes } = markSections(lines);
  const title: Mark[] = marks[0]?.start === 0 ? [] : [{ id: '标题', start: 0, depth: 1 }];
  return { marks: [...title, ...marks], notes };
};
