import type { Pack } from '../model/pack/pack.ts';
import { type Cited, citedIn } from '../packs/lint/cited.ts';

/** Something of the old pack that rests on a clause. */
export interface Dependant {
  readonly file: string;
  /** For people: 申报条件「规模以上企业」. */
  readonly what: string;
  readonly clause: string;
}

/** What rests on a clause, in words for people. */
export const namedUse = (pack: Pack, { place: [file, path] }: Cited): string => {
  const [list, at, inner, index] = path as [string, number, string | undefined, number | undefined];
  switch (file) {
    case 'pack.yaml':
      if (list === 'batches') return `申报期限“${pack.manifest.batches[at]!.title}”`;
      if (list === 'deadlines') return `期限“${pack.manifest.deadlines[at]!.title}”`;
      return list === 'window'
        ? '申报期限'
        : list === 'delivery'
          ? '报送方式'
          : list === 'conflicts'
            ? `矛盾“${pack.manifest.conflicts[at]!.title}”`
            : `文件「${pack.manifest.documents[at]!.id}」的有效期`;
    case 'eligibility.yaml': {
      if (list === 'criteria') return `申报条件「${pack.eligibility.criteria[at]!.title}」`;
      const fact = pack.eligibility.facts[at]!;
      return `自测事项「${fact.title}」${fact.options ? `和它的选项（${fact.options.map(({ value }) => value).join('、')}）` : ''}`;
    }
    case 'form.yaml': {
      if (list === 'commitments') return `承诺第 ${at + 1} 项`;
      if (list === 'blanks') return `签字盖章处「${pack.form.blanks[at]!.title}」`;
      if (list === 'checklist') return `材料「${pack.form.checklist[at]!.title}」`;
      const section = pack.form.sections[at]!;
      return inner === 'fields' ? `栏目「${section.fields[index!]!.label}」` : `申报表的「${section.title}」`;
    }
    case 'faq.yaml': {
      if (list === 'intents')
        return `问答「${pack.faq.intents[at]!.title ?? pack.faq.intents[at]!.variants[0]}」`;
      if (list === 'silent') return `“未载明”「${pack.faq.silent[at]!.topic}」`;
      const id = String(at);
      const title = pack.common.topics.find(topic => topic.id === id)?.title ?? id;
      const said = pack.faq.topics?.[id];
      return said && 'clauses' in said ? `话题「${title}」` : `“未载明”的话题「${title}」`;
    }
    case 'contacts.yaml':
      return `联系科室「${pack.contacts.sections[at]!.name}」`;
    case 'review.yaml':
      return list === 'stages'
        ? `审核环节「${pack.review.stages[at]!.title}」`
        : `退回理由「${pack.review.reasons[at]!.text}」`;
    default:
      return file;
  }
};

/**
 * Everything of a pack that rests on a clause: what cites it, the routing that hangs on an option it lists, the marks of
 * the template where the form changed, and the dialogues that mention it. `transcripts` are texts by path.
 */
export const dependantsOf = (pack: Pack, transcripts: ReadonlyMap<string, string>): Dependant[] => {
  const cited = citedIn(pack);
  const found: Dependant[] = cited.map(one => ({
    file: one.place[0],
    what: namedUse(pack, one),
    clause: one.clause,
  }));
  const domain = pack.form.sections.flatMap(({ fields }) => fields).find(({ id }) => id === pack.form.domain);
  const options = pack.eligibility.facts.find(({ id }) => id === domain?.from?.fact);
  for (const clause of new Set([domain?.clause, options?.clause]))
    if (clause !== undefined && Object.keys(pack.contacts.routing).length > 0)
      found.push({
        file: 'contacts.yaml',
        what: `领域对应的科室（${Object.keys(pack.contacts.routing).join('、')}）`,
        clause,
      });
  for (const { id, structure } of pack.documents)
    if (structure === 'form')
      found.push({ file: 'form.yaml', what: `Word 模板“${pack.form.template}”里的占位符`, clause: id });
  for (const [path, text] of transcripts)
    for (const { clause, quote } of cited)
      if ((quote !== undefined && quote.length > 5 && text.includes(quote)) || text.includes(clause))
        found.push({ file: path, what: `演练对话 ${path.split('/').at(-1)}`, clause });
  const seen = new Set<string>();
  return found.filter(one => {
    const key = JSON.stringify(one);
    return !seen.has(key) && seen.add(key) !== undefined;
  });
};
