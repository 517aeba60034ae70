import type { Session } from '../../model/session.ts';
import type { Context } from '../context.ts';
import type { Reaction } from '../reaction.ts';
import { toldFields } from '../told-fields.ts';
import { takePaste } from './bulk.ts';
import { takeTold } from './told.ts';

/** What one message gives, now that it may be kept. */
const takeOne = (ctx: Context, session: Session, written: string): Reaction => {
  const told = /[\n\t|]/u.test(written) ? null : toldFields(ctx, session, written);
  if (!told) return takePaste(ctx, session, written);
  // What else it told was answered when it came; a number that belongs nowhere was not.
  const left = told.left.filter(words => /\d{7}/u.test(words));
  return takeTold(ctx, session, { ...told, left }, null);
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
