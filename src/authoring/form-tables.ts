import { entryTag } from '../model/pack/template-tags.ts';
import { called, isBlank, isLabel, optionCount, pairsIn } from './form-cells.ts';
import type { FormMarks } from './form-marks.ts';
import { appended, type Cell, type Row, rewritten } from './form-paper.ts';
import type { FoundSection } from './found-form.ts';
import { plainLabel } from './label-kind.ts';

/** Rows that belong together: entries, people, figures of years. Each gives how many rows below it took; 0: it is no such row. */

/** A row of labels above rows to fill in: as many entries as people have. */
export const findRepeated = (form: FormMarks, rows: readonly Row[], at: number, name: string): number => {
  const { cells } = rows[at]!;
  if (cells.length < 2 || !cells.every(isLabel)) return 0;
  const counts = (cell: Cell) => /^\s*\d*\s*$/u.test(cell.text);
  let empty = 0;
  for (const row of rows.slice(at + 1)) {
    if (
      row.cells.length !== cells.length ||
      !row.cells.every((cell, i) => (i === 0 ? counts(cell) || isBlank(cell) : isBlank(cell)))
    )
      break;
    empty += 1;
  }
  if (empty === 0 || (empty === 1 && cells.length < 3)) return 0;
  const numbered = /^序号$|^编号$/u.test(plainLabel(cells[0]!.text));
  const title = plainLabel(form.section.title.replace(/^[一二三四五六七八九十]+、/u, ''));
  const id = form.id(`${title}明细`);
  const group: FoundSection = {
    title: form.section.title === '封面' ? `${name}明细` : `${form.section.title}（明细）`,
    fields: [],
    repeat: { id, printed: empty, fixed: false },
  };
  const after = form.section;
  form.sections.push(group);
  const first = rows[at + 1]!.cells;
  cells.forEach((cell, i) => {
    const opening = i === 0 ? `【#${id}】` : '';
    const closing = i === cells.length - 1 ? `【/${id}】` : '';
    let tag = '【n】';
    if (!(i === 0 && numbered)) {
      const field = form.field(plainLabel(cell.text), '', '', `${name}第${at + 2}行第${i + 1}格（每项一行）`);
      group.fields.push(field);
      tag = `【${field.id}】`;
    }
    const line = first[i]!.lines[0];
    if (!line) return;
    const whole = `${opening}${tag}${closing}`;
    if (line.pieces.length > 0)
      form.edits.push(...rewritten(line, [{ from: 0, to: line.text.length, by: whole }]));
    else form.edits.push(appended(line, whole));
  });
  for (const row of rows.slice(at + 2, at + 1 + empty))
    form.edits.push({ from: row.node.start, to: row.node.end, by: '' });
  form.sections.push({ title: after.title, fields: [] });
  return empty;
};

/** People or things below a row of columns that begins with their name, each row under a role or a number. */
export const findPeople = (form: FormMarks, rows: readonly Row[], at: number, name: string): number => {
  const { cells } = rows[at]!;
  // A cell in front that goes on beside the rows below says whose they are, whatever the columns are called.
  const next = rows[at + 1];
  const led = next?.continued === true && next.cells.length === cells.length - 1 && cells.length > 2;
  const first = led ? 1 : cells.findIndex(cell => isLabel(cell) && called.test(plainLabel(cell.text)));
  const columns = first < 0 ? [] : cells.slice(first);
  if (columns.length < (led ? 2 : 3) || !columns.every(isLabel) || first > 2) return 0;
  const entries: (readonly Cell[])[] = [];
  for (const row of rows.slice(at + 1)) {
    const own = row.cells.slice(-columns.length);
    const lead = row.cells.slice(0, -columns.length);
    if (
      row.cells.length < columns.length ||
      lead.length > 2 ||
      !lead.every(cell => isLabel(cell) || isBlank(cell))
    )
      break;
    // 团队负责人 may be printed in a column of its own; the name is never.
    const open = own.filter(cell => isBlank(cell) || optionCount(cell) > 1);
    if (
      !isBlank(own[0]!) ||
      open.length < own.length - 1 ||
      !own.every(cell => open.includes(cell) || isLabel(cell))
    )
      break;
    entries.push(own);
  }
  if (entries.length < (led ? 1 : 2)) return 0;
  const kept = form.section;
  const whose = plainLabel(cells[0]!.text);
  const title =
    first > 0 && whose !== '' ? whose : plainLabel(kept.title.replace(/^[一二三四五六七八九十]+、/u, ''));
  const id = form.id(title === '封面' ? '名单' : title);
  const group: FoundSection = {
    title: title === '封面' ? `${name}名单` : title,
    fields: [],
    repeat: { id, printed: entries.length, fixed: true },
  };
  form.sections.push(group);
  columns.forEach((column, i) => {
    if (entries.some(own => isLabel(own[i]!))) return;
    const field = form.field(plainLabel(column.text), entries[0]![i]!.text, '', '');
    const place = `${name}第${at + 2}到${at + 1 + entries.length}行“${field.label}”一列`;
    group.fields.push({ ...field, place });
    for (const [entry, own] of entries.entries())
      form.write({ ...field, id: entryTag(id, entry + 1, field.id) }, own[i]!.lines);
  });
  form.sections.push({ title: kept.title, fields: [] });
  return entries.length;
};

