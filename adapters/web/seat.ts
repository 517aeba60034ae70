import { createHash } from 'node:crypto';
import type { Actor, Address } from '../../src/model/address.ts';
import type { Seat } from './wire.ts';

export const seats: readonly Seat[] = ['self', 'rehearsal', 'reviewer'];

/** 256 random bits as base64url, made by the browser. Whoever has it is that browser; it never leaves the request. */
const keyPattern = /^[A-Za-z0-9_-]{43}$/;

/** Public name of a browser: a hash of its key, so that ids in logs and records open nothing. null: not a key. */
export const browserOf = (key: string | undefined): string | null =>
  key !== undefined && keyPattern.test(key)
    ? createHash('sha256').update(`shenbao web ${key}`).digest('hex').slice(0, 32)
    : null;

/** Name of the rehearsal a browser runs; the chat ids of both its seats begin with it. */
export const rehearsalName = (browser: string): string => `rehearsal-${browser}`;

export const chatOf = (browser: string, seat: Seat): string => {
  switch (seat) {
    case 'self':
      return browser;
    case 'rehearsal':
      return rehearsalName(browser);
    case 'reviewer':
      return `${rehearsalName(browser)}-staff`;
    default:
      return seat satisfies never;
  }
};

/** The inverse of chatOf; null for a chat id that no browser of ours can have. */
export const placeOf = (chat: string): { readonly browser: string; readonly seat: Seat } | null => {
  const match = /^(rehearsal-)?([a-f0-9]{32})(-staff)?$/.exec(chat);
  if (!match || (match[3] && !match[1])) return null;
  return { browser: match[2]!, seat: match[3] ? 'reviewer' : match[1] ? 'rehearsal' : 'self' };
};

/** Whether a rehearsal is one that some browser began, and nobody's at a terminal. */
export const isBrowsers = (rehearsal: string): boolean => placeOf(rehearsal)?.seat === 'rehearsal';

export const addressOf = (browser: string, seat: Seat): Address => ({
  channel: 'web',
  chat: chatOf(browser, seat),
  kind: 'private',
});

export const actorOf = (browser: string, seat: Seat): Actor => ({ id: `web:${chatOf(browser, seat)}` });
