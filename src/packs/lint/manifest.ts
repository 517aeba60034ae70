import type { Pack } from '../../model/pack/pack.ts';
import type { Reporter } from './reporter.ts';
import { checkUnique } from './unique.ts';

const file = 'pack.yaml';

const isZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

/** Dates in order, a real time zone, ids used once. */
export const checkManifest = ({ manifest }: Pack, reporter: Reporter): void => {
  if (!isZone(manifest.timezone)) {
    reporter.error(
      [file, ['timezone']],
      'pack:unknown-zone',
      `没有时区“${manifest.timezone}”`,
      '北京时间写 Asia/Shanghai',
    );
  }
  const { opens, closes } = manifest.window;
  if (closes < opens) {
    reporter.error(
      [file, ['window', 'closes']],
      'pack:window-order',
      `截止日期 ${closes} 早于开始日期 ${opens}`,
      '检查 window 里的两个日期',
    );
  }
  for (const [index, { validity }] of manifest.documents.entries()) {
    if (validity && validity.until < validity.from) {
      reporter.error(
        [file, ['documents', index, 'validity', 'until']],
        'pack:validity-order',
        `有效期届满日 ${validity.until} 早于起始日 ${validity.from}`,
        '检查 validity 里的两个日期',
      );
    }
  }
  const ids = manifest.documents.map(document => document.id);
  checkUnique(file, ['documents'], ids, 'id', '文件编号', reporter);
  const conflicts = manifest.conflicts.map(conflict => conflict.id);
  checkUnique(file, ['conflicts'], conflicts, 'id', '矛盾编号', reporter);
};
