import { traitsOf } from '../model/pack/field-kinds.ts';
import type { TableCell } from '../model/pack/form.ts';
import type { Context } from './context.ts';
import { around } from './fields/around.ts';
import { readField } from './fields/registry.ts';
import { fold } from './text.ts';
import type { Place } from './walk.ts';

/** Cells of one table that stand open, row by row, from the one that is asked for. */
const openRows = (all: readonly Place[], answered: (id: string) => boolean, open: Place): Place[][] => {
  const cells = all.filter(
    ({ section, field, id }) =>
      section.id === open.section.id && field.cell !== undefined && (id === open.id || !answered(id)),
  );
  const rows = new Map<string, Place[]>();
  for (const place of cells.slice(cells.findIndex(({ id }) => id === open.id)))
    rows.set(place.field.cell!.row, [...(rows.get(place.field.cell!.row) ?? []), place]);
  return [...rows.values()];
};

/** Cells of the row that is asked for, open ones only; one where the field is none of a table. */
export const rowOf = (all: readonly Place[], answered: (id: string) => boolean, open: Place): Place[] =>
  open.field.cell ? (openRows(all, answered, open)[0] ?? []) : [open];

const columns = /[\t|]/u;
const between = /[\t|、，；;]|\s+/u;

/** `营业收入1200` under its column; anything else where it stands. */
const cellOf = (row: readonly Place[], part: string, at: number): readonly [Place | undefined, string] => {
  const named = row.find(({ field }) => part.startsWith(field.cell!.column));
  const rest = named && part.slice(named.field.cell!.column.length).replace(/^[:：为是\s]+/u, '');
  return named && rest ? [named, rest] : [row[at], part];
};

/** The values of one line for one row; null when they are not as many as it has open cells, or one does not fit. */
const lineFor = (ctx: Context, row: readonly Place[], line: string): readonly [string, string][] | null => {
  const parts = line
    .split(columns.test(line) ? columns : between)
    .map(part => part.trim())
    .filter(part => part !== '');
  if (parts.length !== row.length) return null;
  // Blanks divide numbers; words have blanks of their own.
  if (!columns.test(line) && !row.every(({ field }) => traitsOf(field).strict)) return null;
  const read = parts.map((part, at): [string, string] | null => {
    const [place, words] = cellOf(row, part, at);
    const value = place && readField(place.field, words, around(ctx, place));
    return place && value?.ok ? [place.id, value.value] : null;
  });
  const values = read.filter(value => value !== null);
  return values.length === row.length && new Set(values.map(([id]) => id)).size === row.length
    ? values
    : null;
};

/** A line without the name of its row in front; null where it has none. */
const unnamed = (line: string, { called }: TableCell): string | null => {
  for (const name of called) {
    // The name may be written with blanks or full-width, and so somewhat longer.
    for (let at = Math.min(line.length, 2 * name.length + 4); at > 0; at--) {
      if (fold(line.slice(0, at)) !== fold(name)) continue;
      const rest = line.slice(at).replace(/^[\s:：|]+/u, '');
      return rest === '' ? null : rest;
    }
  }
  return null;
};

/**
 * Several cells of a table given at once: the rest of the row that is asked for, or a line for each row, with the row's
 * name in front or not, below a heading or not. Null when the text is not just that.
 */
export const tableAnswer = (
  ctx: Context,
  all: readonly Place[],
  answered: (id: string) => boolean,
  open: Place,
  text: string,
): Readonly<Record<string, string>> | null => {
  if (!open.field.cell) return null;
  const rows = openRows(all, answered, open);
  const lines = text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');
  const heads = rows[0]!.every(({ field }) => lines[0]?.includes(field.cell!.column));
  const given = lines.slice(heads && lines.length > 1 && !/\d\d$/u.test(lines[0]!) ? 1 : 0);
  if (given.length === 0 || given.length > rows.length) return null;
  const found: [string, string][] = [];
  for (const [at, line] of given.entries()) {
    const own = rows.find(row => unnamed(line, row[0]!.field.cell!) !== null);
    const row = own ?? rows[at]!;
    const values = lineFor(ctx, row, own ? unnamed(line, row[0]!.field.cell!)! : line);
    if (!values) return null;
    found.push(...values);
  }
  const several = Object.fromEntries(found);
  return Object.keys(several).length > 1 ? several : null;
};
