import type { Line } from './lines.ts';
import type { Mark, Marked } from './marks.ts';
import { numberOf } from './numbering.ts';
import { markSections } from './sections.ts';

/** `说 明`, `填表说明`, alone on a line; converted texts pad the two characters. */
const isInstructions = (line: Line): boolean =>
  /^\s*(?:填[表报写]\s*)?说\s*明\s*(?:[：:]\s*)?$/.test(line.text);

const isTop = (line: Line): boolean => numberOf(line.text)?.style === 'top';

/**
 * A form: cover, `说明` with its own `一、…` numbering, then the numbered parts of the table, whose numbering starts
 * again at one. Parts are not divided further: what is in them are cells.
 */
export const markForm = (lines: readonly Line[]): Marked => {
  const instructions = lines.findIndex(isInstructions);
  const firsts = lines
    .map((line, index) => ({ index, found: numberOf(line.text) }))
    .filter(({ index, found }) => index > instructions && found?.style === 'top' && found.value === 1);
  const table = (instructions >= 0 ? (firsts[1] ?? firsts[0]) : firsts[0])?.index ?? lines.length;

  const head: Mark[] = table === 0 || instructions === 0 ? [] : [{ id: '封面', start: 0, depth: 1 }];
  if (instructions >= 0) head.push({ id: '说明', start: lines[instructions]!.start, depth: 1 });
  const rules = markSections(lines.slice(instructions + 1, instructions >= 0 ? table : 0), {
    prefix: '说明',
    depth: 2,
    anyStart: true,
  });
  const parts = markSections(lines.slice(table).filter(isTop));
  return {
    marks: [...head, ...rules.marks, ...parts.marks],
    notes: [...rules.notes, ...parts.notes],
  };
};
