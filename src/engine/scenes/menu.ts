import { chineseDate, daysBetween } from '../../model/calendar.ts';
import type { Block } from '../../model/message.ts';
import type { Session } from '../../model/session.ts';
import { closingText, windowAt, windowState } from '../../model/window.ts';
import type { Context } from '../context.ts';
import { judge } from '../judge.ts';
import { type Link, line, quote, type Scene, text } from '../scene.ts';
import { say } from '../wording.ts';

/** What others have to keep after the unit, for this batch: the day, and the words of the notice. */
const deadlineBlocks = (ctx: Context): Block[] => {
  const { deadlines, window, batches } = ctx.pack.manifest;
  const next = batches.find(({ opens }) => opens > ctx.now.date)?.opens;
  const current = deadlines.filter(({ date }) => date >= ctx.now.date && (next === undefined || date < next));
  return current.flatMap(({ title, date, at, clause, quote: slice }) => [
    line(ctx, 'window.others', { title, date: `${chineseDate(date)}${at ?? ''}` }),
    ...(slice === window.quote ? [] : [quote(ctx, clause, slice)]),
  ]);
};

/** Where today lies relative to the application window, with the clause that says so. */
export const windowBlocks = (ctx: Context): Block[] => {
  const { manifest } = ctx.pack;
  const window = windowAt(manifest, ctx.now);
  const state = windowState(manifest, ctx.now);
  const closes = closingText(window);
  const days = daysBetween(ctx.now.date, window.closes);
  const sentence =
    state === 'before'
      ? say(ctx.pack, 'window.before', { opens: chineseDate(window.opens) })
      : state === 'after'
        ? say(ctx.pack, 'window.after', { closes })
        : days === 0
          ? say(ctx.pack, 'window.last', { closes })
          : say(ctx.pack, 'window.open', { closes, days });
  return [
    text(sentence),
    quote(ctx, window.clause, window.quote),
    ...(window.advice && state === 'open' ? [line(ctx, 'window.advice', { advice: window.advice })] : []),
    ...(state === 'open' ? deadlineBlocks(ctx) : []),
  ];
};

/** Whether there is anything the person could go on with. */
export const hasDraft = (session: Session): boolean =>
  Object.keys(session.answers).length > 0 || session.skipped.length > 0;

const menuLinks = (session: Session): Link[] => [
  'check',
  // Once submitted there is nothing to fill in; a return brings its own button.
  ...(session.application !== null ? [] : [hasDraft(session) ? ('resume' as const) : ('apply' as const)]),
  'ask',
  'progress',
  ...(session.shelved.length > 0 ? (['mine'] as const) : []),
  ...(session.application !== null ? (['another'] as const) : []),
  'contacts',
  'human',
];

export const menuScene = (ctx: Context, session: Session, lead?: string): Scene => {
  const { manifest } = ctx.pack;
  return {
    blocks: [
      text(lead ?? say(ctx.pack, 'menu.hello', { office: manifest.office, title: manifest.title })),
      ...(ctx.rehearsal ? [line(ctx, 'menu.rehearsal', { date: chineseDate(ctx.now.date) })] : []),
      ...windowBlocks(ctx),
      line(ctx, 'menu.choose'),
    ],
    links: [...menuLinks(session), ...(ctx.notices.length > 1 ? (['notices'] as const) : [])],
  };
};

/** A menu without the greeting, under an answer that stands on its own. */
export const shortMenu = (session: Session, blocks: readonly Block[]): Scene => ({
  blocks,
  links: menuLinks(session),
});

/** "我们能申报吗？": where the window stands, and the offer to check. */
export const offerCheckScene = (ctx: Context, session: Session): Scene => {
  const count = judge(ctx.pack, session.facts, null).ask.filter(fact => !(fact in session.facts)).length;
  const started = Object.keys(session.facts).length > 0;
  return {
    blocks: [
      ...windowBlocks(ctx),
      line(ctx, 'check.offer', {
        count: started && count === 0 ? ctx.pack.eligibility.facts.length : count,
      }),
    ],
    question: {
      asks: { kind: 'offer' },
      options: [
        { means: { kind: 'yes' }, label: say(ctx.pack, 'check.start'), style: 'primary' },
        { means: { kind: 'no' }, label: say(ctx.pack, 'check.later') },
      ],
    },
    links: ['home', 'human'],
  };
};
