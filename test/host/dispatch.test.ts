import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SendResult } from '../../src/host/channel.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/port.ts';
import { commitMessages, FakeChannel, openMemory, processOn, space } from './dispatch-harness.ts';

/** A send that hangs until it is let go. */
const hanging = () => {
  let letGo: (result: SendResult) => void = () => {};
  const answer = new Promise<SendResult>(resolve => {
    letGo = resolve;
  });
  return { answer, letGo };
};

describe('chats', () => {
  it('wait for nobody but themselves: a send that hangs stalls no other chat and no other channel', async () => {
    const store = await openMemory();
    const telegram = new FakeChannel('telegram');
    const feishu = new FakeChannel('feishu');
    const { dispatch } = processOn(store, [telegram, feishu]);
    const { answer, letGo } = hanging();
    telegram.answer = ({ message }) => (message.to.chat === 'slow' ? answer : { kind: 'sent' });
    let refusals = 1;
    feishu.answer = () => {
      refusals -= 1;
      return refusals >= 0
        ? { kind: 'retry', afterSeconds: 0, reason: 'busy', asked: true }
        : { kind: 'sent' };
    };
    await commitMessages(
      store,
      [
        ['telegram:slow', 's1'],
        ['telegram:slow', 's2'],
      ],
      dispatch,
    );
    await commitMessages(store, [['feishu:a', 'f1']], dispatch);
    await commitMessages(store, [
      ['telegram:b', 'b1'],
      ['telegram:b', 'b2'],
    ]);
    await dispatch.pump(space);
    await Promise.all([feishu.begun(2), telegram.begun(3)]);
    expect(telegram.texts()).toEqual(['s1', 'b1', 'b2']);
    letGo({ kind: 'sent' });
    await telegram.begun(4);
    await dispatch.settled();
    expect(telegram.texts()).toEqual(['s1', 'b1', 'b2', 's2']);
    expect((await store.stats(space.name)).open).toBe(0);
  });

  it('keep their order while one of their messages is tried again', async () => {
    const store = await openMemory();
    const desk = new FakeChannel('desk');
    const { dispatch } = processOn(store, [desk]);
    const results: SendResult[] = [{ kind: 'retry', afterSeconds: 0.01, reason: 'busy', asked: true }];
    desk.answer = () => results.shift() ?? { kind: 'sent' };
    await commitMessages(
      store,
      [
        ['desk:a', '1'],
        ['desk:a', '2'],
        ['desk:a', '3'],
      ],
      dispatch,
    );
    await desk.begun(4);
    await dispatch.settled();
    expect(desk.texts()).toEqual(['1', '1', '2', '3']);
  });
});

describe('a send that takes longer than a lease', () => {
  const doubled = async (broken: boolean): Promise<number> => {
    const folder = mkdtempSync(join(tmpdir(), 'shenbao-dispatch-'));
    // Leases run on this clock, which moves on by a third of a lease with every renewal.
    let leaseClock = 0;
    const open = () => openStore(join(folder, 'store.sqlite'), { clock: () => leaseClock });
    const [mine, theirs] = await Promise.all([open(), open()]);
    onTestFinished(async () => {
      await Promise.all([mine.close(), theirs.close()]);
      rmSync(folder, { recursive: true, force: true });
    });
    let renewals = 0;
    let enough = () => {};
    const renewed = new Promise<void>(resolve => {
      enough = resolve;
    });
    const watched: Store = Object.create(mine, {
      renew: {
        value: async (...args: Parameters<Store['renew']>) => {
          const states = broken ? args[1].map(() => 'held' as const) : await mine.renew(...args);
          renewals += 1;
          leaseClock += 10;
          if (renewals === 9) enough();
          return states;
        },
      },
    });
    for (const name of ['claim', 'settle', 'load', 'commit'] as const)
      Object.defineProperty(watched, name, {
        value: (mine[name] as (...args: never[]) => unknown).bind(mine),
      });
    const channel = new FakeChannel('telegram');
    const other = new FakeChannel('telegram');
    const { answer, letGo } = hanging();
    channel.answer = () => answer;
    const one = processOn(watched, [channel], { leaseMs: 30 });
    const two = processOn(theirs, [other], { leaseMs: 30 });
    await commitMessages(mine, [['telegram:a', 'once']]);
    await one.dispatch.pump(space);
    await channel.begun(1);
    // Three leases long.
    await renewed;
    await two.dispatch.pump(space);
    letGo({ kind: 'sent' });
    await Promise.all([one.dispatch.settled(), two.dispatch.settled()]);
    return channel.sends.length + other.sends.length;
  };

  it('is not begun a second time by another process', async () => {
    expect(await doubled(false)).toBe(1);
  });

  it('would be, were its lease not renewed', async () => {
    expect(await doubled(true)).toBe(2);
  });
});

describe('processes with different channels', () => {
  it('leave each other what is not theirs, and each finds its own at once', async () => {
    const store = await openMemory();
    const telegram = new FakeChannel('telegram');
    const feishu = new FakeChannel('feishu');
    const a = processOn(store, [telegram]);
    const b = processOn(store, [feishu]);
    await commitMessages(
      store,
      [
        ['feishu:applicant', 'receipt'],
        ['telegram:reviewer', 'card'],
      ],
      b.dispatch,
    );
    await b.dispatch.settled();
    await b.dispatch.pump(space);
    await a.dispatch.pump(space);
    await a.dispatch.settled();
    expect([feishu.texts(), telegram.texts()]).toEqual([['receipt'], ['card']]);
    expect((await store.stats(space.name)).open).toBe(0);
  });
});

