import { writtenAt } from '../../model/pack/form.ts';
import type { Pack } from '../../model/pack/pack.ts';
import type { Place, Reporter } from './reporter.ts';

/** Options that stand for whatever the text does not list. */
const rest = /^(?:其他|其它|以上都不是|都不是|未|无|没有|不)/u;

const squeezed = (text: string): string => text.normalize('NFKC').replace(/[\s"“”]/gu, '');

/** Items of the enumeration around two listed words: `企业、高等院校、科研院所`. */
const enumerated = (quote: string, options: readonly string[]): string[] => {
  const list = /[^，。；：、\s]+(?:、[^，。；：、\s]+)+/gu;
  return [...quote.matchAll(list)].flatMap(([items]) => {
    const words = items.split(/[、和及]|或者|以及/u).filter(word => word !== '');
    const listed = words.filter(word => options.some(option => word.includes(option)));
    // The first and last of the list run on into the sentence; only those between stand alone.
    return listed.length * 2 > words.length ? words.slice(1, -1) : [];
  });
};

const check = (
  values: readonly string[],
  text: string,
  place: (index: number) => Place,
  whole: Place,
  clause: string,
  reporter: Reporter,
): void => {
  const source = squeezed(text);
  const listed = values.map(value => source.includes(squeezed(value)));
  // Options that are the office's own division are none of the text's business.
  if (listed.filter(Boolean).length * 2 <= values.filter(value => !rest.test(value)).length) return;
  for (const [index, value] of values.entries())
    if (!listed[index] && !rest.test(value))
      reporter.warning(
        place(index),
        'option:not-in-text',
        `选项“${value}”不在 ${clause} 里，同组的别的选项都在`,
        '对照原文改正；确实要加的，写进 aliases 或请科室确认',
      );
  const missing = enumerated(source, values.map(squeezed)).find(
    word => !values.some(value => word.includes(squeezed(value)) || squeezed(value).includes(word)),
  );
  if (missing !== undefined)
    reporter.warning(
      whole,
      'option:missing',
      `${clause} 里还列有“${missing}”，选项里没有`,
      '补上这一项；确实不单列的，写进“其他”的 aliases',
    );
};

/** Options of facts and fields are those that the text lists. */
export const checkOptions = ({ eligibility, form, clauses }: Pack, reporter: Reporter): void => {
  for (const [i, { options, quote, clause: id }] of eligibility.facts.entries()) {
    const text = quote ?? clauses.get(id)?.text;
    if (!options || text === undefined) continue;
    const path = ['facts', i, 'options'];
    check(
      options.map(({ value }) => value),
      text,
      index => ['eligibility.yaml', [...path, index, 'value']],
      ['eligibility.yaml', path],
      id,
      reporter,
    );
  }
  for (const [i, section] of form.sections.entries())
    for (const [j, { options, clause: id }] of section.fields.entries()) {
      const text = clauses.get(id)?.text;
      if (!options || text === undefined) continue;
      const path = ['sections', i, 'fields', writtenAt(section, j), 'options'];
      check(
        options.map(({ value }) => value),
        text,
        index => ['form.yaml', [...path, index, 'value']],
        ['form.yaml', path],
        id,
        reporter,
      );
    }
};
