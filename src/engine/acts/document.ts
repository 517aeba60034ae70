import type { Session } from '../../model/session.ts';
import type { Context, World } from '../context.ts';
import type { Reaction } from '../reaction.ts';
import { line } from '../scene.ts';
import { hasDraft } from '../scenes/menu.ts';
import { blankFile, formFile } from '../scenes/submit.ts';
import { progress } from '../walk.ts';

/** 空白表: the office's form with nothing in it, to look at or to fill in by hand. */
export const showBlank = (ctx: Context, session: Session): Reaction => ({
  session,
  notes: [line(ctx, 'document.blank', { title: ctx.pack.form.title })],
  files: [blankFile(ctx)],
  ...(session.journey === 'idle'
    ? {
        scene: {
          blocks: [],
          links:
            session.application === null
              ? [hasDraft(session) ? ('resume' as const) : ('apply' as const), 'home' as const]
              : ['progress' as const, 'home' as const],
        },
      }
    : {}),
});

/** 我的申请书: the Word file of what was submitted last, again. Before that there is none yet. */
export const showDocument = (ctx: Context, { session, application }: World): Reaction => {
  if (!application)
    return {
      session,
      notes: [
        line(ctx, 'document.none', { title: ctx.pack.form.title }),
        ...(hasDraft(session) ? [line(ctx, 'progress.draft', progress(ctx.pack.form, session))] : []),
        line(ctx, 'document.blankHint'),
      ],
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
