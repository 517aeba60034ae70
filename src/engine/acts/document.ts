import type { Context, World } from '../context.ts';
import type { Reaction } from '../reaction.ts';
import { line } from '../scene.ts';
import { hasDraft } from '../scenes/menu.ts';
import { formFile } from '../scenes/submit.ts';

/** 我的申请书: the Word file of what was submitted last, again. Before that there is none yet. */
export const showDocument = (ctx: Context, { session, application }: World): Reaction => {
  if (!application)
    return {
      session,
      notes: [line(ctx, 'document.none', { title: ctx.pack.form.title })],
      ...(session.journey === 'idle'
        ? {
            scene: {
              blocks: [],
              links: [hasDraft(session) ? ('resume' as const) : ('apply' as const), 'home' as const],
            },
          }
        : {}),
    };
  return {
    session,
    notes: [line(ctx, 'submit.file', { title: ctx.pack.form.title })],
    files: [formFile(ctx, application)],
    ...(session.journey === 'idle' ? { scene: { blocks: [], links: ['progress', 'contacts', 'home'] } } : {}),
  };
};
