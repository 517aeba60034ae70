import type { Block } from '../../model/message.ts';
import type { HeardFact, Session } from '../../model/session.ts';
import type { Context } from '../context.ts';
import { line, quote, rows, type Scene } from '../scene.ts';
import { factById, lifting, shown } from '../self-check.ts';
import { say } from '../wording.ts';

/** What was understood from free words, each with the words it came from and what it replaces. */
export const heardBlocks = (ctx: Context, heard: readonly HeardFact[], before: Session['facts']): Block[] =>
  heard.length === 0
    ? []
    : [
        line(ctx, 'check.heard'),
        rows(
          heard.map(({ fact, value, words }) => {
            const asked = factById(ctx, fact);
            const old = before[fact];
            const slots = { value: shown(ctx, asked, value), words };
            const line =
              old === undefined || old === value
                ? say(ctx.pack, 'check.heardValue', slots)
                : say(ctx.pack, 'check.heardChange', { ...slots, old: shown(ctx, asked, old) });
            return [asked.title, line] as const;
          }),
        ),
      ];

/** One fact that decides against the unit, or no longer does: asked back by itself before it counts. */
export const heardScene = (ctx: Context, session: Session, heard: HeardFact): Scene => {
  const { fact: id, value, words } = heard;
  const fact = factById(ctx, id);
  const slots = { title: fact.title, value: shown(ctx, fact, value) };
  return {
    blocks: [
      lifting(ctx, session, [heard]).size > 0
        ? line(ctx, 'check.heardLifts', { ...slots, old: shown(ctx, fact, session.facts[id] ?? null) })
        : line(ctx, 'check.heardDecides', slots),
      rows([[say(ctx.pack, 'check.yourWords'), words]]),
      ...(fact.quote ? [quote(ctx, fact.clause, fact.quote)] : []),
    ],
    question: {
      asks: { kind: 'heard', fact: id },
      options: [
        { means: { kind: 'yes' }, label: say(ctx.pack, 'check.heardRight'), style: 'primary' },
        { means: { kind: 'no' }, label: say(ctx.pack, 'check.heardWrong') },
      ],
    },
    links: ['human', 'home'],
  };
};

/** Everything the verdict will stand on came from free words: a last look before it. */
export const heardAllScene = (ctx: Context): Scene => ({
  blocks: [line(ctx, 'check.heardAll')],
  question: {
    asks: { kind: 'heard-all' },
    options: [
      { means: { kind: 'yes' }, label: say(ctx.pack, 'check.heardAllYes'), style: 'primary' },
      { means: { kind: 'change' }, label: say(ctx.pack, 'check.heardAllChange') },
    ],
  },
  links: ['human', 'home'],
});

/** Which of the recorded facts is wrong. */
export const amendScene = (ctx: Context, session: Session): Scene => ({
  blocks: [line(ctx, 'check.amendWhich')],
  question: {
    asks: { kind: 'amend' },
    options: [
      ...Object.entries(session.facts).map(([fact, value]) => ({
        means: { kind: 'settle' as const, fact },
        label: `${factById(ctx, fact).title}：${shown(ctx, factById(ctx, fact), value)}`,
      })),
      { means: { kind: 'back' as const }, label: say(ctx.pack, 'form.return') },
    ],
  },
});
