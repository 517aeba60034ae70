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
    await expect(openStore(path)).rejects.toThrow('schema 99');
    const again = new DatabaseSync(path);
    expect(again.prepare('SELECT version FROM schema_version').get()).toEqual({ version: 99 });
    again.close();
  });
});
