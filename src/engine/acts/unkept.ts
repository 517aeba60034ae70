import type { Session } from '../../model/session.ts';
import type { Context } from '../context.ts';
import type { Reaction } from '../reaction.ts';
import { toldFields } from '../told-fields.ts';
import { takePaste } from './bulk.ts';
import { takeTold } from './told.ts';

/** What one message gives, now that it may be kept. */
const takeOne = (ctx: Context, session: Session, written: string): Reaction => {
  const told = /[\n\t|]/u.test(written) ? null : toldFields(ctx, session, written);
  return told ? takeTold(ctx, session, told, null) : takePaste(ctx, session, written);
};

/** What was written before the consent and is still at hand: taken message by message, as it would have been. */
export const takeUnkept = (ctx: Context, session: Session, written: readonly string[]): Reaction =>
  written.reduce<Reaction>(
    (taken, text) => {
      const next = takeOne(ctx, taken.session, text);
      return { ...next, notes: [...(taken.notes ?? []), ...(next.notes ?? [])] };
    },
    { session },
  );
