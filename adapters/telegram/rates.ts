import type { Rate } from '../../src/host/shelf/pace.ts';

/*
 * core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this: about 30 messages a second in all, one a second
 * to a chat ("short bursts" pass), 20 a minute to a group. The way there may bring two calls nearer together than they
 * were: a little room is left.
 */
export const allRates: readonly Rate[] = [{ count: 30, ms: 1_040 }];

const privateRates: readonly Rate[] = [{ count: 5, ms: 5_000 }];
const groupRates: readonly Rate[] = [
  { count: 5, ms: 5_000 },
  { count: 20, ms: 60_500 },
];

/** Groups have negative ids. */
export const chatRates = (chat: string): readonly Rate[] =>
  chat.startsWith('-') ? groupRates : privateRates;
