import type { SnapshotRow } from '../../model/application.ts';
import type { Context } from '../context.ts';

/** Field of the form behind a row: `partners.0.name` is `name` of section `partners`. */
const clauseOf = (ctx: Pick<Context, 'pack'>, id: string): string | undefined => {
  const [group, , inner] = id.split('.');
  return ctx.pack.form.sections
    .flatMap(section => section.fields.map(field => ({ field, group: section.repeat ? section.id : null })))
    .find(entry =>
      inner === undefined ? entry.field.id === id : entry.group === group && entry.field.id === inner,
    )?.field.clause;
};

const repeated = (labels: readonly string[]): Set<string> =>
  new Set(labels.filter((label, index) => labels.indexOf(label) !== index));

/** Names that tell rows apart: the printed label, with its section or clause where the form prints it twice. */
export const distinctLabels = (
  ctx: Pick<Context, 'pack'>,
  rows: readonly Pick<SnapshotRow, 'field' | 'section' | 'label'>[],
): Map<string, string> => {
  const twice = repeated(rows.map(({ label }) => label));
  const named = rows.map(row => ({
    ...row,
    name: twice.has(row.label) ? `${row.label}（${row.section}）` : row.label,
  }));
  const still = repeated(named.map(({ name }) => name));
  return new Map(
    named.map(({ field, label, name }) => [
      field,
      still.has(name) ? `${label}（${clauseOf(ctx, field) ?? field}）` : name,
    ]),
  );
};
