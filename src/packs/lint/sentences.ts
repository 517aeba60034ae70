import type { Pack } from '../../model/pack/pack.ts';
import { didYouMean } from '../suggest.ts';
import type { Reporter } from './reporter.ts';
import { checkUnique } from './unique.ts';

/** Question variants belong to one intent each. */
export const checkFaq = ({ faq }: Pack, reporter: Reporter): void => {
  const file = 'faq.yaml';
  const entries = [
    ...faq.intents.map((entry, index) => ({ list: 'intents', index, ...entry })),
    ...faq.silent.map((entry, index) => ({ list: 'silent', index, ...entry })),
  ];
  const ids = new Map<string, string>();
  const variants = new Map<string, string>();
  for (const { list, index, id, variants: own } of entries) {
    if (ids.has(id)) {
      reporter.error(
        [file, [list, index, 'id']],
        'pack:duplicate-id',
        `问题编号「${id}」用了两次`,
        '改成另一个名称',
      );
    }
    ids.set(id, id);
    for (const [i, variant] of own.entries()) {
      const other = variants.get(variant);
      if (other !== undefined) {
        const message =
          other === id ? `问法“${variant}”写了两次` : `问法“${variant}”在「${other}」里已经有了`;
        reporter.warning([file, [list, index, 'variants', i]], 'faq:duplicate-variant', message, '只留一处');
      }
      variants.set(variant, id);
    }
  }
  checkUnique(
    file,
    ['concepts'],
    faq.concepts.map(concept => concept.id),
    'id',
    '词组编号',
    reporter,
  );
};

const slotsOf = (template: string): string[] => [...template.matchAll(/\{(\w+)\}/g)].map(match => match[1]!);

/** Sentences override ones that exist, and use only the slots those have. */
export const checkWording = (
  { wording }: Pack,
  catalogue: Readonly<Record<string, string>>,
  reporter: Reporter,
): void => {
  const file = 'wording.yaml';
  for (const [key, sentence] of Object.entries(wording)) {
    const original = catalogue[key];
    if (original === undefined) {
      reporter.errorAtKey(
        [file, [key]],
        'wording:unknown-key',
        `没有名为「${key}」的句子`,
        didYouMean(key, Object.keys(catalogue)),
      );
      continue;
    }
    const known = slotsOf(original);
    for (const slot of slotsOf(sentence).filter(name => !known.includes(name))) {
      reporter.error(
        [file, [key]],
        'wording:unknown-slot',
        `「${key}」不能用 {${slot}}`,
        known.length > 0 ? `可以用：${known.map(name => `{${name}}`).join('、')}` : '这句话没有可填的空',
      );
    }
  }
};
