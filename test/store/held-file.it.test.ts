import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/port.ts';
import { StoreUnavailable } from '../../src/store/unavailable.ts';
import { commitOf } from '../contracts/store/harness.ts';

let folder: string;
let path: string;
let store: Store;
let outside: DatabaseSync;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shenbao-held-'));
  path = join(folder, 'store.db');
  store = await openStore(path);
  await store.commit('space', commitOf());
  outside = new DatabaseSync(path);
});
afterEach(async () => {
  if (outside.isOpen) outside.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const inserted = commitOf({ eventId: 'while-held' });

/** Work of the process, and how often anything else got its turn before it was over. */
const othersTurns = async (work: Promise<unknown>): Promise<number> => {
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 1);
  await work.catch(() => undefined);
  clearInterval(timer);
  return turns;
};

/** A store as it was: it waits inside SQLite. */
const waitsInside = async (): Promise<void> => {
  const handle = new DatabaseSync(path);
  handle.exec('PRAGMA busy_timeout = 300');
  try {
    handle.exec('BEGIN IMMEDIATE');
  } finally {
    handle.close();
  }
};

describe('a file that somebody outside holds', () => {
  const holds = [
    ['for writing', ['BEGIN IMMEDIATE']],
    ['for itself alone', ['BEGIN EXCLUSIVE']],
    ['having written', ['BEGIN IMMEDIATE', 'UPDATE space SET length = length']],
    ['from a savepoint', ['SAVEPOINT held', 'UPDATE space SET length = length']],
    ['by a transaction that wrote later', ['BEGIN', 'UPDATE space SET length = length']],
  ] as const;

  it.each(holds)(
    '%s: nobody else in the process waits, and whoever writes is told',
    async (_, statements) => {
      for (const statement of statements) outside.exec(statement);
      const commit = store.commit('space', inserted);
      commit.catch(() => undefined);
      expect(await othersTurns(commit)).toBeGreaterThan(20);
      await expect(commit).rejects.toThrow(StoreUnavailable);
      expect((await store.check?.())?.refusals.map(({ code }) => code)).toEqual(['store:not-writable']);
      outside.close();
      expect(await store.commit('space', inserted)).toMatchObject({ kind: 'committed' });
      expect((await store.check?.())?.refusals).toEqual([]);
    },
  );

  it('would have stopped the whole process if SQLite had been left to wait', async () => {
    outside.exec('BEGIN IMMEDIATE');
    expect(await othersTurns(waitsInside())).toBe(0);
  });

  it('can still be read', async () => {
    outside.exec('BEGIN IMMEDIATE');
    expect(await store.spaces()).toEqual(['space']);
    expect(await store.stats('space')).toMatchObject({ marks: 1 });
  });

  it('is written in the order asked for once it is free again', async () => {
    outside.exec('BEGIN IMMEDIATE');
    const order: number[] = [];
    const all = [1, 2, 3, 4, 5].map(async number => {
      await store.commit('space', commitOf({ eventId: `held-${number}` }));
      order.push(number);
    });
    outside.exec('ROLLBACK');
    await Promise.all(all);
    expect(order).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('the write-ahead log', () => {
  const megabytes = (): number => statSync(`${path}-wal`).size / 1024 / 1024;
  const fill = async (name: string): Promise<void> => {
    for (let turn = 0; turn < 30; turn += 1) {
      const reply = String(turn).repeat(1_000_000).slice(0, 1_000_000);
      await store.commit('space', commitOf({ eventId: `${name}-${turn}`, reply }));
    }
  };
  const codes = async (): Promise<string[]> =>
    ((await store.check?.())?.warnings ?? []).map(({ code }) => code);

  it('is reported while an outside reader makes it grow, and shrinks after', async () => {
    outside.exec('BEGIN');
    outside.prepare('SELECT count(*) FROM space').get();
    await fill('read');
    expect(megabytes()).toBeGreaterThan(20);
    expect(await codes()).toContain('store:wal-large');
    outside.exec('COMMIT');
    expect(await codes()).not.toContain('store:wal-large');
    expect(megabytes()).toBeLessThan(1);
  });

  it('shrinks by the turns that follow alone', async () => {
    outside.exec('BEGIN');
    outside.prepare('SELECT count(*) FROM space').get();
    await fill('read');
    outside.close();
    for (let turn = 0; turn < 3; turn += 1)
      await store.commit('space', commitOf({ eventId: `after-${turn}` }));
    expect(megabytes()).toBeLessThan(17);
  });
});
