import { describe, expect, it } from 'vitest';
import { FairLanes } from '../../src/host/shelf/fair-lanes.ts';
import { Lanes } from '../../src/host/shelf/lanes.ts';

const round = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

/** Turns that take 6 ms of the stopwatch each and wait for nothing but each other, as on SQLite. */
const turns = () => {
  const order: string[] = [];
  let now = 0;
  const turn = (name: string) => async (): Promise<void> => {
    await Promise.resolve();
    now += 6;
    order.push(name);
  };
  return { order, turn, elapsed: () => now };
};

type Runs = Pick<Lanes, 'run' | 'idle'>;

/** A hundred messages of one chat, then, as the first thing that comes in from outside, one of another. */
const floodThenOther = async (lanes: Runs, { order, turn }: ReturnType<typeof turns>): Promise<string[]> => {
  for (let at = 0; at < 100; at += 1) void lanes.run('洪', turn('洪'));
  await round();
  await lanes.run('别人', turn('别人'));
  await lanes.idle();
  return order;
};

/** Each message of a flood comes in by itself, as the requests of a socket do, before the loop looks at anything else. */
const oneByOne = async (lanes: Runs, { order, turn }: ReturnType<typeof turns>): Promise<string[]> => {
  for (let at = 0; at < 100; at += 1) {
    void lanes.run('洪', turn('洪'));
    for (let micro = 0; micro < 50; micro += 1) await Promise.resolve();
  }
  await round();
  await lanes.run('别人', turn('别人'));
  await lanes.idle();
  return order;
};

describe('turns of many chats', () => {
  it.each([
    ['at once', floodThenOther],
    ['one by one', oneByOne],
  ])('a flood that came %s lets another in after a time slice', async (_, scene) => {
    const lot = turns();
    const order = await scene(new FairLanes(lot.elapsed), lot);
    expect(order.indexOf('别人')).toBeLessThanOrEqual(4);
    expect(order).toHaveLength(101);
  });

  it.each([
    ['at once', floodThenOther],
    ['one by one', oneByOne],
  ])(
    'one after the other without a pause, it would wait for the whole of it (%s): this test can fail',
    async (_, scene) => {
      const lot = turns();
      expect((await scene(new Lanes('goes-on'), lot)).indexOf('别人')).toBe(100);
    },
  );

  it('that wait are let in one of each in turn, each chat in its order', async () => {
    const { order, turn, elapsed } = turns();
    const lanes = new FairLanes(elapsed);
    for (const at of [1, 2, 3, 4]) void lanes.run('甲', turn(`甲${at}`));
    for (const at of [1, 2, 3]) void lanes.run('乙', turn(`乙${at}`));
    for (const at of [1, 2]) void lanes.run('丙', turn(`丙${at}`));
    await lanes.idle();
    expect(order).toEqual(['甲1', '乙1', '丙1', '甲2', '乙2', '丙2', '甲3', '乙3', '甲4']);
  });

  it('go on side by side where one waits for the network, and in order within a chat', async () => {
    const lanes = new FairLanes();
    const ended: string[] = [];
    let letGo = (): void => {};
    const slow = lanes.run('甲', () => new Promise<void>(resolve => (letGo = resolve)));
    const behind = lanes.run('甲', async () => void ended.push('甲'));
    await lanes.run('乙', async () => void ended.push('乙'));
    letGo();
    await Promise.all([slow, behind]);
    expect(ended).toEqual(['乙', '甲']);
  });

  it('stand for themselves: one that fails, or throws at once, stops nobody', async () => {
    const lanes = new FairLanes();
    const failed = lanes.run('甲', () => Promise.reject(new Error('no')));
    const threw = lanes.run('甲', () => {
      throw new Error('at once');
    });
    const after = lanes.run('甲', async () => 'after');
    await expect(failed).rejects.toThrow('no');
    await expect(threw).rejects.toThrow('at once');
    expect(await after).toBe('after');
    await lanes.idle();
  });
});
