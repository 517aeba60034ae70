import { type Application, asTold } from '../../model/application.ts';
import type { Block } from '../../model/message.ts';
import type { Context, World } from '../context.ts';
import type { Reaction } from '../reaction.ts';
import { statusOf } from '../review/cards.ts';
import { actBlocks } from '../review/tell.ts';
import { type Link, line, quote, text } from '../scene.ts';
import { hasDraft } from '../scenes/menu.ts';
import { openFacts } from '../self-check.ts';
import { progress } from '../walk.ts';

/**
 * Status of an application in plain words, as far as the applicant has been told: with the clause of the procedure it
 * is in, or with what was decided and why.
 */
export const statusBlocks = (ctx: Context, stored: Application): Block[] => {
  const application = asTold(stored, ctx.now.ms);
  const stage = ctx.pack.review.stages.find(({ id }) => id === application.stage);
  const status = line(ctx, 'progress.status', {
    number: application.number,
    status: statusOf(ctx, application),
  });
  if (application.status === 'in-review')
    return [status, ...(stage ? [text(stage.status), quote(ctx, stage.clause)] : [])];
  return application.status === 'withdrawn' ? [status] : actBlocks(ctx, application);
};

/** 我的进度: the application's status, the draft's state, or that there is neither. */
export const showProgress = (ctx: Context, world: World): Reaction => {
  const { session, application } = world;
  if (application) {
    return {
      session,
      notes: statusBlocks(ctx, application),
      scene: { blocks: [], links: waysOn(ctx, application) },
    };
  }
  const asked = session.prompt !== null && !session.paused;
  if (!hasDraft(session) && session.journey === 'eligibility' && openFacts(ctx, session).length > 0)
    return { session, notes: [line(ctx, 'progress.check', { count: openFacts(ctx, session).length })] };
  if (!hasDraft(session)) {
    return {
      session,
      notes: [line(ctx, 'progress.none')],
      scene: { blocks: [], links: ['check', 'apply', 'contacts', 'home'] },
    };
  }
  const { filled, total } = progress(ctx.pack.form, session);
  return {
    session,
    notes: [line(ctx, 'progress.draft', { filled, total })],
    // The open question comes again under it.
    ...(asked && session.journey === 'form'
      ? {}
      : { scene: { blocks: [], links: ['resume', 'check', 'contacts', 'home'] } }),
  };
};

const waysOn = (ctx: Context, application: Application): Link[] =>
  asTold(application, ctx.now.ms).status === 'returned'
    ? ['fix', 'contacts', 'human', 'home']
    : ['contacts', 'human', 'home'];
