import type { Session } from '../../model/session.ts';
import type { Context } from '../context.ts';
import type { Reaction } from '../reaction.ts';
import { toldFields } from '../told-fields.ts';
import { takePaste } from './bulk.ts';
import { takeTold } from './told.ts';

/** What was written before the consent and is still at hand: taken as it would have been, now that it may be kept. */
export const takeUnkept = (ctx: Context, session: Session, written: string): Reaction => {
  const told = /[\n\t|]/u.test(written) ? null : toldFields(ctx, session, written);
  return told ? takeTold(ctx, session, told, null) : takePaste(ctx, session, written);
};
