import type { Clause } from '../../model/clause.ts';
import { fromChinese } from '../../model/numerals.ts';
import type { Fact } from '../../model/pack/eligibility.ts';
import type { Pack } from '../../model/pack/pack.ts';
import { authorTexts } from './author-text.ts';
import type { Reporter } from './reporter.ts';

const yearsIn = (text: string): string[] =>
  [...text.matchAll(/(?<!\d)(20\d{2})(?=\s?(?:年|[-—至/]))/gu)].map(([, year]) => year!);

/** `五年` as `5年`, so that numbers are compared however they are written. */
const inDigits = (text: string): string =>
  text.normalize('NFKC').replace(/[一二两三四五六七八九十百]+/gu, numeral => {
    const value = numeral === '两' ? 2 : fromChinese(numeral);
    return Number.isNaN(value) ? numeral : String(value);
  });

const measured =
  /(?<![\d.第〔])(\d+(?:\.\d+)?)\s?(个工作日|工作日|个月|年|日|天|小时|份|%|万元|亿元|元|人|张|名|项|家)/gu;

/** Counts that a sentence states: `3年`, `5张`. One of a thing is an article, and years of the calendar are no count. */
const countsIn = (text: string): string[] =>
  [...inDigits(text).matchAll(measured)]
    .filter(([, value, unit]) => value !== '1' && !(unit === '年' && value!.length === 4))
    .map(([, value, unit]) => `${value}${unit}`);

/** Characters that stand before an office in a sentence and in no name of a place. */
const joints = /[向由请报经到和与本我该各送给在找及以或的后是为]/u;

/** An office that a sentence names and the sources do not know: `市文旅局`, or the place before it: `云溪市`. */
const foreignIn = (text: string, known: readonly string[]): string | null => {
  const unknown = (name: string) => !known.some(source => source.includes(name));
  for (const [, before, office] of text.matchAll(
    /([一-鿿]{0,2})((?:省|市(?!场)|区|县)[一-鿿]{1,6}?(?:局|委员会|厅))/gu,
  )) {
    const place = before!.length === 2 && !joints.test(before!) ? `${before}${office![0]}` : null;
    if (unknown(office!)) return `${place === null ? '' : before}${office}`;
    if (place !== null && unknown(place)) return `${before}${office}`;
  }
  return null;
};

/** Left by whoever began the pack and meant to come back. */
const unfinished =
  /(?:^|[^\p{L}])(?:TODO|TBD|FIXME)|待补充|待填|待定(?!价)|（略）|X{3,}|×{3,}|某某(?:局|委|厅)/u;

const checkYears = (pack: Pack, reporter: Reporter): void => {
  const { manifest, documents } = pack;
  const known = new Set([
    ...documents.flatMap(({ text }) => text.match(/20\d{2}/gu) ?? []),
    manifest.window.opens.slice(0, 4),
    manifest.window.closes.slice(0, 4),
    ...manifest.documents.flatMap(({ validity }) => (validity ? [validity.until.slice(0, 4)] : [])),
  ]);
  for (const { text, place } of authorTexts(pack)) {
    const stale = yearsIn(text).find(year => !known.has(year));
    if (stale !== undefined)
      reporter.warning(
        place,
        'text:stale-year',
        `“${stale}年”在原文里没有出现`,
        '多半是往年留下的；对照原文改正',
      );
  }
  const year = manifest.window.opens.slice(0, 4);
  const titled = /(?<!\d)20\d{2}(?!\d)/u.exec(manifest.title)?.[0];
  const named = /(?<!\d)20\d{2}(?!\d)/u.exec(manifest.id)?.[0];
  const numbered = /\d{2,}$/u.exec(manifest.numbering.prefix)?.[0].slice(-2);
  const near = (given: string) => Math.abs(Number(given) - Number(year)) <= (titled === year ? 0 : 1);
  if (named !== undefined && !near(named) && named !== titled)
    reporter.warning(
      ['pack.yaml', ['id']],
      'text:stale-year',
      `内容包编号里的 ${named} 与申报开始的年份 ${year} 不同`,
      '换了年度的，id 与文件夹名一起改',
    );
  if (numbered !== undefined && numbered !== year.slice(2) && numbered !== named?.slice(2))
    reporter.warning(
      ['pack.yaml', ['numbering', 'prefix']],
      'text:stale-year',
      `申请编号前缀 ${manifest.numbering.prefix} 的年份与申报开始的年份 ${year} 不同`,
      `改成以 ${year.slice(2)} 结尾的前缀`,
    );
};

