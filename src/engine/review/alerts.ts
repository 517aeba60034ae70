import { messageTo } from '../../model/message.ts';
import type { Turn } from '../../model/turn.ts';
import type { Context, World } from '../context.ts';
import { line, rows } from '../scene.ts';
import { say } from '../wording.ts';
import { sendStaff } from './hold.ts';
import { operators } from './people.ts';

/** A message that will never arrive: the operators hear of it, with the case it belongs to where there is one. */
export const alertUndelivered = (ctx: Context, world: World, reason: string): Turn => {
  const { session, application } = world;
  return {
    effects: [
      ...operators(world.roster)
        .filter(({ actor }) => actor !== session.actor)
        .map(({ actor, address }) =>
          sendStaff(
            ctx,
            messageTo(address, ctx.mint(`undelivered ${actor}`), [
              line(ctx, 'alert.undelivered', { reason }),
              ...(application ? [rows([[say(ctx.pack, 'case.number'), application.number]])] : []),
            ]),
          ),
        ),
      {
        kind: 'note',
        list: 'alerts',
        id: ctx.mint('undelivered'),
        body: JSON.stringify({ at: ctx.now.ms, session: session.id, reason }),
      },
    ],
    audit: [],
    issues: [{ code: 'send:undelivered', message: 'a message could not be delivered for good' }],
  };
};

/**
 * A channel has fallen, or is back: the operators who can be reached on another one hear of it. `data`: the channel's
 * name, its title, and what is wrong (nothing: it works again).
 */
export const channelNews = (ctx: Context, world: World, data: Readonly<Record<string, string>>): Turn => {
  const { channel = '', title = channel, detail } = data;
  return {
    effects: [
      ...operators(world.roster)
        .filter(({ address }) => address.channel !== channel)
        .map(({ actor, address }) =>
          sendStaff(
            ctx,
            messageTo(address, ctx.mint(`channel ${channel} ${actor}`), [
              detail === undefined
                ? line(ctx, 'alert.channelUp', { channel: title })
                : line(ctx, 'alert.channelDown', { channel: title, detail }),
            ]),
          ),
        ),
      {
        kind: 'note',
        list: 'alerts',
        id: ctx.mint(`channel ${channel}`),
        body: JSON.stringify({ at: ctx.now.ms, channel, reason: detail ?? 'up' }),
      },
    ],
    audit: [],
    issues: detail === undefined ? [] : [{ code: 'channel:down', message: `${channel} has fallen` }],
  };
};

/** Something about the installation itself needs the operators, or no longer does (no `detail`). `data`: what, and why. */
export const houseNews = (ctx: Context, world: World, data: Readonly<Record<string, string>>): Turn => {
  const { what = 'house', title = what, detail } = data;
  return {
    effects: [
      ...operators(world.roster).map(({ actor, address }) =>
        sendStaff(
          ctx,
          messageTo(address, ctx.mint(`house ${what} ${actor}`), [
            detail === undefined
              ? line(ctx, 'alert.over', { title })
              : line(ctx, 'alert.trouble', { title, detail }),
          ]),
        ),
      ),
      {
        kind: 'note',
        list: 'alerts',
        id: ctx.mint(`house ${what}`),
        body: JSON.stringify({ at: ctx.now.ms, what, reason: detail ?? 'over' }),
      },
    ],
    audit: [],
    issues: detail === undefined ? [] : [{ code: 'house:trouble', message: `${what} needs the operator` }],
  };
};
