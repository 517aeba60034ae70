import { type Term, Vocabulary } from '../../language/lexicon.ts';
import type { Fact } from '../../model/pack/eligibility.ts';
import type { Pack } from '../../model/pack/pack.ts';

/** What of a pack a reading needs to know words for. */
export type Named = Pick<Pack, 'eligibility' | 'form' | 'contacts'>;

const made = new WeakMap<Named['eligibility'], Vocabulary>();

const factTerms = (fact: Fact): Term[] => {
  const side = (words: readonly string[], name: 'noun' | 'opposite' | 'about'): Term[] =>
    words.map(word => ({
      word,
      concept: { kind: 'fact', fact: fact.id, side: name, event: fact.says === 'happened' },
    }));
  return [
    ...side(fact.nouns, 'noun'),
    ...side(fact.not, 'opposite'),
    ...side(fact.about, 'about'),
    ...fact.verbs.map((word): Term => ({ word, concept: { kind: 'verb', fact: fact.id } })),
    ...(fact.options ?? []).flatMap(({ value, label, aliases }) =>
      [...new Set([value, ...(label ? [label] : []), ...aliases])].map(
        (word): Term => ({ word, concept: { kind: 'option', fact: fact.id, value } }),
      ),
    ),
  ];
};

/** Names of the form's fields, each with all fields that have it; a field of a repeating block is `block.field`. */
const fieldTerms = (form: Named['form']): Term[] => {
  const byName = new Map<string, string[]>();
  for (const section of form.sections)
    for (const field of section.fields) {
      const id = section.repeat ? `${section.id}.${field.id}` : field.id;
      for (const name of new Set([field.label, ...field.aliases]))
        byName.set(name, [...(byName.get(name) ?? []), id]);
    }
  return [
    ...[...byName].map(([word, fields]): Term => ({ word, concept: { kind: 'field', fields } })),
    ...form.sections.flatMap(({ id, repeat }): Term[] =>
      repeat ? [{ word: repeat.item, concept: { kind: 'group', group: id } }] : [],
    ),
  ];
};

/** The words a pack brings to a reading. A pack never changes, so they are made once. */
export const vocabularyOf = (pack: Named): Vocabulary => {
  const known = made.get(pack.eligibility);
  if (known) return known;
  const blocks = pack.form.sections.flatMap(({ repeat }): Term[] => {
    const fact = pack.eligibility.facts.find(({ id }) => id === repeat?.fact);
    return repeat && fact?.type === 'boolean' && !fact.nouns.includes(repeat.item)
      ? [{ word: repeat.item, concept: { kind: 'fact', fact: fact.id, side: 'about', event: false } }]
      : [];
  });
  const vocabulary = new Vocabulary([
    ...pack.eligibility.facts.flatMap(factTerms),
    ...blocks,
    ...fieldTerms(pack.form),
  ]);
  made.set(pack.eligibility, vocabulary);
  return vocabulary;
};
