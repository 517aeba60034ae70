import type { Session } from '../model/session.ts';
import type { Context } from './context.ts';
import { correctionScene } from './review/correction.ts';
import type { Scene } from './scene.ts';
import { eligibilityScene } from './scenes/eligibility.ts';
import { formScene } from './scenes/form.ts';
import { heardScene } from './scenes/heard.ts';
import { menuScene, shortMenu } from './scenes/menu.ts';
import { changedPage, reviewPage } from './scenes/review-page.ts';

/**
 * Where the conversation stands, derived from the state: shown whenever an act does not say otherwise. `seen`: the answers were
 * all shown before and one of them has just been changed.
 */
export const currentScene = (ctx: Context, session: Session, notesShown: boolean, seen = false): Scene => {
  const heard = session.heard[0];
  if (heard) return heardScene(ctx, session, heard);
  if (session.paused) return shortMenu(session, []);
  switch (session.journey) {
    case 'eligibility':
      return eligibilityScene(ctx, session);
    case 'form':
      return formScene(ctx, session, seen ? changedPage : reviewPage);
    case 'returned':
      return correctionScene(ctx, session);
    case 'idle':
      return notesShown ? shortMenu(session, []) : menuScene(ctx, session);
    default:
      return session.journey satisfies never;
  }
};
