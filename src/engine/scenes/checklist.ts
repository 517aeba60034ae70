import type { Block } from '../../model/message.ts';
import type { ChecklistItem } from '../../model/pack/form.ts';
import type { Context } from '../context.ts';
import { neededBlanks, neededItems, type PaperState } from '../papers.ts';
import { quote, text } from '../scene.ts';
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
    text(say(pack, 'list.lead')),
    ...neededItems(ctx, state).flatMap((item, index) => [
      text(say(pack, 'list.item', { index: index + 1, title: item.title, how: say(pack, how[item.how]) })),
      ...item.cites.map(cite => quote(ctx, cite.clause, cite.quote)),
      ...(item.points.length > 0
        ? [
            text(
              say(pack, 'list.points', {
                points: item.points.map(point => `${point.text}（${point.clause}）`).join('；'),
              }),
            ),
          ]
        : []),
      ...(item.note ? [text(say(pack, 'list.note', { note: item.note }))] : []),
      ...(state.files[item.id]?.length
        ? [text(say(pack, 'list.have', { count: state.files[item.id]!.length }))]
        : []),
    ]),
    text(say(pack, 'list.signs')),
    ...neededBlanks(ctx, state).flatMap((blank, index) => [
      text(say(pack, 'list.sign', { index: index + 1, title: blank.title, by: blank.by })),
      ...blank.cites.map(cite => quote(ctx, cite.clause, cite.quote)),
      ...(blank.note ? [text(say(pack, 'list.note', { note: blank.note }))] : []),
    ]),
  ];
};
