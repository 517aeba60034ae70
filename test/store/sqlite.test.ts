import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { storeContract } from '../contracts/store.ts';

const folder = mkdtempSync(join(tmpdir(), 'shenbao-sqlite-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

storeContract({
  name: 'SQLite file, two connections',
  open: () => openStore(join(folder, 'store.db'), { auditKey: 'key of the contract suite' }),
});
