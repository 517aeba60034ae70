import type { Field, Form, FormSection } from '../model/pack/form.ts';
import type { DocxCell } from './docx-text.ts';
import { bareLabel } from './form-labels.ts';

/** `主营业务收入（万元）` as it is compared: without the unit printed behind it. */
const named = (text: string): string => bareLabel(text.replace(/[（(][^（()）]{1,8}[）)]\s*$/u, ''));

/** What the columns of a table stand for: one side of a table with named rows, or the fields of a repeating block. */
export type TableHead =
  | { readonly kind: 'grid'; readonly section: FormSection; readonly names: ReadonlyMap<number, string> }
  | { readonly kind: 'list'; readonly section: FormSection; readonly fields: ReadonlyMap<number, Field> };

const gridHead = (section: FormSection, cells: readonly DocxCell[]): TableHead | null => {
  const sides = [
    section.fields.flatMap(({ cell }) => cell?.row ?? []),
    section.fields.flatMap(({ cell }) => cell?.column ?? []),
  ];
  for (const side of sides) {
    const names = new Map(
      cells.flatMap(({ column, text }) => {
        const name = side.find(one => named(one) === named(text));
        return name === undefined ? [] : [[column, name] as const];
      }),
    );
    if (names.size > 1) return { kind: 'grid', section, names };
  }
  return null;
};

const listHead = (section: FormSection, cells: readonly DocxCell[]): TableHead | null => {
  const fields = new Map(
    cells.flatMap(({ column, text }) => {
      const field = section.fields.find(({ label }) => named(label) === named(text));
      return field ? [[column, field] as const] : [];
    }),
  );
  const rest = cells.filter(
    ({ column, text }) => !fields.has(column) && !/^(?:序号|编号)?$/u.test(bareLabel(text)),
  );
  return fields.size > 1 && rest.length === 0 ? { kind: 'list', section, fields } : null;
};

/** Whether a row says what stands below it. `here`: the section it is printed in, if that is known. */
export const tableHead = (
  form: Form,
  here: FormSection | null,
  cells: readonly DocxCell[],
): TableHead | null => {
  for (const section of form.sections) {
    if (section.rows) {
      const head = gridHead(section, cells);
      if (head) return head;
    }
  }
  return here?.repeat ? listHead(here, cells) : null;
};

/** The values of one row below the head of a grid, as field and text; null when it is no row of it. */
export const gridValues = (
  { section, names }: Extract<TableHead, { kind: 'grid' }>,
  cells: readonly DocxCell[],
): readonly (readonly [Field, string])[] | null => {
  const own = cells.find(({ column }) => !names.has(column));
  if (!own) return null;
  const line = section.fields.filter(
    ({ cell }) => named(cell!.row) === named(own.text) || named(cell!.column) === named(own.text),
  );
  if (line.length === 0) return null;
  return cells.flatMap(({ column, text }) => {
    const name = names.get(column);
    const field = line.find(({ cell }) => cell!.row === name || cell!.column === name);
    return field ? [[field, text] as const] : [];
  });
};
