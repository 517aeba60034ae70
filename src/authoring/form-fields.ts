import { heading, sealed } from './form-cells.ts';
import { findInLine, findPrompts, findRoom } from './form-lines.ts';
import { FormMarks } from './form-marks.ts';
import type { Line, Part, Row } from './form-paper.ts';
import { findPairs, findWide } from './form-rows.ts';
import { findAlike, findGrid, findPeople, findRepeated } from './form-tables.ts';
import type { FoundForm } from './found-form.ts';

/** Empty lines behind a line, up to the next one with text or a table. */
const blankLinesBehind = (parts: readonly Part[], at: number): Line[] => {
  const lines: Line[] = [];
  for (const part of parts.slice(at + 1)) {
    if (part.kind === 'table') return [];
    if (part.line.text.trim() !== '') return lines;
    lines.push(part.line);
  }
  return lines;
};

const findInTable = (form: FormMarks, rows: readonly Row[]): void => {
  form.tables += 1;
  const name = `表${form.tables}`;
  let context = '';
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]!;
    const { cells } = row;
    const where = (cell: number) => `${name}第${at + 1}行第${cell + 1}格`;
    const only = cells.length === 1 ? cells[0]! : null;
    const title = only?.lines.find(({ text }) => text.trim() !== '')?.text ?? '';
    if (only && heading.test(title) && !sealed.test(only.text)) {
      form.open(title);
      if (!findRoom(form, title, only.lines.slice(1), where(0))) findPrompts(form, only.lines, where(0));
      context = '';
      continue;
    }
    const below =
      findRepeated(form, rows, at, name) ||
      findPeople(form, rows, at, name) ||
      findGrid(form, rows, at, name) ||
      findAlike(form, rows, at, name, context);
    if (below > 0) {
      at += below;
      context = '';
      continue;
    }
    if (only) {
      at += findWide(form, only, rows[at + 1], where(0), context);
      continue;
    }
    if (!row.continued) context = '';
    context = findPairs(form, cells, where, context);
  }
};

/** Fields, repeating rows and places for seals of an office's own form, and where each mark goes in it. */
export const findFields = (parts: readonly Part[]): FoundForm => {
  const form = new FormMarks();
  for (const [at, part] of parts.entries()) {
    if (part.kind === 'table') findInTable(form, part.rows);
    else {
      findInLine(form, part.line);
      const below = blankLinesBehind(parts, at);
      if (heading.test(part.line.text) && below.length > 1) findRoom(form, part.line.text, below, '表外');
    }
  }
  const { blanks, left, edits } = form;
  return { sections: form.sections.filter(({ fields }) => fields.length > 0), blanks, left, edits };
};
