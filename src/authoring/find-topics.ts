import type { Common } from '../model/pack/common.ts';
import { heldIn } from '../packs/lint/topics.ts';
import type { Doubt } from './sentences.ts';
import type { Source } from './split-papers.ts';

/** Words too common to tell one clause from another. */
const vague: ReadonlySet<string> = new Set(['text', 'yes-no']);

/** faq.yaml: which clause each common topic may stand in; what no clause holds is left out, and so answered as silent. */
export const findTopics = (
  sources: readonly Source[],
  common: Common,
): { readonly data: Record<string, unknown>; readonly doubts: readonly Doubt[]; readonly count: number } => {
  const saying = sources.filter(({ structure }) => structure === 'notice' || structure === 'articles');
  const clauses = saying.flatMap(source => source.clauses.filter(({ leaf }) => leaf));
  const topics: Record<string, string> = {};
  const doubts: Doubt[] = [];
  const special: Readonly<Record<string, RegExp>> = {
    annexes: /·附件$/u,
    'notice-date': /·落款$/u,
    addressees: /·主送$/u,
  };
  for (const topic of common.topics) {
    const shape = special[topic.id];
    // A heading that names the topic weighs more than words somewhere in a sentence.
    const found = shape
      ? clauses.find(({ id }) => shape.test(id))
      : clauses
          .filter(clause => !/·(?:标题|主送|落款|版记|附件)$/u.test(clause.id))
          .flatMap(clause => {
            const held = heldIn(clause, topic);
            const head = clause.text.slice(0, 24);
            return held === null
              ? []
              : [{ clause, weight: topic.holds.some(word => head.includes(word)) ? 2 : 1 }];
          })
          .sort((a, b) => b.weight - a.weight)[0]?.clause;
    if (!found) continue;
    topics[topic.id] = found.id;
    doubts.push({
      path: ['topics', topic.id],
      because: `${topic.title}：${vague.has(topic.expects) ? '只按字面找到，' : ''}这一条答得了吗，答不了写 silent`,
    });
  }
  return { data: { topics }, doubts, count: Object.keys(topics).length };
};
