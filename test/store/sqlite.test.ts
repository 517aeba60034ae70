import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { commitOf } from '../contracts/store/harness.ts';
import { storeContract } from '../contracts/store.ts';

const folder = mkdtempSync(join(tmpdir(), 'shenbao-sqlite-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

storeContract({
  name: 'SQLite file, two connections',
  open: () => openStore(join(folder, 'store.db'), { auditKey: 'key of the contract suite' }),
});

it('makes its folder, and files that only their owner reads', async () => {
  const path = join(folder, 'not', 'yet', 'store.db');
  const store = await openStore(path);
  await store.commit('space', commitOf());
  const modes = readdirSync(join(folder, 'not', 'yet')).map(name => [
    name,
    statSync(join(folder, 'not', 'yet', name)).mode & 0o777,
  ]);
  expect(modes.sort()).toEqual([
    ['store.db', 0o600],
    ['store.db-shm', 0o600],
    ['store.db-wal', 0o600],
  ]);
  await store.close();
});
