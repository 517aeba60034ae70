import { type Term, Vocabulary } from '../../language/lexicon.ts';
import type { Fact } from '../../model/pack/eligibility.ts';
import type { Field } from '../../model/pack/form.ts';
import type { Pack } from '../../model/pack/pack.ts';
import { commonNames, dateWords } from './common-names.ts';

/** What of a pack a reading needs to know words for. */
export type Named = Pick<Pack, 'eligibility' | 'form' | 'contacts' | 'manifest'>;

const made = new WeakMap<Named['eligibility'], Vocabulary>();

/** 执照在万州, 照是万州的: what a licence is called for short. */
const spokenVerbs = ({ says, verbs }: Fact): readonly string[] =>
  says === 'located' && verbs.some(word => word.endsWith('执照'))
    ? [...new Set([...verbs, '执照', '照'])]
    : verbs;

/** What joins the halves of a name that are said one of the other. */
const copulas = {
  是: ['是', '倒是', '也是', '就是', '都是', '肯定是', '当然是', '确实是', '本来就是', ':', '为', '嗯'],
  不是: ['不是', '不', '非', '没有', '还不是', '倒不是'],
} as const;

/** 法人是独立的, for 独立法人: a name of two halves, the one said of the other. */
const halves = ({ says, nouns }: Fact, copula: keyof typeof copulas): readonly string[] =>
  (says ?? 'is') === 'is'
    ? nouns
        .filter(noun => /^\p{Script=Han}{4}$/u.test(noun))
        .flatMap(noun => copulas[copula].map(word => `${noun.slice(2)}${word}${noun.slice(0, 2)}`))
    : [];

/** 主管部门还没审, of 主管部门审核: who does it, of a name that ends with what is done. */
const doers = ({ says, nouns, verbs }: Fact): readonly string[] =>
  says === 'done'
    ? nouns.flatMap(noun => {
        const verb = verbs.find(word => noun.endsWith(word) && noun.length - word.length >= DOER);
        return verb === undefined ? [] : [noun.slice(0, -verb.length)];
      })
    : [];

/** Shortest name of who does a thing. */
const DOER = 3;

const factTerms = (fact: Fact): Term[] => {
  const side = (words: readonly string[], name: 'noun' | 'opposite' | 'about'): Term[] =>
    words.map(word => ({
      word,
      concept: { kind: 'fact', fact: fact.id, side: name, event: fact.says === 'happened' },
    }));
  return [
    ...side([...fact.nouns, ...halves(fact, '是')], 'noun'),
    ...side([...fact.not, ...halves(fact, '不是')], 'opposite'),
    ...side([...fact.about, ...doers(fact)], 'about'),
    ...spokenVerbs(fact).map((word): Term => ({ word, concept: { kind: 'verb', fact: fact.id } })),
    ...(fact.options ?? []).flatMap(({ value, label, aliases }) =>
      [...new Set([value, ...(label ? [label] : []), ...aliases])].map(
        (word): Term => ({ word, concept: { kind: 'option', fact: fact.id, value } }),
      ),
    ),
  ];
};

/** What the names of fields end with, whatever they are of. */
const heads = /(?:通讯地址|地址|联系电话|电话|手机号|手机|联系人|负责人|主任|名称|性质)$/u;

/** A name as it is spoken too: 中心的地址, 单位名, 单位的性质. */
const spokenNames = (name: string): string[] => {
  const head = heads.exec(name)?.[0];
  if (head === undefined || head.length === name.length) return [name];
  const of = name.slice(0, -head.length);
  return [name, `${of}的${head}`, ...(head === '名称' ? [`${of}名`, `${of}名字`] : [])];
};

/** Shortest part of a joined name that stands for the field, in letters. */
const PART = 4;

/** 建设内容, of 主要建设内容和预期目标: what a joined name joins, each for the whole. */
const joinedParts = ({ kind, label, aliases }: Field): string[] =>
  kind === 'paragraph'
    ? [label, ...aliases]
        .flatMap(name => (/[和与及、]/u.test(name) ? name.split(/[和与及、]/u) : []))
        .flatMap(part => [part, part.replace(/^主要/u, '')])
        .filter(part => part.length >= PART)
    : [];

/** 中心叫, of 中心名称, where a part of the name is asked for. */
const calledNames = ({ kind, label, aliases }: Field): string[] =>
  kind === 'composed'
    ? [label, ...aliases].flatMap(name => {
        const of = /^(.{2,})(?:名称|名字)$/u.exec(name)?.[1];
        return of === undefined ? [] : [`${of}叫`, `${of}就叫`, `${of}名叫`, `${of}取名`];
      })
    : [];

/** Names of the form's fields, each with all fields that have it; a field of a repeating block is `block.field`. */
const fieldTerms = (form: Named['form']): Term[] => {
  const byName = new Map<string, string[]>();
  for (const section of form.sections)
    for (const field of section.fields) {
      const id = section.repeat ? `${section.id}.${field.id}` : field.id;
      for (const name of new Set([field.label, ...field.aliases].flatMap(spokenNames)))
        byName.set(name, [...(byName.get(name) ?? []), id]);
    }
  for (const section of form.sections)
    for (const field of section.fields)
      for (const part of new Set([...joinedParts(field), ...calledNames(field)]))
        if (!byName.has(part)) byName.set(part, [section.repeat ? `${section.id}.${field.id}` : field.id]);
  for (const { words, fits } of commonNames) {
    const own = form.sections.flatMap(section =>
      section.fields.filter(fits).map(field => ({
        id: section.repeat ? `${section.id}.${field.id}` : field.id,
        single: !section.repeat,
      })),
    );
    // 日期 where there are two names neither.
    const ids =
      words === dateWords && own.filter(({ single }) => single).length !== 1 ? [] : own.map(({ id }) => id);
    for (const word of words) if (ids.length > 0 && !byName.has(word)) byName.set(word, ids);
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
