import type { OutMessage } from '../../model/message.ts';

/**
 * Platform id of the message that this one takes the place of, if any: the same card before (`replaces`); else, for
 * quiet messages and cards, the one whose button was pressed. A press alone does not make a message replace another.
 */
export const targetOf = (message: OutMessage, replaces: string | undefined): string | undefined =>
  replaces ?? pressedOf(message);

/** The pressed message, when this one is made to take its place. */
export const pressedOf = (message: OutMessage): string | undefined =>
  message.quiet || message.card !== undefined ? message.pressed : undefined;