describe('a wait that the platform asks for', () => {
  it('is obeyed to the letter however often it comes, and is no reason to give up', async () => {
    const store = await openMemory();
    let now = 1_000_000;
    const desk = new FakeChannel('desk');
    const { dispatch, lost } = processOn(store, [desk], { clock: () => now });
    desk.answer = () => ({ kind: 'retry', afterSeconds: 100, reason: '429', asked: true });
    await commitMessages(store, [['desk:a', 'x']], null, now);
    for (let round = 0; round < 60; round += 1) {
      await dispatch.pump(space);
      await dispatch.settled();
      expect(await store.nextDue(space.name)).toBe(now + 100_000);
      now += 100_000;
    }
    expect(desk.sends).toHaveLength(60);
    expect(desk.sends.at(-1)!.attempts).toBe(0);
    expect(lost).toEqual([]);
  });
});

describe('a channel that is down', () => {
  it('keeps everything waiting and lets one message try, and the operator hears once', async () => {
    const store = await openMemory();
    let now = 1_000_000;
    const desk = new FakeChannel('desk');
    const other = new FakeChannel('other');
    const { dispatch, lost, down } = processOn(store, [desk, other], { clock: () => now });
    desk.answer = () => ({ kind: 'down', afterSeconds: 300, reason: 'disabled' });
    await commitMessages(
      store,
      Array.from({ length: 20 }, (_, n) => [`desk:${n}`, `d${n}`] as const),
      null,
      now,
    );
    await dispatch.pump(space);
    await dispatch.settled();
    const first = desk.sends.length;
    await commitMessages(
      store,
      [
        ['other:a', 'o'],
        ['desk:x', 'late'],
      ],
      dispatch,
      now,
    );
    await dispatch.settled();
    expect([desk.sends.length, other.sends.length]).toEqual([first, 1]);
    now += 300_000;
    await dispatch.pump(space);
    await dispatch.settled();
    expect(desk.sends).toHaveLength(first + 1);
    now += 300_000;
    desk.answer = () => ({ kind: 'sent' });
    await dispatch.pump(space);
    for (let round = 0; round < 30 && (await store.stats(space.name)).open > 0; round += 1) {
      await dispatch.settled();
      await dispatch.pump(space);
    }
    expect((await store.stats(space.name)).open).toBe(0);
    expect([lost, down]).toEqual([[], ['desk disabled']]);
  });
});

describe('a channel that only hiccuped', () => {
  it('is tried after five seconds, and then less and less often', async () => {
    const store = await openMemory();
    let now = 1_000_000;
    const desk = new FakeChannel('desk');
    const { dispatch } = processOn(store, [desk], { clock: () => now });
    const refusals = 3;
    desk.answer = () =>
      desk.sends.length <= refusals ? { kind: 'down', afterSeconds: 300, reason: 'quota' } : { kind: 'sent' };
    await commitMessages(store, [['desk:a', 'a']], null, now);
    const waits: number[] = [];
    for (let round = 0; round < refusals; round += 1) {
      await dispatch.pump(space);
      await dispatch.settled();
      const due = (await store.nextDue(space.name))!;
      waits.push((due - now) / 1000);
      now = due;
    }
    await dispatch.pump(space);
    await dispatch.settled();
    expect(waits).toEqual([5, 20, 80]);
    expect((await store.stats(space.name)).open).toBe(0);
  });
});

describe('a message nobody knows to have arrived', () => {
  const withDoubt = async (more: object, spoken: boolean) => {
    const store = await openMemory();
    let now = 1_000_000;
    const desk = new FakeChannel('desk');
    const { dispatch, lost } = processOn(store, [desk], { clock: () => now });
    const results: SendResult[] = [{ kind: 'unknown', reason: 'reset' }];
    desk.answer = () => results.shift() ?? { kind: 'sent' };
    await commitMessages(store, [['desk:a', 'x', more]], null, now);
    await dispatch.pump(space);
    await dispatch.settled();
    if (spoken) dispatch.spoke('desk:a', now);
    now += 10_000;
    await dispatch.pump(space);
    await dispatch.settled();
    expect(lost).toEqual([]);
    expect((await store.stats(space.name)).open).toBe(0);
    return desk.sends;
  };

  it('is sent again, and says that it may be a repeat', async () => {
    const [first, second] = await withDoubt({}, false);
    expect(first!.repeat).toBeUndefined();
    expect(second!.repeat!.blocks[0]).toEqual({ kind: 'text', text: 'again' });
    expect(second!.key).toBe(first!.key);
  });

  it('is let go when it was a question and the person has spoken since', async () => {
    expect(await withDoubt({ prompt: 'p' }, true)).toHaveLength(1);
    expect(await withDoubt({ prompt: 'p' }, false)).toHaveLength(2);
  });

  it('is never let go when it was a receipt or a decision', async () => {
    expect(await withDoubt({}, true)).toHaveLength(2);
  });

  it('is told to staff after three repeats', async () => {
    const store = await openMemory();
    let now = 1_000_000;
    const desk = new FakeChannel('desk');
    const { dispatch, lost } = processOn(store, [desk], { clock: () => now });
    desk.answer = () => ({ kind: 'unknown', reason: 'reset' });
    await commitMessages(store, [['desk:a', 'x']], null, now);
    for (let round = 0; round < 6; round += 1) {
      await dispatch.pump(space);
      await dispatch.settled();
      now += 1_000_000;
    }
    expect(desk.sends).toHaveLength(4);
    expect(lost).toEqual(['x unknown: reset']);
  });
});
