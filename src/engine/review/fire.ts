import { readTimer, type TimerData, type TimerName } from '../../model/timer.ts';
import type { Turn } from '../../model/turn.ts';
import type { Context, World } from '../context.ts';
import { postHead } from './post-head.ts';
import { ticketWaiting } from './tickets.ts';
import { remindDraft, remindStage } from './timers.ts';
import { sendDigest } from './todo.ts';

type Fired = Pick<Turn, 'effects' | 'tickets'>;

/** What each kind of timer does when it is due; a kind without an entry does not compile. */
const timers: {
  readonly [Name in TimerName]: (ctx: Context, world: World, data: TimerData<Name>) => Fired;
} = {
  'stage-reminder': (ctx, world, data) => ({ effects: remindStage(ctx, world, data) }),
  'draft-reminder': (ctx, world) => ({ effects: remindDraft(ctx, world) }),
  digest: (ctx, world, { section }) => ({ effects: sendDigest(ctx, world, section) }),
  'daily-head': (ctx, world) => ({ effects: postHead(ctx, world) }),
  'ticket-waiting': (ctx, world, { ticket }) => ticketWaiting(ctx, world, ticket),
};

/**
 * A due timer. It moves nobody's conversation; it only makes people hear. One that no version of this program knows is
 * not dropped in silence: it goes on the list of alerts with what it carried.
 */
export const fireTimer = (
  ctx: Context,
  world: World,
  name: string,
  data: Readonly<Record<string, string>>,
): Turn => {
  const timer = readTimer(name, data);
  if (!timer) {
    return {
      effects: [
        {
          kind: 'note',
          list: 'alerts',
          id: ctx.mint(`timer ${name}`),
          body: JSON.stringify({ at: ctx.now.ms, timer: name, data }),
        },
      ],
      audit: [],
      issues: [{ code: 'timer:unknown', message: 'a timer fell due that nothing of today answers to' }],
    };
  }
  return { ...timers[timer.name](ctx, world, timer.data as never), audit: [], issues: [] };
};
