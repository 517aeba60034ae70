import type { Session } from '../model/session.ts';
import type { Effect } from '../model/turn.ts';
import type { Context } from './context.ts';

/** Wrong codes somebody may send, and how long each counts, in milliseconds; our own choice. */
const MOST_GUESSES = 5;
const COUNTS_MS = 60 * 60 * 1000;

const counted = ({ wrongCodes = [] }: Session, now: number): number[] =>
  wrongCodes.filter(at => at > now - COUNTS_MS);

/** Whether this person has guessed too often: no code of theirs is looked at any more, a right one among them. */
export const isLockedOut = (session: Session, now: number): boolean =>
  counted(session, now).length >= MOST_GUESSES;

/** The session of somebody who sent a wrong code, and whether it was the one too many. */
export const wrongCode = (
  session: Session,
  now: number,
): { readonly session: Session; readonly locked: boolean } => {
  const wrongCodes = [...counted(session, now), now];
  return { session: { ...session, wrongCodes }, locked: wrongCodes.length >= MOST_GUESSES };
};

/** For the operators' list: codes are being guessed. Who does is in the audit of what was refused. */
export const guessAlert = (ctx: Context, session: Session): Effect => ({
  kind: 'note',
  list: 'alerts',
  id: ctx.mint('guess alert'),
  body: JSON.stringify({ at: ctx.now.ms, guesses: session.address.channel }),
});
