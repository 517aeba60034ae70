import { type Application, asTold } from '../../model/application.ts';
import type { Context, World } from '../context.ts';
import type { Reaction } from '../reaction.ts';
import { statusBlocks } from '../review/status-blocks.ts';
import { type Link, line } from '../scene.ts';
import { hasDraft } from '../scenes/menu.ts';
import { openFacts } from '../self-check.ts';
import { progress } from '../walk.ts';

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
