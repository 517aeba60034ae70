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

/** Dates in a text as `2022-09-16`, or `-09-16` where the year is not written. */
const datesIn = (text: string): string[] =>
  [...text.matchAll(/(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日/g)].map(
    ([, year = '', month, day]) => `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`,
  );

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
  const written = datesIn(manifest.window.quote);
  if (written.length > 0 && !written.some(date => closes.endsWith(date))) {
    reporter.warning(
      [file, ['window', 'closes']],
      'pack:window-quote',
      `截止日期 ${closes} 不在引文“${manifest.window.quote}”之中`,
      '请与原文核对；通知更换后，sources、quote 和日期要一起改',
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
