import type { Session } from '../model/session.ts';
import type { Context } from './context.ts';
import { type Open, type Understanding, understand } from './understand/understand.ts';
import { placeOf } from './walk.ts';

/** What was read in a turn, by the text and what was open: everybody in the turn takes from the same reading. */
const readings = new WeakMap<Context, Map<string, Understanding>>();

const openIn = (ctx: Context, session: Session): Open | null => {
  const asks = session.prompt?.asks;
  if (asks?.kind === 'fact') return { kind: 'fact', id: asks.fact };
  if (asks?.kind !== 'field') return null;
  return placeOf(ctx.pack.form, session, asks.field) ? { kind: 'field', id: asks.field } : null;
};

/** What a text means where the session stands. Read when it is first asked for, and once a turn. */
export const understood = (ctx: Context, session: Session, text: string): Understanding => {
  const open = openIn(ctx, session);
  const key = `${open?.kind ?? ''} ${open?.id ?? ''} ${text}`;
  const known = readings.get(ctx) ?? new Map<string, Understanding>();
  readings.set(ctx, known);
  const made = known.get(key) ?? understand(ctx.pack, text, open, ctx.now.date);
  known.set(key, made);
  return made;
};
