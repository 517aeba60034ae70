import type { Pack } from '../../model/pack/pack.ts';
import { didYouMean } from '../suggest.ts';
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

/** Dates in a text as `2022-09-16`, or `-09-16` where the year is not written; `10月21日—22日` is two. */
const datesIn = (text: string): string[] =>
  [...text.matchAll(/(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日(?:\s?[-—－~至到]{1,2}\s?(\d{1,2})日)?/g)].flatMap(
    ([, year = '', month, ...days]) =>
      days
        .filter(day => day !== undefined)
        .map(day => `${year}-${month!.padStart(2, '0')}-${day.padStart(2, '0')}`),
  );

/** Hours in a text as `17:00`: 17:00, 17时30分, 下午5时, 5点. */
const hoursIn = (text: string): string[] =>
  [
    ...text
      .normalize('NFKC')
      .matchAll(/(上午|下午|晚上?)?\s?(\d{1,2})(?::(\d{2})|[时点](?:(\d{1,2})分|(半))?)/gu),
  ].map(([, half = '', hour, minutes, spoken, thirty]) => {
    const late = /下午|晚/u.test(half) && Number(hour) < 12 ? 12 : 0;
    const minute = minutes ?? spoken ?? (thirty === undefined ? '0' : '30');
    return `${String(Number(hour) + late).padStart(2, '0')}:${minute.padStart(2, '0')}`;
  });

type Path = readonly (string | number)[];

/** A last day, and its hour, are those of the quote. */
const checkLast = (
  path: Path,
  [dayKey, hourKey]: readonly [day: string, hour: string],
  { day, hour, quote }: { readonly day: string; readonly hour?: string | undefined; readonly quote: string },
  reporter: Reporter,
): void => {
  const written = datesIn(quote);
  if (written.length > 0 && !written.some(date => day.endsWith(date)))
    reporter.warning(
      [file, [...path, dayKey]],
      'pack:window-quote',
      `截止日期 ${day} 不在引文“${quote}”之中`,
      '请与原文核对；通知更换后，sources、quote 和日期要一起改',
    );
  const hours = hoursIn(quote);
  if (hour !== undefined && !hours.includes(hour))
    reporter.warning(
      [file, [...path, hourKey]],
      'pack:window-hour',
      `截止时刻 ${hour} 不在引文“${quote}”之中`,
      '照原文写，例如 17:00；原文没有写几点的，删去这一行',
    );
  if (hour === undefined && hours.length > 0)
    reporter.warning(
      [file, [...path, dayKey]],
      'pack:window-hour',
      `引文里写了 ${hours.at(-1)}，没有写进 ${hourKey}`,
      `截止到几点的，加上 ${hourKey}: "${hours.at(-1)}"；不是截止时刻的，不用管`,
    );
};

/** Windows, batches and the days of others: in order, and as quoted. */
const checkDates = ({ window, batches, deadlines }: Pack['manifest'], reporter: Reporter): void => {
  for (const [path, { opens, closes, closesAt, quote }] of [
    [['window'], window] as const,
    ...batches.map((batch, i) => [['batches', i], batch] as const),
  ]) {
    if (closes < opens)
      reporter.error(
        [file, [...path, 'closes']],
        'pack:window-order',
        `截止日期 ${closes} 早于开始日期 ${opens}`,
        `检查 ${path[0]} 里的两个日期`,
      );
    checkLast(path, ['closes', 'closesAt'], { day: closes, hour: closesAt, quote }, reporter);
    const written = datesIn(quote);
    if (written.length > 1 && !written.some(date => opens.endsWith(date)) && written[0] !== closes)
      reporter.warning(
        [file, [...path, 'opens']],
        'pack:window-quote',
        `开始日期 ${opens} 不在引文“${quote}”之中`,
        '请与原文核对',
      );
  }
  for (const [i, batch] of batches.entries())
    if (batch.opens <= (batches[i - 1] ?? window).closes)
      reporter.error(
        [file, ['batches', i, 'opens']],
        'pack:batch-order',
        `“${batch.title}”在上一批截止以前开始`,
        '按先后写，各批的日期不能重叠',
      );
  checkUnique(
    file,
    ['deadlines'],
    deadlines.map(({ id }) => id),
    'id',
    '期限编号',
    reporter,
  );
  for (const [i, { date, at, quote }] of deadlines.entries())
    checkLast(['deadlines', i], ['date', 'at'], { day: date, hour: at, quote }, reporter);
};

const squeezed = (text: string): string => text.normalize('NFKC').replace(/\s+/gu, '');

/** Number and date of a document are printed in it; two documents share no name. */
const checkPrinted = ({ manifest, documents }: Pack, reporter: Reporter): void => {
  const names = new Map<string, string>();
  for (const [index, { id, text, number, date, aliases }] of documents.entries()) {
    const printed = squeezed(text);
    if (number !== undefined && !printed.includes(squeezed(number)))
      reporter.warning(
        [file, ['documents', index, 'number']],
        'pack:number-differs',
        `「${id}」里没有文号“${number}”`,
        '照原件的文号写；换了年度的，文号一起改',
      );
    const dates = datesIn(printed);
    if (date !== undefined && dates.length > 0 && !dates.some(one => one.length === 10 && one === date))
      if (manifest.documents[0]?.date !== date)
        reporter.warning(
          [file, ['documents', index, 'date']],
          'pack:date-differs',
          `「${id}」里没有日期 ${date}`,
          '照落款的日期写',
        );
    for (const [i, alias] of aliases.entries()) {
      const other = names.get(alias);
      if (other !== undefined && other !== id)
        reporter.warning(
          [file, ['documents', index, 'aliases', i]],
          'pack:ambiguous-alias',
          `“${alias}”同时是「${other}」和「${id}」的叫法`,
          '只留一处',
        );
      names.set(alias, id);
    }
  }
};

/** A contradiction that no question, answer or clause leads to is never shown to anybody. */
const checkTied = ({ manifest, faq, clauses, eligibility, form }: Pack, reporter: Reporter): void => {
  const topics = Object.entries(faq.topics ?? {});
  const always = new Set([...faq.intents, ...topics.map(([, said]) => said)].flatMap(one => one.conflicts));
  const known = new Set(manifest.conflicts.map(({ id }) => id));
  for (const [id, { conflicts }] of topics)
    for (const [i, conflict] of conflicts.entries())
      if (!known.has(conflict))
        reporter.error(
          ['faq.yaml', ['topics', id, 'conflicts', i]],
          'faq:unknown-conflict',
          `「${id}」提到的矛盾「${conflict}」不在 pack.yaml 的 conflicts 里`,
          didYouMean(conflict, [...known]),
        );
  const reached = new Set([
    ...faq.intents.flatMap(intent => intent.clauses),
    ...topics.flatMap(([, said]) => ('clauses' in said ? said.clauses : said.near)),
    ...eligibility.facts.map(fact => fact.clause),
    ...eligibility.criteria.map(criterion => criterion.clause),
    ...form.checklist.flatMap(item => item.cites.map(({ clause }) => clause)),
    ...form.blanks.flatMap(blank => blank.cites.map(({ clause }) => clause)),
  ]);
  const leads = (id: string): boolean => {
    const within = (one: string | undefined): boolean =>
      one !== undefined && (reached.has(one) || within(clauses.get(one)?.parent));
    return within(id) || [...reached].some(one => one.startsWith(id));
  };
  for (const [index, { id, title, cites, on }] of manifest.conflicts.entries())
    if (on.length === 0 && !always.has(id) && !cites.some(({ clause }) => leads(clause)))
      reporter.warning(
        [file, ['conflicts', index, 'id']],
        'pack:conflict-untied',
        `矛盾“${title}”不会被提到：没有问题、要求或材料指向它的条款`,
        '在相关的话题里写 conflicts: [编号]，或用 on 写明涉及哪个栏目的哪个选项',
      );
};

/** Dates in order, a real time zone, ids used once. */
export const checkManifest = (pack: Pack, reporter: Reporter): void => {
  const { manifest } = pack;
  checkPrinted(pack, reporter);
  checkTied(pack, reporter);
  if (!isZone(manifest.timezone)) {
    reporter.error(
      [file, ['timezone']],
      'pack:unknown-zone',
      `没有时区“${manifest.timezone}”`,
      '北京时间写 Asia/Shanghai',
    );
  }
  checkDates(manifest, reporter);
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
