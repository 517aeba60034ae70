import { type Application, currentSnapshot, type SnapshotRow } from '../../model/application.ts';
import type { Context } from '../context.ts';
import { rowNames } from '../field-names.ts';
import { fold, shorten } from '../text.ts';
import type { Act } from './decide.ts';
import { REASON_LIMIT } from './records.ts';

/** The rows of the case under review, each with a name that is its own. */
export const namedRows = (
  ctx: Pick<Context, 'pack'>,
  application: Application,
): (SnapshotRow & { readonly name: string })[] => {
  const all = currentSnapshot(application).rows;
  const names = rowNames(ctx.pack.form, all);
  return all.map(row => ({ ...row, name: names.get(row.field)! }));
};

/** Rows that a typed name means: its own name, its printed label, or the beginning of one. */
export const fieldsNamed = (ctx: Pick<Context, 'pack'>, application: Application, typed: string) => {
  const all = namedRows(ctx, application);
  const wanted = fold(typed);
  const exact = all.filter(({ name, label, section }) =>
    [name, label, `${label}（${section}）`].some(each => fold(each) === wanted),
  );
  return exact.length > 0 || wanted.length < 2 ? exact : all.filter(row => fold(row.name).startsWith(wanted));
};

/**
 * `退回 编号 联系人：写全名；中心名称：格式不对`: reasons by field. What names no field is a reason for the whole.
 * Null when a name fits several fields: then the buttons ask which.
 */
export const typedReturn = (
  ctx: Pick<Context, 'pack'>,
  application: Application,
  rest: string,
): Pick<Act, 'fields' | 'reason'> | null => {
  const fields: Record<string, { reason: string }> = {};
  const general: string[] = [];
  for (const piece of rest.split(/[；;\n]/u).map(part => part.trim())) {
    if (piece === '') continue;
    const [, name = '', why = ''] = /^([^:：]{1,40})[:：]\s*(.+)$/su.exec(piece) ?? [];
    const named = name === '' ? [] : fieldsNamed(ctx, application, name);
    if (named.length > 1) return null;
    if (named[0]) fields[named[0].field] = { reason: shorten(why, REASON_LIMIT) };
    else general.push(piece);
  }
  return {
    ...(Object.keys(fields).length > 0 ? { fields } : {}),
    ...(general.length > 0 ? { reason: shorten(general.join('；'), REASON_LIMIT) } : {}),
  };
};
