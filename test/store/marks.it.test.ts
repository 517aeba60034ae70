import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import type { MarkRetention, StoreOptions } from '../../src/store/options.ts';
import type { Store } from '../../src/store/port.ts';
import { commitOf, item } from '../contracts/store/harness.ts';
import { Stage } from '../faults/support.ts';

const stage = new Stage();
afterEach(() => stage.clear());

const opened = async (url: string, options: StoreOptions): Promise<Store> => {
  const store = await openStore(url, options);
  stage.later(() => store.close());
  return store;
};

const deliver = async (store: Store, from: number, to: number): Promise<string[]> => {
  const kinds: string[] = [];
  for (let n = from; n <= to; n += 1) {
    kinds.push((await store.commit('space', commitOf({ eventId: `event-${n}` }))).kind);
  }
  return kinds;
};

const day = 24 * 3600 * 1000;

/** Marks older than the age, of which enough younger ones exist. */
const keepTen: MarkRetention = { ageMs: 8 * day, count: 10 };

describe('dedupe marks in SQLite', () => {
  it('go when they are old and enough younger ones exist, a few at a time', async () => {
    let now = 0;
    const store = await opened(':memory:', { clock: () => now, marks: keepTen });
    await deliver(store, 1, 20);
    now = 9 * day;
    await deliver(store, 21, 24);
    expect((await store.stats('space')).marks).toBe(16);
    await deliver(store, 25, 60);
    expect(await deliver(store, 21, 60)).toEqual(Array(40).fill('duplicate'));
    expect((await store.stats('space')).marks).toBe(40);
  });

  it('stay, however many there are, while they are young', async () => {
    const store = await opened(':memory:', { clock: () => day, marks: keepTen });
    await deliver(store, 1, 100);
    expect(await deliver(store, 1, 100)).toEqual(Array(100).fill('duplicate'));
  });

  it('outlive a clock that jumps years ahead and back: the youngest are still known', async () => {
    let now = 100 * day;
    const store = await opened(':memory:', { clock: () => now, marks: keepTen });
    await deliver(store, 1, 10);
    now = 4_000 * day;
    await deliver(store, 11, 11);
    now = 100 * day;
    await deliver(store, 12, 14);
    expect(await deliver(store, 5, 14)).toEqual(Array(10).fill('duplicate'));
  });
});

describe('dedupe marks in Redis', () => {
  it('go when they are old by Redis TIME and enough younger ones exist', async () => {
    const { url } = await stage.server();
    const store = await opened(url, { marks: { ageMs: -1, count: 10 } });
    await deliver(store, 1, 50);
    expect((await store.stats('space')).marks).toBe(10);
    expect(await deliver(store, 41, 50)).toEqual(Array(10).fill('duplicate'));
  });

  it('stay, however many there are, while they are young', async () => {
    const { url } = await stage.server();
    const store = await opened(url, { marks: keepTen });
    await deliver(store, 1, 50);
    expect(await deliver(store, 1, 50)).toEqual(Array(50).fill('duplicate'));
  });
});

describe('answers that were sent', () => {
  const send = async (store: Store, id: string, space = 'space'): Promise<void> => {
    const result = await store.commit(space, commitOf({ outbox: [item(id, { lane: id })], leaseMs: day }));
    const leases = result.kind === 'committed' ? result.leases : [];
    await store.settle(
      space,
      leases.map(lease => ({ lease, result: { kind: 'done', keep: true } })),
    );
  };
  const kept = async (store: Store, ids: readonly string[]): Promise<string[]> =>
    (await store.itemsOf('space', ids)).map(({ id }) => id);

  it('are kept an hour by the clock of SQLite, and go a few with each turn', async () => {
    let now = Date.parse('2022-09-01T00:00:00Z');
    const store = await opened(':memory:', { clock: () => now });
    for (const id of ['a', 'b', 'c', 'd', 'e']) await send(store, id);
    now += 3_600_000;
    await send(store, 'f');
    expect(await kept(store, ['a', 'e'])).toEqual(['a', 'e']);
    now += 1;
    await send(store, 'g');
    expect(await kept(store, ['a', 'd', 'e', 'f', 'g'])).toEqual(['e', 'f', 'g']);
    await send(store, 'h');
    expect(await kept(store, ['e', 'f', 'h'])).toEqual(['f', 'h']);
  });

  it('go too while those of a space where nobody writes any more are older', async () => {
    let now = Date.parse('2022-09-01T00:00:00Z');
    const store = await opened(':memory:', { clock: () => now });
    for (const id of ['1', '2', '3', '4', '5']) await send(store, id, 'quiet');
    await send(store, 'a');
    now += 3_600_001;
    for (const id of ['b', 'c']) await send(store, id);
    expect(await kept(store, ['a', 'b', 'c'])).toEqual(['b', 'c']);
  });

  it('are so many at most in Redis', async () => {
    const server = await stage.server();
    const store = await opened(server.url, {});
    const client = server.client();
    stage.later(() => client.disconnect());
    await send(store, 'a');
    const old = Array.from({ length: 10_000 }, (_, n) => [n, `old-${n}`]).flat();
    await client.zadd('shenbao:{space}:sent', ...old);
    await send(store, 'b');
    expect(await kept(store, ['a', 'b'])).toEqual(['a', 'b']);
    expect(await client.zcard('shenbao:{space}:sent')).toBeLessThan(10_002);
  });
});

describe('leases in SQLite', () => {
  it('run on the clock given, not on the business clock', async () => {
    let now = 1_000;
    const store = await opened(':memory:', { clock: () => now });
    await store.commit('space', commitOf({ outbox: [item('a', { due: 5 * day })] }));
    expect(await store.claim('space', 5 * day, 10, 1_000)).toHaveLength(1);
    now = 1_999;
    expect(await store.claim('space', 50 * day, 10, 1_000)).toEqual([]);
    now = 2_000;
    expect(await store.claim('space', 5 * day, 10, 1_000)).toHaveLength(1);
  });
});

describe('the schema of a SQLite file', () => {
  it('of a newer version is refused, and left alone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'shenbao-schema-'));
    stage.later(() => rmSync(folder, { recursive: true, force: true }));
    const path = join(folder, 'store.db');
    await (await openStore(path)).close();
    const raw = new DatabaseSync(path);
    raw.exec('UPDATE schema_version SET version = 99');
    raw.close();
    await expect(openStore(path)).rejects.toThrow('第 99 版');
    const again = new DatabaseSync(path);
    expect(again.prepare('SELECT version FROM schema_version').get()).toEqual({ version: 99 });
    again.close();
  });
});
