import { appPerSecond, chatPerSecond } from './limits.ts';

/** A second, and what the way to the platform may add to or take from the distance of two calls. */
const windowMs = 1100;

/** Times of the last `most` starts; the next one may begin a window after the first of them. */
const nextStart = (starts: number[], most: number, now: number): number =>
  starts.length < most ? now : Math.max(now, starts[starts.length - most]! + windowMs);

/**
 * Keeps our sends below Feishu's rates: 5 a second to one chat, 50 a second in all (im-v1/message/create).
 * Each call books the next free moment and resolves then. `elapsed` is a stopwatch in milliseconds.
 */
export const createPace = (
  elapsed: () => number,
  wait: (milliseconds: number) => Promise<void>,
): ((chat: string) => Promise<void>) => {
  const chats = new Map<string, number[]>();
  const all: number[] = [];
  return async chat => {
    const now = elapsed();
    const own = chats.get(chat) ?? [];
    const start = Math.max(nextStart(own, chatPerSecond, now), nextStart(all, appPerSecond, now));
    chats.delete(chat);
    chats.set(chat, [...own, start].slice(-chatPerSecond));
    all.push(start);
    if (all.length > appPerSecond) all.shift();
    for (const [quietest, starts] of chats) {
      if (starts[starts.length - 1]! > now - windowMs) break;
      chats.delete(quietest);
    }
    if (start > now) await wait(start - now);
  };
};
