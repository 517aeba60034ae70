import type { Session } from '../../model/session.ts';
import type { Context } from '../context.ts';
import type { Reaction } from '../reaction.ts';
import { line } from '../scene.ts';
import { consentScene } from '../scenes/form.ts';
import { shortMenu } from '../scenes/menu.ts';
import { placeOf } from '../walk.ts';
import { answerPlace } from './answers.ts';
import { takeUnkept } from './unkept.ts';

/** An answer that is nothing personal, given while the consent is asked for: noted, and the consent asked for again, short. */
export const takeEarly = (ctx: Context, session: Session, id: string, value: string): Reaction => {
  const place = placeOf(ctx.pack.form, session, id);
  return place
    ? { ...answerPlace(ctx, session, place, value), scene: consentScene(ctx, 'consent.again') }
    : { session };
};

/** Consent is versioned and recorded; declining leaves questions and the self-check usable. */
export const answerConsent = (ctx: Context, session: Session, given: boolean): Reaction => {
  const { version } = ctx.pack.form.consent;
  const consent = { version, given, at: ctx.now.ms };
  const audit = [
    {
      role: 'applicant',
      action: given ? 'consent.given' : 'consent.declined',
      subject: session.id,
      to: version,
    },
  ];
  if (given) {
    const agreed: Session = { ...session, consent };
    const taken = ctx.unkept === undefined ? { session: agreed } : takeUnkept(ctx, agreed, ctx.unkept);
    return { ...taken, notes: [line(ctx, 'consent.given'), ...(taken.notes ?? [])], audit };
  }
  return {
    session: { ...session, consent, journey: 'idle', focus: null, proposed: {} },
    notes: [line(ctx, 'consent.declined')],
    scene: shortMenu(session, []),
    audit,
  };
};
