import type { Application } from '../../model/application.ts';
import type { Block } from '../../model/message.ts';
import type { Context, World } from '../context.ts';
import type { Reaction } from '../reaction.ts';
import { quote, text } from '../scene.ts';
import { hasDraft } from '../scenes/menu.ts';
import { progress } from '../walk.ts';
import { say } from '../wording.ts';

/** Status of an application in plain words, with the clause of the procedure it is in. */
export const statusBlocks = (ctx: Context, application: Application): Block[] => {
  const stage = ctx.pack.review.stages.find(({ id }) => id === application.stage);
  const status = say(ctx.pack, `status.${application.status}`);
  const reviewing = application.status === 'in-review' && stage !== undefined;
  return [
    text(
      say(ctx.pack, 'progress.status', {
        number: application.number,
        status: reviewing ? `${status}（${stage.title}）` : status,
      }),
    ),
    ...(reviewing ? [text(stage.status), quote(ctx, stage.clause)] : []),
  ];
};

/** 我的进度: the application's status, the draft's state, or that there is neither. */
export const showProgress = (ctx: Context, world: World): Reaction => {
  const { session, application } = world;
  if (application) {
    return {
      session,
      notes: statusBlocks(ctx, application),
      scene: { blocks: [], links: ['contacts', 'human', 'home'] },
    };
  }
  if (!hasDraft(session)) {
    return {
      session,
      notes: [text(say(ctx.pack, 'progress.none'))],
      scene: { blocks: [], links: ['check', 'apply', 'contacts', 'home'] },
    };
  }
  const { filled, total } = progress(ctx.pack.form, session);
  return {
    session,
    notes: [text(say(ctx.pack, 'progress.draft', { filled, total }))],
    scene: { blocks: [], links: ['resume', 'check', 'contacts', 'home'] },
  };
};
