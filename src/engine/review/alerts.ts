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
