import { type Application, asTold } from '../../model/application.ts';
import type { Block } from '../../model/message.ts';
import type { Context } from '../context.ts';
import { line, quote, text } from '../scene.ts';
import { statusOf } from './cards.ts';
import { actBlocks } from './tell.ts';

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
