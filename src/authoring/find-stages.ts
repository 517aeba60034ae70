import { type Doubt, sentencesOf } from './sentences.ts';
import type { Source } from './split-papers.ts';

const steps: readonly (readonly [title: string, pattern: RegExp])[] = [
  ['受理', /受理(?!条件)/u],
  ['初审', /初审|形式审查|材料审核|合规性审查|资格审查/u],
  ['审核', /审核/u],
  ['推荐', /推荐/u],
  ['专家评审', /专家(?:评审|论证|评议|评估)|评审/u],
  ['现场考察', /现场(?:考察|核查|踏勘)|实地/u],
  ['审定', /审定|研究(?:决定|同意)|办公会|批准/u],
  ['公示', /公示/u],
  ['公布', /公布|认定|授牌|发文/u],
];

/** Steps that the office itself decides, as stages; publication is no decision. */
const deciding: ReadonlySet<string> = new Set(['受理', '初审', '审核', '专家评审', '现场考察', '审定']);

/** review.yaml: the stages that the procedure names, in the order of the text. */
export const findStages = (
  sources: readonly Source[],
): {
  readonly data: Record<string, unknown>;
  readonly doubts: readonly Doubt[];
  readonly missing: readonly string[];
} => {
  const [notice] = sources;
  const procedure = notice!.clauses.filter(
    ({ text, id }) => id !== notice!.id && /程序|流程|步骤|评审|审核/u.test(text.trimStart().slice(0, 24)),
  );
  const within = notice!.clauses.filter(clause =>
    procedure.some(top => clause.id === top.id || clause.parent === top.id),
  );
  const found = new Map<string, { clause: string; title: string }>();
  for (const { clause, text } of sentencesOf(within)) {
    const step = steps.find(([, pattern]) => pattern.test(text));
    if (!step || !deciding.has(step[0]) || found.has(step[0])) continue;
    found.set(step[0], { clause: clause.id, title: step[0] });
  }
  // 审核 is only a stage of its own where nothing says it more exactly.
  if (found.has('初审')) found.delete('审核');
  const stages = [...found.values()];
  const first = notice!.clauses.find(({ id, leaf }) => leaf && id !== notice!.id)?.id ?? notice!.id;
  const doubts: Doubt[] = [];
  const data = {
    stages: (stages.length > 0 ? stages : [{ clause: first, title: '审核' }]).map(
      ({ clause, title }, index) => {
        doubts.push({
          path: ['stages', index, 'id'],
          because: stages.length > 0 ? '是不是由本单位办理的环节、由谁办理' : '通知没有写程序，先设一个环节',
        });
        return {
          id: `stage-${index + 1}`,
          title,
          clause,
          status: `正在${title}。`,
          scope: 'section',
          roles: ['reviewer', 'head'],
          mode: 'any',
          ...(index > 0 ? { distinct: true } : {}),
          verbs: ['pass', 'return', 'reject'],
        };
      },
    ),
  };
  return { data, doubts, missing: stages.length > 0 ? [] : ['审核环节（review.yaml 先设一个）'] };
};
