import { describe, expect, it } from 'vitest';
import type { ChannelHealth } from '../../src/host/channel.ts';
import { ChannelWatch, PATIENCE_MS } from '../../src/host/channel-watch.ts';
import { FakeChannel } from './dispatch-harness.ts';

const channelThat = () => {
  const channel = new FakeChannel('feishu');
  const at: { health: ChannelHealth } = { health: { state: 'running' } };
  channel.health = () => at.health as { state: 'running' };
  return { channel, at };
};

describe('a channel', () => {
  it('that has fallen is told once it has lain for a minute, and once that it is back', () => {
    const { channel, at } = channelThat();
    const watch = new ChannelWatch();
    expect(watch.look([channel], 0)).toEqual([]);
    at.health = { state: 'degraded', detail: '应用已被停用' };
    expect(watch.look([channel], 1_000)).toEqual([]);
    const down = watch.look([channel], 1_000 + PATIENCE_MS);
    expect(down).toMatchObject([{ channel: 'feishu', title: '飞书', detail: '应用已被停用' }]);
    expect(watch.look([channel], 2 * PATIENCE_MS)).toEqual([]);
    at.health = { state: 'running' };
    expect(watch.look([channel], 3 * PATIENCE_MS)).toMatchObject([{ detail: null }]);
    expect(watch.look([channel], 4 * PATIENCE_MS)).toEqual([]);
  });

  it('that stumbles is not told', () => {
    const { channel, at } = channelThat();
    const watch = new ChannelWatch();
    for (let now = 0; now < 10 * PATIENCE_MS; now += PATIENCE_MS / 2) {
      at.health = { state: now % PATIENCE_MS === 0 ? 'degraded' : 'running' };
      expect(watch.look([channel], now)).toEqual([]);
    }
  });

  it('is told by two processes as one event', () => {
    const { channel, at } = channelThat();
    at.health = { state: 'stopped', detail: '401' };
    const ids = [new ChannelWatch(), new ChannelWatch()].flatMap((watch, index) => {
      watch.look([channel], index * 1_000);
      return watch.look([channel], PATIENCE_MS + index * 1_000).map(({ id }) => id);
    });
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });
});
