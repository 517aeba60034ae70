import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { clean, isCaught, runFaults } from './run-faults.ts';
import { wrongVariants } from './wrong-stores.ts';

const folder = mkdtempSync(join(tmpdir(), 'shenbao-faults-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('kill -9 of processes that share a SQLite file', () => {
  it('loses and doubles nothing in 20 kills', { timeout: 180_000 }, async () => {
    const figures = await runFaults({
      url: join(folder, 'right.db'),
      variant: 'right',
      workers: 4,
      kills: 20,
      chats: 8,
      seed: 1,
    });
    console.info('SQLite', figures);
    expect(figures).toMatchObject({
      kills: 20,
      ...clean,
    });
    expect(figures.answers).toBeGreaterThan(20);
  });

  it.each(wrongVariants)('would have caught a store that does %s', { timeout: 120_000 }, async variant => {
    const caught = isCaught(round => ({
      url: join(folder, `${variant}-${round}.db`),
      variant,
      workers: 4,
      kills: 8,
      chats: 8,
      seed: round,
    }));
    expect(await caught).toBe(true);
  });
});
