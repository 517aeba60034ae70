import type { Block } from '../../model/message.ts';
import type { ChecklistItem } from '../../model/pack/form.ts';
import type { Context } from '../context.ts';
import { neededBlanks, neededItems, type PaperState } from '../papers.ts';
import { line, quote } from '../scene.ts';
import { say, type WordingKey } from '../wording.ts';

const how = {
  generated: 'list.generated',
  prepared: 'list.prepared',
  obtained: 'list.obtained',
} as const satisfies Record<ChecklistItem['how'], WordingKey>;

/** The materials with their sources, then who signs and seals where. */
export const checklistBlocks = (ctx: Context, state: PaperState): Block[] => {
  const { pack } = ctx;
  return [
    line(ctx, 'list.lead'),
    ...neededItems(ctx, state).flatMap((item, index) => [
      line(ctx, 'list.item', {
        index: index + 1,
        title: item.copies === undefined ? item.title : `${item.title}（${item.copies}份）`,
        how: say(pack, how[item.how]),
      }),
      ...item.cites.map(cite => quote(ctx, cite.clause, cite.quote)),
      ...(item.points.length > 0
        ? [
            line(ctx, 'list.points', {
              points: item.points.map(point => `${point.text}（${point.clause}）`).join('；'),
            }),
          ]
        : []),
      ...(item.note ? [line(ctx, 'list.note', { note: item.note })] : []),
      ...(state.files[item.id]?.length
        ? [line(ctx, 'list.have', { count: state.files[item.id]!.length })]
        : []),
    ]),
    line(ctx, 'list.signs'),
    ...neededBlanks(ctx, state).flatMap((blank, index) => [
      line(ctx, 'list.sign', { index: index + 1, title: blank.title, by: blank.by }),
      ...blank.cites.map(cite => quote(ctx, cite.clause, cite.quote)),
      ...(blank.note ? [line(ctx, 'list.note', { note: blank.note })] : []),
    ]),
  ];
};
