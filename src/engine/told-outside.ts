import { traitsOf } from '../model/pack/field-kinds.ts';
import type { Session } from '../model/session.ts';
import { needsConsent } from './consent.ts';
import type { Context } from './context.ts';
import { isBegun, workOf } from './shelved.ts';
import type { Told } from './told.ts';
import { toldFields } from './told-fields.ts';
import { placeOfId, roleOf } from './understand/form-places.ts';
import { understood } from './understood.ts';

/**
 * What a message gives to the form where the form is not open: after the submission, beside a draft that was put aside, or
 * before there is one. Prose and choices are not listened for here: they are also how people tell of themselves. Null: nothing.
 */
export const toldOutside = (ctx: Context, session: Session, text: string): Told | null => {
  if (session.journey === 'form' || session.journey === 'returned') return null;
  const asks = session.prompt?.asks.kind;
  if (asks !== undefined && asks !== 'fact' && asks !== 'offer' && asks !== 'heard' && asks !== 'heard-all')
    return null;
  const filling: Session = { ...session, journey: 'form', prompt: null };
  const told = toldFields(ctx, filling, text);
  if (!told) return null;
  const { named } = understood(ctx, filling, text);
  const values = told.values.filter(({ place, corrects }) => {
    const field = placeOfId(ctx.pack.form, place)?.field;
    if (!field) return false;
    const role = roleOf(field);
    if (role === 'prose' || role === 'choice') return corrects;
    return role !== 'words' || corrects || named.some(each => each.place === place);
  });
  const known = isBegun(workOf(session));
  const wrong = known ? told.wrong : null;
  // Without a form, only what a person or a unit is called and reached by shows by itself that it is meant for one.
  const meant = values.some(({ place }) => {
    const field = placeOfId(ctx.pack.form, place)?.field;
    return field !== undefined && (known || traitsOf(field).personal !== null || roleOf(field) !== 'words');
  });
  // Whose number it is shows once what was written before may be kept.
  const unclear = known || needsConsent(ctx, session) ? told.unclear : null;
  return meant || wrong !== null || unclear !== null ? { values, wrong, left: [], unclear } : null;
};
