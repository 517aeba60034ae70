import type { Session } from '../model/session.ts';
import { changeMenu } from './acts/change.ts';
import { offerClaim } from './acts/claim.ts';
import { showBlank, showDocument } from './acts/document.ts';
import { backInCheck, recordFact, restartCheck, startCheck } from './acts/eligibility.ts';
import { offerWaiting } from './acts/files.ts';
import * as form from './acts/form.ts';
import { askAnother, showMine } from './acts/mine.ts';
import { askForget, exportMine } from './acts/privacy.ts';
import { showProgress } from './acts/progress.ts';
import { amendCheck } from './acts/statement.ts';
import { askSubmit } from './acts/submit.ts';
import * as talk from './acts/talk.ts';
import type { Command } from './commands.ts';
import type { Context, World } from './context.ts';
import type { Reaction } from './reaction.ts';
import { askWithdraw, resubmit, startCorrection } from './review/correction.ts';
import { seatsOf } from './review/people.ts';
import { openTicket } from './review/tickets.ts';
import { type Link, line } from './scene.ts';
import { openFacts } from './self-check.ts';
import { isBegun, workOf } from './shelved.ts';

/** What a command does, wherever it is said. */
export const runCommand = (ctx: Context, world: World, command: Command): Reaction => {
  const { session } = world;
  const filling = session.journey === 'form' || session.journey === 'returned';
  /** Moving about in a paused form takes it up again. */
  const awake: Session = filling ? { ...session, paused: false } : session;
  switch (command) {
    case 'menu':
      return talk.goHome(ctx, session);
    case 'help':
      return talk.showHelp(ctx, session, seatsOf(world.roster, session.actor).length > 0);
    case 'check':
      return startCheck(session);
    case 'again':
      return restartCheck(session);
    case 'amend':
      return amendCheck(ctx, session);
    case 'apply':
    case 'resume':
      // For whom the next one is was asked just now, and decides what begins.
      if (session.prompt?.asks.kind === 'another') return askAnother(ctx, session);
      return session.journey === 'eligibility' && command === 'resume' && openFacts(ctx, session).length > 0
        ? { session: { ...session, paused: false } }
        : command === 'resume' && !isBegun(workOf(session)) && Object.keys(session.facts).length === 0
          ? talk.goHome(ctx, session)
          : offerWaiting(ctx, form.startForm(ctx, session));
    case 'ask':
      return talk.askHow(ctx, session);
    case 'notices':
      return talk.showNotices(ctx, session);
    case 'transfer':
      return offerClaim(ctx, session);
    case 'useful':
    case 'useless':
      return talk.noteFeedback(ctx, session, command === 'useful');
    case 'progress':
      return showProgress(ctx, world);
    case 'mine':
      return showMine(ctx, world);
    case 'another':
      return askAnother(ctx, session);
    case 'document':
      return showDocument(ctx, world);
    case 'blank':
      return showBlank(ctx, session);
    case 'straight':
      return form.startForm(ctx, session, 'unchecked');
    case 'contacts':
      return talk.showContacts(ctx, session);
    case 'human':
      return openTicket(ctx, world, '');
    case 'back':
      return session.journey === 'eligibility'
        ? backInCheck(session)
        : filling
          ? form.back(ctx, awake)
          : talk.goHome(ctx, session);
    case 'skip':
      if (session.prompt?.asks.kind === 'fact')
        return recordFact(ctx, session, session.prompt.asks.fact, null);
      if (filling && session.paused) return form.startForm(ctx, session);
      return filling ? form.skip(ctx, session) : { session, notes: [line(ctx, 'form.nothingToSkip')] };
    case 'view':
      return form.view(ctx, session);
    case 'pause':
      return filling ? form.pause(ctx, session) : talk.takeLeave(ctx, session);
    case 'restart':
      return form.askRestart(ctx, session);
    case 'undo':
      return form.undoRestart(ctx, session);
    case 'list':
      return talk.showList(ctx, session);
    case 'submit':
      return askSubmit(ctx, awake);
    case 'change':
      return filling ? changeMenu(ctx, awake) : { session, notes: [line(ctx, 'form.notStarted')] };
    case 'export':
      return exportMine(ctx, world);
    case 'forget':
      return askForget(ctx, session);
    case 'withdraw':
      return askWithdraw(ctx, world);
    case 'resubmit':
      return session.journey === 'returned' ? resubmit(ctx, world) : startCorrection(ctx, world);
    case 'fix':
      return startCorrection(ctx, world);
    case 'quiet':
      return {
        session: { ...session, optOut: [...new Set([...session.optOut, 'draft'])] },
        notes: [line(ctx, 'remind.off')],
      };
    default:
      return command satisfies never;
  }
};

/** The command a link stands for. */
export const commandOfLink = {
  check: 'check',
  apply: 'apply',
  resume: 'resume',
  ask: 'ask',
  progress: 'progress',
  contacts: 'contacts',
  human: 'human',
  home: 'menu',
  again: 'again',
  amend: 'amend',
  mine: 'mine',
  another: 'another',
  notices: 'notices',
  useful: 'useful',
  useless: 'useless',
  fix: 'fix',
} as const satisfies Record<Link, Command>;
