import type { Clause } from '../../model/clause.ts';
import type { CommonTopic } from '../../model/pack/common.ts';
import type { Pack } from '../../model/pack/pack.ts';
import { didYouMean } from '../suggest.ts';
import type { Reporter } from './reporter.ts';

const file = 'faq.yaml';

/** Most clauses one question may have: all of them are shown, and a reply has three cards. */
const clauseLimit = 3;

/** Kinds of answer whose words hardly mean anything else; the others are looked for in the nearest clauses only. */
const plain: ReadonlySet<CommonTopic['expects']> = new Set(['count', 'money', 'place']);

/** Characters `…` may stand for in a `holds`. */
const gap = 8;

/** Characters around what was found, for the author. */
const around = 12;

const patternOf = (holds: string): RegExp =>
  new RegExp(
    holds
      .replace(/[.*+?^${}()|[\]\\]/gu, '\\$&')
      .replaceAll('#', '[\\d一二三四五六七八九十百两]+')
      .replaceAll('…', `[^。\\n]{0,${gap}}`),
    'iu',
  );

/** Where a clause holds an answer to the topic, with the words around it. */
export const heldIn = ({ text }: Clause, { holds }: CommonTopic): string | null => {
  for (const one of holds) {
    const found = patternOf(one).exec(text);
    if (!found) continue;
    const from = Math.max(0, found.index - around);
    const words = text.slice(from, found.index + found[0].length + around);
    return words.replace(/\s+/gu, ' ').trim();
  }
  return null;
};

/** Clauses in which a notice says things; a form and an outline only ask. */
export const sayingClauses = ({ clauses, documents }: Pick<Pack, 'clauses' | 'documents'>): Clause[] => {
  const saying = new Set(
    documents
      .filter(({ structure }) => structure === 'notice' || structure === 'articles')
      .map(({ id }) => id),
  );
  return [...clauses.values()].filter(clause => clause.leaf && saying.has(clause.document));
};

const checkTopic = (pack: Pack, topic: CommonTopic, saying: readonly Clause[], reporter: Reporter): void => {
  const said = pack.faq.topics?.[topic.id];
  if (said && 'clauses' in said) return;
  if (said) {
    const notices = new Set(
      pack.documents.flatMap(({ id, structure }) => (structure === 'notice' ? [id] : [])),
    );
    const near = said.near.flatMap(id => pack.clauses.get(id) ?? []);
    const elsewhere = (plain.has(topic.expects) ? saying : [])
      .filter(({ document }) => notices.has(document))
      .map(clause => ({ clause, held: heldIn(clause, topic) }))
      .find(({ clause, held }) => held !== null && !near.includes(clause));
    if (elsewhere && !said.checked && !near.some(clause => heldIn(clause, topic) !== null))
      reporter.warning(
        [file, ['topics', topic.id]],
        'faq:silent-elsewhere',
        `「${topic.title}」写成了通知未载明，但 ${elsewhere.clause.id} 里有：“${elsewhere.held}”`,
        `写成 ${topic.id}: ${elsewhere.clause.id}；确实不是一回事的，写 { near: ${elsewhere.clause.id}, checked: true }`,
      );
    for (const clause of near) {
      const held = heldIn(clause, topic);
      if (held !== null && !said.checked)
        reporter.error(
          [file, ['topics', topic.id]],
          'faq:silent-holds',
          `「${topic.title}」写成了通知未载明，但 ${clause.id} 里有：“${held}”`,
          '写成条款编号；确实不是一回事的，加上 checked: true',
        );
    }
    return;
  }
  const found = saying
    .map(clause => ({ clause, held: heldIn(clause, topic) }))
    .find(({ held }) => held !== null);
  if (found)
    reporter.warning(
      [file, ['topics']],
      'faq:topic-unmapped',
      `「${topic.title}」（${topic.id}）没有写在 topics 里，会答成未载明；可能写在 ${found.clause.id}：“${found.held}”`,
      `写上 ${topic.id}: ${found.clause.id}，或 ${topic.id}: silent`,
    );
};

/** What a notice of its own is said not to say may stand in the clause that is named as nearest, in the same words. */
const checkSilent = ({ faq, clauses }: Pack, reporter: Reporter): void => {
  for (const [index, { topic, nearest }] of faq.silent.entries()) {
    const held = nearest.find(id => clauses.get(id)?.text.replace(/\s/gu, '').includes(topic));
    if (held !== undefined && topic.length > 1)
      reporter.warning(
        [file, ['silent', index, 'topic']],
        'faq:silent-holds',
        `“${topic}”写成了通知未载明，但 ${held} 里有这几个字`,
        '对照条款：写了的，移到 intents；没写的，换个说法',
      );
  }
};

/** Common topics exist, are not said to be silent where the notice speaks, and every list of clauses can be shown. */
export const checkTopics = (pack: Pack, reporter: Reporter): void => {
  const { faq, common } = pack;
  const known = new Set(common.topics.map(({ id }) => id));
  const modern = faq.topics !== undefined;
  for (const id of Object.keys(faq.topics ?? {}))
    if (!known.has(id))
      reporter.errorAtKey(
        [file, ['topics', id]],
        'faq:unknown-topic',
        `没有名为「${id}」的话题`,
        didYouMean(id, [...known]),
      );
  for (const [list, entries] of [
    ['intents', faq.intents],
    ['silent', faq.silent],
  ] as const)
    for (const [index, { id }] of entries.entries())
      if (modern && known.has(id))
        reporter.error(
          [file, [list, index, 'id']],
          'faq:topic-twice',
          `「${id}」是各地通知共用的话题`,
          `写在 topics 里：${id}: 条款编号`,
        );
  const lists = [
    ...faq.intents.map(({ id, clauses }, index) => ({ id, clauses, path: ['intents', index, 'clauses'] })),
    ...Object.entries(faq.topics ?? {}).flatMap(([id, said]) =>
      'clauses' in said ? [{ id, clauses: said.clauses, path: ['topics', id] }] : [],
    ),
  ];
  for (const { id, clauses, path } of lists)
    if (clauses.length > clauseLimit)
      reporter[modern ? 'error' : 'warning'](
        [file, path],
        'faq:too-many-clauses',
        `「${id}」列了 ${clauses.length} 条，一次最多显示 ${clauseLimit} 条`,
        '改写成包含它们的上一级条款，或拆成几个问题',
      );
  checkSilent(pack, reporter);
  if (!modern) return;
  const saying = sayingClauses(pack);
  for (const topic of common.topics) checkTopic(pack, topic, saying, reporter);
};
