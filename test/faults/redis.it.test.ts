import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RedisServer } from '../setup/redis.ts';
import { clean, type FaultPlan, isCaught, runFaults } from './run-faults.ts';
import { wrongVariants } from './wrong-stores.ts';

let server: RedisServer;
beforeAll(async () => {
  server = await RedisServer.start();
});
afterAll(async () => {
  await server.stop();
});

/** A database of its own for each run. */
let runs = 0;
const plan = (more: Partial<FaultPlan>): FaultPlan => {
  runs += 1;
  return {
    url: `${server.url}/${runs}`,
    variant: 'right',
    workers: 4,
    kills: 30,
    chats: 8,
    seed: runs,
    ...more,
  };
};

describe('kill -9 around a real redis-server', () => {
  it('loses and doubles nothing in 20 kills of workers and 2 of the server', {
    timeout: 120_000,
  }, async () => {
    const strike = async (): Promise<void> => {
      await server.kill();
      await server.launch();
    };
    const figures = await runFaults(plan({ kills: 20, disturb: { everyKills: 10, times: 2, strike } }));
    console.info('Redis', figures);
    expect(figures).toMatchObject({ kills: 20, strikes: 2, ...clean });
    expect(figures.answers).toBeGreaterThan(20);
  });

  it('loses and doubles nothing when the server freezes', { timeout: 120_000 }, async () => {
    const strike = async (): Promise<void> => {
      server.signal('SIGSTOP');
      await new Promise(resolve => setTimeout(resolve, 5_000));
      server.signal('SIGCONT');
    };
    const figures = await runFaults(plan({ kills: 8, disturb: { everyKills: 4, times: 2, strike } }));
    expect(figures).toMatchObject({ strikes: 2, ...clean });
  });

  it('loses and doubles nothing when memory is full for a while', { timeout: 120_000 }, async () => {
    const client = server.client();
    let refusedBefore = 0;
    const strike = async (): Promise<void> => {
      await client.config('SET', 'maxmemory', '1');
      // Wait until commits have really been refused.
      do {
        await new Promise(resolve => setTimeout(resolve, 20));
        refusedBefore = Number(/errorstat_OOM:count=(\d+)/.exec(await client.info('errorstats'))?.[1] ?? 0);
      } while (refusedBefore < 20);
      await client.config('SET', 'maxmemory', '0');
    };
    const figures = await runFaults(plan({ kills: 8, disturb: { everyKills: 4, times: 2, strike } }));
    client.disconnect();
    expect(refusedBefore).toBeGreaterThanOrEqual(20);
    expect(figures).toMatchObject({ strikes: 2, ...clean });
  });

  it.each(wrongVariants)('would have caught a store that does %s', { timeout: 120_000 }, async variant => {
    expect(await isCaught(() => plan({ variant, kills: 8 }))).toBe(true);
  });
});
