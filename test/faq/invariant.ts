import { catalogue } from '../../src/engine/wording.ts';
import { englishWording } from '../../src/engine/wording-english.ts';
import { candidatesOf } from '../../src/faq/candidates.ts';
import type { FaqSource } from '../../src/faq/source.ts';
import { chineseDate } from '../../src/model/calendar.ts';

/** Every sentence a policy reply may say besides slices, and the head of a quote. */
export const replyTemplates = (): string[] => [
  '【{clause}】',
  ...Object.values(englishWording),
  ...Object.entries(catalogue).flatMap(([key, line]) =>
    /^(?:policy|action|smalltalk)\./u.test(key) ? [line] : [],
  ),
];

/**
 * What may stand in each slot of a template: nothing but ids, topics, titles, rulings and dates of the pack. A
 * conflict's title and ruling are the office's, and are shown under a template that says so.
 */
const slots = (source: FaqSource): Record<string, readonly string[]> => {
  const { clauses, manifest } = source;
  return {
    clause: [...clauses.keys()],
    topic: candidatesOf(source).map(({ title }) => title),
    title: [...manifest.conflicts, ...manifest.documents].map(({ title }) => title),
    ruling: manifest.conflicts.map(({ ruling }) => ruling),
    office: [manifest.office],
    until: manifest.documents.flatMap(({ validity }) => (validity ? [chineseDate(validity.until)] : [])),
  };
};

/** A template with every value its slots may take. */
const filled = (template: string, values: Record<string, readonly string[]>): string[] => {
  const slot = /\{(\w+)\}/u.exec(template);
  if (!slot) return [template];
  return (values[slot[1]!] ?? []).flatMap(value => filled(template.replace(slot[0], value), values));
};

/** Judge of replies built on one pack: gives the lines that are neither lines of the sources nor filled templates. */
export const strangerFinder = (source: FaqSource): ((reply: string) => string[]) => {
  const values = slots(source);
  const said = new Set(replyTemplates().flatMap(line => filled(line, values)));
  const texts = [...source.clauses.values()]
    .filter(({ parent }) => parent === undefined)
    .map(({ text }) => text);
  const lines = new Set(texts.flatMap(text => text.split('\n').map(line => line.trim())));
  // The places of a contradiction are shown as one line each: 【clause】 and a slice.
  const isPlace = (line: string): boolean => {
    const end = line.indexOf('】') + 1;
    const slice = line.slice(end);
    return said.has(line.slice(0, end)) && slice.length > 1 && texts.some(text => text.includes(slice));
  };
  return reply =>
    reply
      .split('\n')
      .filter(line => line.trim() !== '' && !lines.has(line.trim()) && !said.has(line) && !isPlace(line));
};
