import { afterAll, describe, expect, it } from 'vitest';
import { runSlowDisk } from './slow-disk.ts';
import { buildSyncShim } from './sync-shim.ts';

const shim = buildSyncShim();
const skipped = shim.missing === null ? '' : ` (skipped: ${shim.missing})`;
afterAll(() => {
  if (shim.library !== null) shim.remove();
});

const syncDelayMs = 400;

describe.skipIf(shim.library === null)(`a disk that takes 400 ms for every sync${skipped}`, () => {
  it('makes turns slow, loses and doubles nothing, and holds up nobody else', {
    timeout: 120_000,
  }, async () => {
    const figures = await runSlowDisk({
      library: shim.library!,
      syncDelayMs,
      chats: 2,
      patienceMs: 60_000,
    });
    console.info('slow disk', figures);
    expect(figures).toMatchObject({
      events: 14,
      lost: 0,
      doubled: 0,
      astray: 0,
      outOfOrder: 0,
      findings: [],
    });
    // What would be wrong is seen: a repetition, an answer before its sync, a sync on the event loop.
    expect(figures.repeatDoubled).toBeGreaterThan(0);
    expect(figures.turnMs.least).toBeGreaterThanOrEqual(syncDelayMs);
    expect(figures.stalledLoopMs.p99).toBeGreaterThanOrEqual(syncDelayMs);

    expect(figures.loopMs.p99).toBeLessThan(syncDelayMs / 2);
    expect(figures.spooled).toBeGreaterThan(0);
    expect(figures.committed + figures.spooled).toBe(figures.events);
  });
});
