import type { Application } from '../../model/application.ts';
import { type Block, messageTo } from '../../model/message.ts';
import type { Effect } from '../../model/turn.ts';
import type { Context, World } from '../context.ts';
import type { Reaction } from '../reaction.ts';
import { heading, line, rows, text } from '../scene.ts';
import { say } from '../wording.ts';
import { sendStaff } from './hold.ts';
import { decidersOf, mayRead, seatsOf, uniquePeople } from './people.ts';
import { digestTimer } from './tell.ts';
import { commandList } from './verb-words.ts';

/** One line a case, stage by stage in the order of the procedure, oldest first. */
const byStage = (ctx: Context, cases: readonly Application[]): Block[] =>
  ctx.pack.review.stages.flatMap(stage => {
    const here = cases.filter(application => application.stage === stage.id);
    return here.length === 0
      ? []
      : [
          line(ctx, 'staff.stage', { stage: stage.title, count: here.length }),
          rows(here.map(({ number, unit }) => [number, unit])),
        ];
  });

const listBlocks = (ctx: Context, mine: readonly Application[], others: readonly Application[]): Block[] => [
  heading(say(ctx.pack, mine.length > 0 ? 'staff.todo' : 'staff.none', { count: mine.length })),
  ...byStage(ctx, mine),
  ...(others.length > 0
    ? [heading(say(ctx.pack, 'staff.others', { count: others.length })), ...byStage(ctx, others)]
    : []),
  ...(mine.length + others.length > 0
    ? [
        text(
          mine.length > 0
            ? say(ctx.pack, 'staff.hint', { commands: commandList(ctx) })
            : say(ctx.pack, 'staff.hintRead'),
        ),
      ]
    : []),
];

const split = (ctx: Context, world: World, actor: string) => {
  const mine = world.listed.filter(application =>
    decidersOf(ctx, world.roster, application).some(binding => binding.actor === actor),
  );
  const others = world.listed.filter(
    application => !mine.includes(application) && mayRead(ctx, world.roster, application, actor),
  );
  return { mine, others };
};

/** 待办: open cases this person may decide, oldest first; then those the person may only read. */
export const todoBlocks = (ctx: Context, world: World): Block[] => {
  const { mine, others } = split(ctx, world, world.session.actor);
  return listBlocks(ctx, mine, others);
};

export const todoList = (ctx: Context, world: World): Reaction => ({
  session: world.session,
  scene: { blocks: todoBlocks(ctx, world) },
});

/** The daily list of a section, to each of its people who has something to do or to watch. */
export const sendDigest = (ctx: Context, world: World, section: string): Effect[] => {
  const people = uniquePeople(
    world.roster.staff.filter(
      ({ status, address, role, section: own }) =>
        status === 'active' && address.kind === 'private' && own === section && role !== 'operator',
    ),
  );
  const messages = people.flatMap(({ actor, address }): Effect[] => {
    const { mine, others } = split(ctx, world, actor);
    const hears = seatsOf(world.roster, actor).some(({ role }) => role === 'contact');
    if (mine.length === 0 && !(hears && others.length > 0)) return [];
    return [
      sendStaff(
        ctx,
        messageTo(address, ctx.mint(`digest ${actor}`), [
          line(ctx, 'staff.digest'),
          ...listBlocks(ctx, mine, others),
        ]),
      ),
    ];
  });
  return messages.length > 0 ? [...messages, digestTimer(ctx, section)] : [];
};
