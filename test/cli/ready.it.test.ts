import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { RedisServer } from '../setup/redis.ts';
import { startHouse } from '../web/real-house.ts';

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'shenbao-ready-'));
});
afterEach(() => rm(data, { recursive: true, force: true }));

const readiness = async (url: string): Promise<readonly [number, string | undefined]> => {
  const answer = await fetch(`${url}/readyz`);
  const { parts } = (await answer.json()) as { parts: Record<string, string> };
  return [answer.status, parts.store];
};

it('is not ready while another program holds the SQLite file; the page and health answer all the same', async () => {
  const house = await startHouse(data);
  expect(await readiness(house.url)).toEqual([200, 'ok']);
  const outside = new DatabaseSync(join(data, 'shenbao.sqlite'));
  outside.exec('BEGIN IMMEDIATE');
  const [ready, health, page] = await Promise.all([
    readiness(house.url),
    fetch(`${house.url}/healthz`),
    fetch(house.url),
  ]);
  expect(ready).toEqual([503, 'store:not-writable']);
  expect([health.status, page.status]).toEqual([200, 200]);
  outside.close();
  expect(await readiness(house.url)).toEqual([200, 'ok']);
  expect(await house.stop()).toBe(0);
});

it('is not ready while Redis is full or lacks its replicas', async () => {
  const server = await RedisServer.start();
  const house = await startHouse(data, 0, { REDIS_URL: server.url });
  const client = server.client();
  for (const [setting, trouble, mended, code] of [
    ['maxmemory', '1mb', '0', 'store:full'],
    ['min-replicas-to-write', '1', '0', 'store:no-replicas'],
  ] as const) {
    expect(await readiness(house.url)).toEqual([200, 'ok']);
    await client.config('SET', setting, trouble);
    expect(await readiness(house.url)).toEqual([503, code]);
    await client.config('SET', setting, mended);
  }
  expect(await readiness(house.url)).toEqual([200, 'ok']);
  client.disconnect();
  expect(await house.stop()).toBe(0);
  await server.stop();
});
