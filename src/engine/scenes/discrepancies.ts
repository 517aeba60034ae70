import { chineseDate } from '../../model/calendar.ts';
import type { Block } from '../../model/message.ts';
import { wholeSpan } from '../../model/window.ts';
import type { Context } from '../context.ts';
import { answersOf, type Discrepancy, discrepancies, type Filled } from '../discrepancies.ts';
import { placeNames } from '../field-names.ts';
import { heading, line, quote, rows, text } from '../scene.ts';
import { factById, shown } from '../self-check.ts';
import { places } from '../walk.ts';
import { say } from '../wording.ts';

/** Who reads it: an applicant sees the clauses and rulings that are confirmed, the office all its rulings. */
type Reader = 'applicant' | 'office';

const rulingBlocks = (ctx: Context, id: string, reader: Reader): Block[] => {
  const { title, cites, ruling, confirmed } = ctx.pack.manifest.conflicts.find(
    conflict => conflict.id === id,
  )!;
  if (reader === 'office')
    return [
      line(ctx, 'differs.title', { title }),
      line(ctx, confirmed ? 'policy.ruling' : 'differs.rulingOpen', { ruling }),
    ];
  return [
    line(ctx, 'differs.title', { title }),
    ...cites.map(cite => quote(ctx, cite.clause, cite.quote)),
    ...(confirmed ? [line(ctx, 'policy.ruling', { ruling })] : []),
  ];
};

/** Each in the words of its reader. */
export const blocksOf = (
  ctx: Context,
  filled: Filled,
  found: readonly Discrepancy[],
  reader: Reader,
): Block[] => {
  const all = places(ctx.pack.form, {
    ...filled,
    answers: answersOf(filled.values),
    skipped: [],
    openGroups: [],
  });
  const names = placeNames(ctx.pack.form, all);
  const name = (place: string): string => names.get(place) ?? place;
  const factOf = (id: string) => factById(ctx, id);
  const { opens, closes } = wholeSpan(ctx.pack.manifest);
  const { clause, quote: slice } = ctx.pack.manifest.window;
  return found.flatMap((each): Block[] => {
    switch (each.kind) {
      case 'fact': {
        const fact = factOf(each.fact);
        return [
          line(ctx, 'differs.fact'),
          rows([
            [name(each.place), filled.values[each.place] ?? ''],
            [say(ctx.pack, 'differs.told', { fact: fact.title }), shown(ctx, fact, each.told)],
          ]),
          ...(each.note ? [text(each.note)] : []),
        ];
      }
      case 'ruling':
        return rulingBlocks(ctx, each.conflict, reader);
      case 'date':
        return [
          each.side === 'after'
            ? line(ctx, 'differs.late', { label: name(each.place), closes: chineseDate(closes) })
            : line(ctx, 'differs.early', { label: name(each.place), opens: chineseDate(opens) }),
          quote(ctx, clause, slice),
        ];
      case 'group': {
        const fact = factOf(each.fact);
        const item = ctx.pack.form.sections.find(({ id }) => id === each.group)?.repeat?.item ?? '';
        return [line(ctx, 'differs.group', { fact: fact.title, value: shown(ctx, fact, true), item })];
      }
      default:
        return each satisfies never;
    }
  });
};

/** All of them under one heading; nothing where there are none. */
export const discrepancyBlocks = (ctx: Context, filled: Filled, reader: Reader): Block[] => {
  const found = discrepancies(ctx.pack, filled);
  return found.length === 0
    ? []
    : [heading(say(ctx.pack, 'differs.lead')), ...blocksOf(ctx, filled, found, reader)];
};