const checkOffices = (pack: Pack, reporter: Reporter): void => {
  const { manifest, documents } = pack;
  const known = [...documents.map(({ text }) => text.replace(/\s+/gu, '')), manifest.issuer, manifest.office];
  for (const { text, place } of authorTexts(pack)) {
    const foreign = foreignIn(text, known);
    if (foreign !== null)
      reporter.warning(
        place,
        'text:foreign-office',
        `“${foreign}”在原文里没有出现`,
        '多半是从别的通知带来的；对照原文改正',
      );
  }
  const signed = documents.some(({ id }) => pack.clauses.has(`${id}·落款`));
  if (signed && !known.slice(0, documents.length).some(source => source.includes(manifest.issuer)))
    reporter.warning(
      ['pack.yaml', ['issuer']],
      'text:foreign-office',
      `发文机关“${manifest.issuer}”在原文里没有出现`,
      '照通知的落款写全称',
    );
};

/** Numbers in a sentence about a clause are the clause's own: what was changed there must not stay here. */
const checkCounts = (pack: Pack, reporter: Reporter): void => {
  const counts = new Map<string, ReadonlySet<string>>();
  const said = (clause: Clause): ReadonlySet<string> => {
    const known = counts.get(clause.id) ?? new Set(countsIn(clause.text));
    counts.set(clause.id, known);
    return known;
  };
  for (const { text, place, clause: id } of authorTexts(pack)) {
    const clause = id === undefined ? undefined : pack.clauses.get(id);
    if (!clause) continue;
    const whole = pack.clauses.get(clause.parent ?? clause.id) ?? clause;
    const wrong = countsIn(text).find(count => !said(clause).has(count) && !said(whole).has(count));
    if (wrong !== undefined)
      reporter.warning(
        place,
        'text:other-number',
        `这里写“${wrong}”，${clause.id} 里没有这个数`,
        '对照条款改正；条款改过的，转述的话也要改',
      );
  }
};

const checkFactNumbers = ({ facts }: { facts: readonly Fact[] }, pack: Pack, reporter: Reporter): void => {
  for (const [index, { clause: id, years, degree, quote }] of facts.entries()) {
    const clause = pack.clauses.get(id);
    if (!clause) continue;
    const held = `${clause.text}${pack.clauses.get(clause.parent ?? '')?.text ?? ''}${quote ?? ''}`;
    if (years !== undefined && !countsIn(held).includes(`${years}年`) && years !== 1)
      reporter.warning(
        ['eligibility.yaml', ['facts', index, 'years']],
        'text:other-number',
        `years 写的是 ${years} 年，${id} 里没有“${years}年”`,
        '对照条款改正',
      );
    if (degree !== undefined && !held.includes(degree))
      reporter.warning(
        ['eligibility.yaml', ['facts', index, 'degree']],
        'text:other-degree',
        `degree 写的是“${degree}”，${id} 里没有这个词`,
        '对照条款改正',
      );
  }
};

/** What a copied or rolled-over pack keeps of another year or another office, and what was never finished. */
export const checkStale = (pack: Pack, reporter: Reporter): void => {
  checkYears(pack, reporter);
  checkOffices(pack, reporter);
  checkCounts(pack, reporter);
  checkFactNumbers(pack.eligibility, pack, reporter);
  for (const { text, place } of authorTexts(pack)) {
    const left = unfinished.exec(text)?.[0].trim();
    if (left !== undefined && !pack.documents.some(document => document.text.includes(left)))
      reporter.warning(place, 'text:unfinished', `“${left}”还没有写完`, '补上内容，或删去这一项');
  }
};
