import { afterAll, describe, expect, it } from 'vitest';
import { runPowerCuts } from './power.ts';
import { clean } from './run-faults.ts';
import { buildSyncShim } from './sync-shim.ts';

const shim = buildSyncShim();
const skipped = shim.missing === null ? '' : ` (skipped: ${shim.missing})`;
afterAll(() => {
  if (shim.library !== null) shim.remove();
});

/** Most cuts then come between a write and its sync. A hard disk takes as long: half a turn at 7,200 a minute. */
const syncDelayMs = 4;

describe.skipIf(shim.library === null)(`a power cut of the Redis machine${skipped}`, () => {
  it('loses and doubles nothing in 12 cuts with appendfsync always', { timeout: 120_000 }, async () => {
    const figures = await runPowerCuts({
      library: shim.library!,
      cuts: 12,
      acksPerCut: 60,
      appendfsync: 'always',
      syncDelayMs,
      seed: 1,
    });
    console.info('power cuts', figures);
    expect(figures).toMatchObject({
      strikes: 12,
      ...clean,
    });
    expect(figures.answers).toBeGreaterThan(12);
    expect(figures.cutsThatTook).toBeGreaterThan(0);
  });

  it('would have caught appendfsync everysec', { timeout: 120_000 }, async () => {
    const { lost, wrongDecisions } = await runPowerCuts({
      library: shim.library!,
      cuts: 4,
      acksPerCut: 60,
      appendfsync: 'everysec',
      syncDelayMs,
      seed: 1,
    });
    console.info('power cuts, everysec', { lost, wrongDecisions });
    expect(lost + wrongDecisions).toBeGreaterThan(0);
  });
});
