import type { Clause } from '../model/clause.ts';
import type { Common, CommonTopic } from '../model/pack/common.ts';
import { heldIn } from '../packs/lint/topics.ts';
import type { Doubt } from './sentences.ts';
import type { Source } from './split-papers.ts';

/** Words too common to tell one clause from another. */
const vague: ReadonlySet<string> = new Set(['text', 'yes-no']);

/** The clause that names the paper a notice rests on says more of it than one that merely says “按照”. */
const basisNamed = /(?:根据|依据|按照|按)[^。；]{0,12}《/u;

/** What a clause holds of a topic: the more of its words, the likelier it answers. */
const wordsHeld = (clause: Clause, topic: CommonTopic): number =>
  topic.holds.filter(word => heldIn(clause, { ...topic, holds: [word] }) !== null).length;

/** faq.yaml: which clause each common topic may stand in; what no clause holds is left out, and so answered as silent. */
export const findTopics = (
  sources: readonly Source[],
  common: Common,
  /** Topics whose clauses are known from elsewhere: the window, the contacts. */
  known: Readonly<Record<string, readonly string[]>>,
): { readonly data: Record<string, unknown>; readonly doubts: readonly Doubt[]; readonly count: number } => {
  const saying = sources.filter(({ structure }) => structure === 'notice' || structure === 'articles');
  const clauses = saying.flatMap(source => source.clauses.filter(({ leaf }) => leaf));
  const topics: Record<string, string | readonly string[]> = {};
  const doubts: Doubt[] = [];
  const special: Readonly<Record<string, RegExp>> = {
    annexes: /·附件$/u,
    'notice-number': /·标题$/u,
    'notice-date': /·落款$/u,
    addressees: /·主送$/u,
  };
  for (const topic of common.topics) {
    const settled = known[topic.id];
    if (settled && settled.length > 0) {
      topics[topic.id] = settled.length === 1 ? settled[0]! : settled;
      continue;
    }
    const shape = special[topic.id];
    // A heading that names the topic weighs more than words somewhere in a sentence.
    const found = shape
      ? clauses.find(({ id }) => shape.test(id))
      : clauses
          // What a notice begins with gives reasons; only what it rests on stands there.
          .filter(
            clause =>
              !/·(?:标题|主送|落款|版记|附件)$/u.test(clause.id) &&
              (topic.id === 'basis' || !/·前言$/u.test(clause.id)),
          )
          .flatMap(clause => {
            const held = heldIn(clause, topic);
            const head = clause.text.slice(0, 24);
            return held === null
              ? []
              : [
                  {
                    clause,
                    weight:
                      wordsHeld(clause, topic) +
                      (topic.holds.some(word => head.includes(word)) ? 1 : 0) +
                      (topic.id === 'basis' && basisNamed.test(clause.text) ? 4 : 0),
                  },
                ];
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
