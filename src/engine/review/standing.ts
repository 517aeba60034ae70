import { asTold } from '../../model/application.ts';
import type { Context, World } from '../context.ts';
import { hasDraft } from '../scenes/menu.ts';
import { shorten } from '../text.ts';
import { placeLabel, placeOf, progress } from '../walk.ts';
import { say } from '../wording.ts';
import { statusOf } from './cards.ts';

/** What the person is just being asked, by the name of the field or the fact. */
const askedNow = (ctx: Context, world: World): string | null => {
  const { session } = world;
  const asks = session.prompt?.asks;
  if (asks?.kind === 'fact')
    return ctx.pack.eligibility.facts.find(({ id }) => id === asks.fact)?.title ?? null;
  const place = asks?.kind === 'field' ? placeOf(ctx.pack.form, session, asks.field) : undefined;
  return place ? placeLabel(place) : null;
};

const doing = (ctx: Context, world: World): string => {
  const { session } = world;
  if (world.application) {
    const application = asTold(world.application, ctx.now.ms);
    return `${application.number}　${statusOf(ctx, application)}`;
  }
  if (session.journey === 'eligibility') return say(ctx.pack, 'standing.checking');
  if (!hasDraft(session)) return say(ctx.pack, 'standing.asking');
  const { filled, total } = progress(ctx.pack.form, session);
  return say(ctx.pack, 'standing.filling', { filled, total });
};

/** Where somebody who asks for help stands: for the officer's card, never for a group. */
export const standingOf = (ctx: Context, world: World): [string, string][] => {
  const { form } = ctx.pack;
  const unit = world.session.answers[form.unit]?.value;
  const asked = askedNow(ctx, world);
  return [
    ...(unit ? [[say(ctx.pack, 'case.unit'), shorten(unit, 60)] as [string, string]] : []),
    [say(ctx.pack, 'standing.now'), doing(ctx, world)],
    ...(asked ? [[say(ctx.pack, 'standing.field'), asked] as [string, string]] : []),
  ];
};
