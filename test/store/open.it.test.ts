import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterEach, describe, expect, it } from 'vitest';
import { digest } from '../../src/store/dump.ts';
import { StoreRefused } from '../../src/store/health.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/port.ts';
import { transfer } from '../../src/store/transfer.ts';
import { StoreUnavailable } from '../../src/store/unavailable.ts';
import { furnish } from '../contracts/store/evidence.ts';
import { commitOf, committed, item } from '../contracts/store/harness.ts';
import { freePort, RedisServer } from '../setup/redis.ts';

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const server = async (...args: string[]): Promise<RedisServer> => {
  const started = await RedisServer.start(args);
  cleanups.push(() => started.stop());
  return started;
};

const opened = async (url: string, durability: 'strict' | 'relaxed' = 'strict'): Promise<Store> => {
  const store = await openStore(url, { auditKey: 'key', durability });
  cleanups.push(() => store.close());
  return store;
};

const codes = async (store: Store): Promise<string[]> =>
  ((await store.check?.())?.refusals ?? []).map(issue => issue.code);

describe('opening a store on a real redis-server', () => {
  it('accepts the redis.conf that the product ships', async () => {
    const conf = readFileSync(new URL('../../src/store/redis.conf', import.meta.url), 'utf8');
    const settings = conf
      .split('\n')
      .filter(line => line !== '' && !line.startsWith('#') && !/^(?:bind|port)/.test(line))
      .flatMap(line => {
        const [name, ...values] = line.split(' ');
        return [`--${name}`, ...values];
      });
    const store = await opened((await server(...settings)).url);
    expect(await store.check?.()).toEqual({ refusals: [], warnings: [] });
  });

  it.each([
    ['store:aof-off', ['--appendonly', 'no']],
    ['store:appendfsync', ['--appendfsync', 'everysec']],
    ['store:eviction', ['--maxmemory', '100mb', '--maxmemory-policy', 'allkeys-lru']],
    ['store:not-master', ['--replicaof', '127.0.0.1', '1']],
  ])('refuses %s', async (code, args) => {
    const { url } = await server(...args);
    const refusal = await openStore(url).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(StoreRefused);
    expect((refusal as StoreRefused).issues.map(issue => issue.code)).toContain(code);
  });

  it('opens a server that may lose work where the operator typed relaxed', async () => {
    const store = await opened((await server('--appendfsync', 'everysec')).url, 'relaxed');
    expect((await store.check?.())?.warnings.map(issue => issue.code)).toEqual(['store:appendfsync']);
  });

  it('notices settings that are changed, and data that is emptied, while it runs', async () => {
    const redis = await server();
    const store = await opened(redis.url);
    expect(await codes(store)).toEqual([]);
    const client = redis.client();
    cleanups.push(() => client.disconnect());
    await client.config('SET', 'appendonly', 'no');
    expect(await codes(store)).toEqual(['store:aof-off']);
    await client.config('SET', 'appendonly', 'yes');
    await client.flushall();
    expect(await codes(store)).toEqual(['store:emptied']);
  });

  it('goes on after SCRIPT FLUSH', async () => {
    const redis = await server();
    const store = await opened(redis.url);
    committed(await store.commit('space', commitOf()));
    const client = redis.client();
    cleanups.push(() => client.disconnect());
    await client.script('FLUSH');
    committed(await store.commit('space', commitOf()));
  });

  it('speaks RESP2 where asked to', async () => {
    const store = await opened(`${(await server()).url}?protocol=2`);
    await furnish(store, 'space');
    expect((await store.verify('space')).findings).toEqual([]);
  });

  it('says that nobody answers', async () => {
    await expect(openStore(`redis://127.0.0.1:${await freePort()}`)).rejects.toThrow(StoreUnavailable);
  });

  it('leaves no half turn behind where a key has been spoilt', async () => {
    const redis = await server();
    const store = await opened(redis.url);
    await furnish(store, 'space');
    const client = redis.client();
    cleanups.push(() => client.disconnect());
    await client.del('shenbao:{space}:due');
    await client.set('shenbao:{space}:due', 'spoilt');
    const commit = commitOf({
      changes: [{ key: { kind: 'session', id: 'new' }, expect: 0, set: { a: '1' }, remove: [] }],
      outbox: [{ id: 'x', lane: 'x', due: 1, body: '' }],
    });
    await expect(store.commit('space', commit)).rejects.toThrow(/WRONGTYPE/);
    expect((await store.load('space', [{ kind: 'session', id: 'new' }]))[0]!.revision).toBe(0);
    expect(await client.hexists('shenbao:{space}:mark', commit.eventId)).toBe(0);
  });

  it('a turn that meets a spoilt key hurts none of those that came in with it', async () => {
    const redis = await server();
    const store = await opened(redis.url);
    await furnish(store, 'space');
    const client = redis.client();
    cleanups.push(() => client.disconnect());
    await client.set('shenbao:{space}:r:session/spoilt', 'spoilt');
    const turns = ['before', 'spoilt', 'after'].map(id =>
      commitOf({ changes: [{ key: { kind: 'session', id }, expect: 0, set: { a: '1' }, remove: [] }] }),
    );
    const results = await Promise.allSettled(turns.map(turn => store.commit('space', turn)));
    expect(results.map(result => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await client.hexists('shenbao:{space}:mark', turns[1]!.eventId)).toBe(0);
    expect((await store.verify('space')).findings).toEqual([]);
  });
});

describe('a Redis of schema 1', () => {
  const home = 'shenbao:{space}:';
  /** Outbox items as that version kept them: keys of their own, the open ones listed by place. */
  const setBack = async (client: Redis): Promise<void> => {
    const items = await client.hgetall(`${home}items`);
    for (const [id, text] of Object.entries(items)) {
      const [place = '', due = '', attempts = '', state = '', until = '', fence = '', lane = ''] =
        text.split(' ');
      const body = (await client.hget(`${home}body`, id))!;
      if (state === 'dead') {
        const error = (await client.hget(`${home}error`, id))!;
        await client.hset(`${home}x:${id}`, { lane, due, body, attempts, error });
      } else {
        await client.hset(`${home}o:${id}`, { lane, due, body, attempts, state, fence, until });
        await client.zadd(`${home}order`, place, id);
      }
    }
    await client.del(`${home}items`, `${home}body`, `${home}error`);
    await client.set('shenbao:schema', '1');
  };

  it('is brought up to date when it is opened, leases and all', async () => {
    const redis = await server();
    const store = await opened(redis.url);
    await furnish(store, 'space');
    const commit = commitOf({
      outbox: [item('lost', { lane: 'a' }), item('held', { lane: 'b' })],
      leaseMs: 60_000,
    });
    const [lost, held] = committed(await store.commit('space', commit)).leases;
    await store.settle('space', [{ lease: lost!, result: { kind: 'dead', error: 'gone for good' } }]);
    const before = await digest(store, 'space');
    const client = redis.client();
    cleanups.push(() => client.disconnect());
    await setBack(client);
    const upgraded = await opened(redis.url);
    expect(await digest(upgraded, 'space')).toEqual(before);
    expect((await upgraded.verify('space')).findings).toEqual([]);
    expect((await upgraded.dead('space')).map(({ error }) => error)).toContain('gone for good');
    expect(await upgraded.settle('space', [{ lease: held!, result: { kind: 'done' } }])).toEqual([true]);
    expect(await client.keys(`${home}[ox]:*`)).toEqual([]);
    expect(await client.get('shenbao:schema')).toBe('4');
  });
});

describe('moving between stores', () => {
  it('copies every space from a SQLite file to Redis and back, with the same digest', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'shenbao-transfer-'));
    cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
    const file = await opened(join(folder, 'one.db'));
    const redis = await opened((await server()).url);
    const back = await opened(join(folder, 'two.db'));
    for (const space of ['wanzhou-2022', 'wanzhou-2022~rehearsal']) await furnish(file, space);
    const there = await transfer(file, redis);
    expect(there.map(({ space }) => space)).toEqual(['wanzhou-2022', 'wanzhou-2022~rehearsal']);
    expect(await transfer(redis, back)).toEqual(there);
    for (const space of await back.spaces()) expect((await back.verify(space)).findings).toEqual([]);
    await expect(transfer(file, back)).rejects.toThrow(/not empty/);
  });
});
