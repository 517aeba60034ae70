import { chatKey } from '../../model/address.ts';
import { headText } from '../../model/audit.ts';
import { addDays, chineseDate } from '../../model/calendar.ts';
import { messageTo } from '../../model/message.ts';
import type { Effect } from '../../model/turn.ts';
import type { Context, World } from '../context.ts';
import { line, rows } from '../scene.ts';
import { say } from '../wording.ts';
import { openingOn, sendStaff } from './hold.ts';

/** Arms the daily post of the audit head; set again it stays one timer. */
export const headTimer = (ctx: Context): Effect => {
  const today = openingOn(ctx, ctx.now.date);
  return {
    kind: 'timer',
    id: 'daily-head',
    due: ctx.now.ms < today ? today : openingOn(ctx, addDays(ctx.now.date, 1)),
    name: 'daily-head',
    data: {},
  };
};

/**
 * Where the audit chain stands, posted to the sections' group chats and to the operators: a witness that whoever holds
 * the store cannot take back.
 */
export const postHead = (ctx: Context, world: World): Effect[] => {
  const { chain } = ctx;
  if (!chain) return [headTimer(ctx)];
  const chats = new Map(
    world.roster.staff
      .filter(
        ({ status, address, role }) =>
          status === 'active' && (address.kind === 'group' || role === 'operator'),
      )
      .map(({ address }) => [chatKey(address), address]),
  );
  return [
    ...[...chats].map(([key, to]) =>
      sendStaff(
        ctx,
        messageTo(to, ctx.mint(`head ${key}`), [
          line(ctx, 'audit.daily', { date: chineseDate(ctx.now.date) }),
          rows([[say(ctx.pack, 'audit.head'), headText(chain)]]),
        ]),
      ),
    ),
    headTimer(ctx),
  ];
};
