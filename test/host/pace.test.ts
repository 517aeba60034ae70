import { describe, expect, it } from 'vitest';
import { Pace, type Rate } from '../../src/host/shelf/pace.ts';
import type { Rank } from '../../src/host/shelf/rank.ts';
import { VirtualTime } from '../support/virtual-time.ts';

const perSecond = (count: number): Rate[] => [{ count, ms: 1_000 }];

/** When each call began, in the order in which they did. */
const run = async (
  calls: readonly (readonly [chat: string, rank?: Rank, at?: number])[],
  rates: { readonly all?: Rate[]; readonly chat?: Rate[] } = {},
) => {
  const time = new VirtualTime();
  const pace = new Pace({
    all: rates.all ?? perSecond(1_000),
    chat: () => rates.chat ?? perSecond(1_000),
    time,
  });
  const begun: { chat: string; at: number }[] = [];
  await time.run(
    calls.map(async ([chat, rank = 'answer', at = 0]) => {
      if (at > 0) await time.wait(at);
      if (await pace.ready(chat, rank)) begun.push({ chat, at: time.now });
    }),
  );
  return begun;
};

/** Most starts in any window of a second. */
const densest = (starts: readonly { at: number }[]): number =>
  Math.max(...starts.map(({ at }) => starts.filter(one => one.at >= at && one.at < at + 1_000).length));

describe('the pace', () => {
  it('keeps all calls together within their rate, and loses no time over it', async () => {
    const begun = await run(
      Array.from({ length: 500 }, (_, n) => [`c${n}`] as const),
      { all: perSecond(30) },
    );
    expect(begun).toHaveLength(500);
    expect(densest(begun)).toBe(30);
    expect(begun.at(-1)!.at).toBe(16_000);
  });

  it('keeps one chat within its rate, and lets the others pass meanwhile', async () => {
    const begun = await run([['a'], ['a'], ['a'], ['b'], ['b'], ['c', 'answer', 500]], {
      chat: perSecond(1),
    });
    const times = (chat: string) => begun.filter(one => one.chat === chat).map(({ at }) => at);
    expect([times('a'), times('b'), times('c')]).toEqual([[0, 1_000, 2_000], [0, 1_000], [500]]);
  });

  it('keeps several rates at once', async () => {
    const begun = await run(
      Array.from({ length: 25 }, () => ['a'] as const),
      {
        chat: [
          { count: 3, ms: 3_000 },
          { count: 20, ms: 60_000 },
        ],
      },
    );
    expect(begun[19]!.at).toBe(18_000);
    expect(begun[20]!.at).toBe(60_000);
  });

  it('lets answers go before what others decided, and both before reminders', async () => {
    const begun = await run(
      [
        ['r1', 'reminder'],
        ['r2', 'reminder'],
        ['n', 'notice'],
        ['a', 'answer'],
        ['r3', 'reminder'],
        ['late', 'answer', 1_500],
      ],
      { all: perSecond(1) },
    );
    expect(begun.map(({ chat }) => chat)).toEqual(['r1', 'a', 'late', 'n', 'r2', 'r3']);
  });

  it('lets go of everybody when it is stopped', async () => {
    const time = new VirtualTime();
    const pace = new Pace({ all: perSecond(1), chat: () => [], time });
    const waiting = [pace.ready('a', 'answer'), pace.ready('b', 'answer')];
    await waiting[0];
    pace.stop();
    expect(await Promise.all(waiting)).toEqual([true, false]);
    expect(await pace.ready('c', 'answer')).toBe(false);
  });
});
