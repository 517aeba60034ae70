import type { Form } from '../model/pack/form.ts';
import type { Session } from '../model/session.ts';
import type { Context } from './context.ts';

/** Whether a form asks for anything personal: a form never changes. */
const personal = new WeakMap<Form, boolean>();

const asksPersonal = (form: Form): boolean => {
  const known = personal.get(form);
  if (known !== undefined) return known;
  const asks = form.sections.some(({ fields }) => fields.some(field => field.personal));
  personal.set(form, asks);
  return asks;
};

/** Consent given for the wording in force. */
const isGiven = ({ pack }: Context, { consent }: Session): boolean =>
  consent?.given === true && consent.version === pack.form.consent.version;

/** A form that asks for anything personal begins with the consent; until then nothing personal is kept anywhere. */
export const needsConsent = (ctx: Context, session: Session): boolean =>
  asksPersonal(ctx.pack.form) && !isGiven(ctx, session);