/** Rows with a name of their own below a row of columns: a field for each figure, printed once for each year or row. */
export const findGrid = (form: FormMarks, rows: readonly Row[], at: number, name: string): number => {
  const { cells } = rows[at]!;
  const heads = cells.slice(1);
  if (heads.filter(isLabel).length < 2 || !heads.every(cell => isLabel(cell) || isBlank(cell))) return 0;
  const lines: Row[] = [];
  for (const row of rows.slice(at + 1)) {
    if (row.cells.length !== cells.length || !isLabel(row.cells[0]!) || !row.cells.slice(1).every(isBlank))
      break;
    lines.push(row);
  }
  if (lines.length === 0) return 0;
  const columns = heads.map(cell => plainLabel(cell.text) || '名称');
  const names = lines.map(row => plainLabel(row.cells[0]!.text));
  // Figures of several years are asked year by year, whichever way the table lies.
  const timed = columns.every(column => /\d{4}|年|季|月/u.test(column));
  const [fieldNames, rowNames] = timed ? [names, columns] : [columns, names];
  const kept = form.section;
  const table: FoundSection = {
    title: kept.title === '封面' ? `${name}` : kept.title,
    fields: [],
    ...(rowNames.length > 1 ? { rows: rowNames } : {}),
  };
  form.sections.push(table);
  const fields = fieldNames.map((label, i) => {
    const field = form.field(label, timed ? lines[i]!.cells[1]!.text : lines[0]!.cells[i + 1]!.text, '', '');
    const of = timed ? `第${at + 2 + i}行` : `第${i + 2}列`;
    // Beside the name of a year the unit would stand in the middle of the label.
    const bare =
      field.unit === undefined ? field.label : field.label.replace(/[（(][^（()）]{1,4}[）)]$/u, '');
    table.fields.push({ ...field, label: bare, place: `${name}${of}（每${timed ? '列' : '行'}一格）` });
    return field;
  });
  for (const [i, row] of lines.entries())
    row.cells.slice(1).forEach((cell, j) => {
      const field = fields[timed ? i : j]!;
      const rowName = rowNames[timed ? j : i]!.replace(/[^\p{L}\p{N}_-]/gu, '');
      const id = rowNames.length > 1 ? `${field.id}_${rowName}` : field.id;
      form.write({ ...field, id }, cell.lines);
    });
  form.sections.push({ title: kept.title, fields: [] });
  return lines.length;
};

/** The same labels row after row, a blank behind each: as many entries as rows are printed. */
export const findAlike = (
  form: FormMarks,
  rows: readonly Row[],
  at: number,
  name: string,
  context: string,
): number => {
  const first = pairsIn(rows[at]!.cells);
  if (!first || first.pairs.length < 2) return 0;
  const labels = first.pairs.map(([label]) => plainLabel(label.text)).join();
  const alike = [first];
  for (const row of rows.slice(at + 1)) {
    const next = pairsIn(row.cells);
    if (next?.context !== '' || next.pairs.map(([label]) => plainLabel(label.text)).join() !== labels) break;
    alike.push(next);
  }
  if (alike.length < 2) return 0;
  const kept = form.section;
  const whose = first.context || context || plainLabel(kept.title.replace(/^[一二三四五六七八九十]+、/u, ''));
  const id = form.id(whose);
  const group: FoundSection = {
    title: whose,
    fields: [],
    repeat: { id, printed: alike.length, fixed: true },
  };
  form.sections.push(group);
  first.pairs.forEach(([label, blank], i) => {
    const field = form.field(plainLabel(label.text), blank.text, '', '');
    group.fields.push({
      ...field,
      place: `${name}第${at + 1}到${at + alike.length}行“${field.label}”旁边`,
    });
    for (const [entry, { pairs }] of alike.entries())
      form.write({ ...field, id: entryTag(id, entry + 1, field.id) }, pairs[i]![1].lines);
  });
  form.sections.push({ title: kept.title, fields: [] });
  return alike.length - 1;
};
