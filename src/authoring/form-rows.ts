import {
  hasBoxes,
  holdsBlanks,
  isBlank,
  isLabel,
  longestLabel,
  optionCount,
  prompt,
  sealed,
} from './form-cells.ts';
import { findInline, findRoom } from './form-lines.ts';
import type { FormMarks } from './form-marks.ts';
import { appended, BOX, type Cell, type Row } from './form-paper.ts';
import { guessKind, plainLabel } from './label-kind.ts';

/** What a row asks by itself. */

/** Not what the applicant writes. */
const othersWords = /意见|审|批|推荐|承诺|声明|盖章|签|说明|须知/u;

/** 申请理由, with empty lines down to a signature in the same cell: both are asked. */
const findAbove = (form: FormMarks, cell: Cell, place: string): void => {
  const [first, ...below] = cell.lines;
  const room = below.findIndex(({ text }) => text.trim() !== '');
  const label = plainLabel((first?.text ?? '').split(/[（(：:]/u)[0]!);
  if (room < 2 || label.length < 2 || label.length > longestLabel || othersWords.test(label)) return;
  if (
    /[，。；□]/u.test(label) ||
    !sealed.test(
      below
        .slice(room)
        .map(({ text }) => text)
        .join(''),
    )
  )
    return;
  const field = { ...form.field(label, '', '', place), kind: 'paragraph' as const, because: null };
  form.section.fields.push(field);
  form.edits.push(appended(below[0]!, `【${field.id}】`));
};

/** A row of one cell: a label above an empty one, a label with room below, lines to fill in, or a seal. */
export const findWide = (
  form: FormMarks,
  cell: Cell,
  next: Row | undefined,
  place: string,
  context: string,
): number => {
  if (sealed.test(cell.text)) {
    findAbove(form, cell, place);
    form.blank(cell.text, cell.lines.find(({ text }) => text.trim() !== '')?.text ?? '');
    return 0;
  }
  const [first, ...rest] = cell.lines.filter(({ text }, index) => index === 0 || text.trim() !== '');
  const roomy = cell.lines.length > 1 && rest.length === 0;
  const nextIs = next?.cells.length === 1 && isBlank(next.cells[0]!);
  if (first && isLabel(cell) && (roomy || nextIs || /[:：]\s*$/u.test(cell.text))) {
    const label = plainLabel(cell.text);
    const guess = form.field(label, '', context, place);
    const field = guess.kind === 'line' ? { ...guess, kind: 'paragraph' as const } : guess;
    form.section.fields.push(field);
    const target = nextIs ? next!.cells[0]!.lines[0]! : (cell.lines[1] ?? first);
    form.edits.push(appended(target, `【${field.id}】`));
    return nextIs ? 1 : 0;
  }
  const asked = holdsBlanks.test(cell.text);
  if (!asked && rest.length === 0 && findRoom(form, cell.text, cell.lines.slice(1), place)) return 0;
  if (isLabel(cell) && next && next.cells.length > 1) {
    form.open(cell.text.replace(/\s*\n\s*/gu, ''));
    return 0;
  }
  let found = false;
  for (const line of cell.lines) found = findInline(form, line, place, context, false) || found;
  if (!found && cell.text.startsWith(BOX)) form.left.push(`${place}的方框没有栏目名称，或说明太长`);
  return 0;
};

/** 指导情况, with room to write above the signature: both are asked. */
export const findSigned = (form: FormMarks, printed: string, cell: Cell, place: string): void => {
  const label = plainLabel(printed);
  const [first] = cell.lines;
  if (label === '' || !first || first.text.trim() !== '' || cell.lines.length < 3) return;
  if (othersWords.test(label)) return;
  const field = { ...form.field(label, '', '', place), kind: 'paragraph' as const, because: null };
  form.section.fields.push(field);
  form.edits.push(appended(first, `【${field.id}】`));
};

/** `label | blank | label | blank`, with a merged cell in front that says whose they are. */
export const findPairs = (
  form: FormMarks,
  cells: readonly Cell[],
  where: (cell: number) => string,
  before: string,
): string => {
  let context = before;
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i]!;
    const next = cells[i + 1];
    if (sealed.test(cell.text)) {
      const label = isLabel(cells[i - 1] ?? cell) ? (cells[i - 1]?.text ?? '') : '';
      findSigned(form, label, cell, where(i));
      form.blank(cell.text, label);
    } else if (
      isLabel(cell) &&
      next &&
      prompt.test(next.text) &&
      !hasBoxes(next) &&
      !sealed.test(next.text)
    ) {
      const help = next.text.replace(/\s+/gu, '').slice(0, 200);
      const field = {
        ...form.field(plainLabel(cell.text), '', context, where(i + 1)),
        kind: 'paragraph' as const,
      };
      form.section.fields.push({ ...field, because: null, help });
      form.edits.push(appended(next.lines.at(-1)!, `【${field.id}】`));
      i += 1;
    } else if (isLabel(cell) && next && (isBlank(next) || (hasBoxes(next) && optionCount(next) > 0))) {
      const label = plainLabel(cell.text);
      if (/意见$/u.test(label) && isBlank(next)) form.blank('', label);
      else {
        const cover = form.again(label, context, guessKind(label, next.text).kind);
        if (cover) {
          form.write(cover, next.lines);
          i += 1;
          continue;
        }
        const field = form.field(label, next.text, context, where(i + 1));
        const wide =
          field.kind === 'line' && next.lines.length > 2 ? { ...field, kind: 'paragraph' as const } : field;
        form.section.fields.push(wide);
        form.write(wide, next.lines);
      }
      i += 1;
    } else if (isLabel(cell)) {
      const inline = cell.lines.some(line => findInline(form, line, where(i), context, false));
      if (!inline && i === 0 && cells.length > 1) context = plainLabel(cell.text);
    } else if (hasBoxes(cell)) form.left.push(`${where(i)}的方框前面没有栏目名称`);
    else for (const line of cell.lines) findInline(form, line, where(i), context, false);
  }
  return context;
};
