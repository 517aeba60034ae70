import { addDays, instantOf, localMoment } from '../../model/calendar.ts';
import type { OutMessage } from '../../model/message.ts';
import type { SendMessage } from '../../model/turn.ts';
import type { Context } from '../context.ts';
import { workdayAfter, workdaysBetween } from '../workdays.ts';

/** When the office's quiet hours around `ms` end, or `ms` itself outside of them. */
const afterQuiet = (ctx: Pick<Context, 'pack'>, ms: number): number => {
  const { quiet } = ctx.pack.contacts;
  if (!quiet || quiet.from === quiet.to) return ms;
  const zone = ctx.pack.manifest.timezone;
  const { date, time } = localMoment(ms, zone);
  const overNight = quiet.from > quiet.to;
  const within = overNight ? time >= quiet.from || time < quiet.to : time >= quiet.from && time < quiet.to;
  if (!within) return ms;
  return instantOf(overNight && time >= quiet.from ? addDays(date, 1) : date, quiet.to, zone);
};

export const send = (message: OutMessage, notBefore?: number): SendMessage => ({
  kind: 'message',
  message,
  ...(notBefore === undefined ? {} : { notBefore }),
});

/** A message that interrupts somebody of the office: not before `notBefore`, and not in the quiet hours. */
export const sendStaff = (
  ctx: Pick<Context, 'pack' | 'now'>,
  message: OutMessage,
  notBefore?: number,
): SendMessage => {
  const due = afterQuiet(ctx, notBefore ?? ctx.now.ms);
  return send(message, notBefore === undefined && due === ctx.now.ms ? undefined : due);
};

/** The opening of the office on a date. */
export const openingOn = (ctx: Pick<Context, 'pack'>, date: string): number =>
  instantOf(date, ctx.pack.contacts.hours.from, ctx.pack.manifest.timezone);

/** The next opening of the office on a working day after this moment. */
export const nextOpening = (ctx: Pick<Context, 'pack' | 'now'>): number => {
  const { workdays } = ctx.pack.contacts;
  const { date, ms } = ctx.now;
  const today = openingOn(ctx, date);
  const works = workdaysBetween(addDays(date, -1), date, workdays) === 1;
  return works && ms < today ? today : openingOn(ctx, workdayAfter(date, 1, workdays));
};
