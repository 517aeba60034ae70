import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { RedisServer } from '../setup/redis.ts';
import { type PowerFigures, type PowerPlan, runPowerCuts } from './power.ts';
import { runRolling } from './rolling.ts';
import { type FaultFigures, isCaught, runFaults } from './run-faults.ts';
import { runSlowDisk } from './slow-disk.ts';
import { buildSyncShim } from './sync-shim.ts';
import { wrongVariants } from './wrong-stores.ts';

// The long form of the fault tests: node test/faults/run.ts [--kills 1000] [--strikes 100] [--sqlite 1000] [--cuts 200]
// [--slow 400] [--rolling 6]
// Prints the figures and ends with 1 if anything acknowledged was lost or doubled, or if a wrong variant
// or a wrong setting passed.

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '1000' },
    strikes: { type: 'string', default: '100' },
    sqlite: { type: 'string', default: '1000' },
    cuts: { type: 'string', default: '200' },
    slow: { type: 'string', default: '400' },
    rolling: { type: 'string', default: '6' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const kills = Number(values.kills);
const strikes = Number(values.strikes);
const sqliteKills = Number(values.sqlite);
const cuts = Number(values.cuts);
/** Milliseconds of a sync on the slow disk; 0 leaves it out. */
const slowMs = Number(values.slow);
const seed = Number(values.seed);
/** Nobody waits longer for an answer while a process is replaced. */
const longestPauseMs = 2_000;

const folder = mkdtempSync(join(tmpdir(), 'shenbao-faults-'));
const server = await RedisServer.start();
const strike = async (): Promise<void> => {
  await server.kill();
  await server.launch();
};
const common = { workers: 4, chats: 12, seed };
let failed = false;
const isBad = ({ lost, doubled, wrongDecisions, neverSent, outOfOrder, findings }: FaultFigures): boolean =>
  lost + doubled + wrongDecisions + neverSent + outOfOrder + findings.length > 0;

const right = { ...common, variant: 'right' as const };
const runs = {
  redis: {
    ...right,
    url: `${server.url}/1`,
    kills,
    disturb: { everyKills: Math.max(1, Math.floor(kills / (strikes + 1))), times: strikes, strike },
  },
  sqlite: { ...right, url: join(folder, 'right.db'), kills: sqliteKills },
};
for (const [name, plan] of Object.entries(runs)) {
  const started = performance.now();
  const figures = await runFaults(plan);
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(JSON.stringify({ store: name, seed, seconds, ...figures }));
  failed ||= isBad(figures);
}
for (const [place, variant] of wrongVariants.entries()) {
  const caught = await isCaught(round => ({
    ...common,
    variant,
    kills: 10,
    url: round === 0 ? `${server.url}/${2 + place}` : join(folder, `${variant}-${round}.db`),
  }));
  console.log(JSON.stringify({ variant, caught }));
  failed ||= !caught;
}
await server.stop();

const shim = buildSyncShim();
if (shim.library === null) console.log(JSON.stringify({ powerCuts: 'skipped', reason: shim.missing }));

const cutPower = async (more: Partial<PowerPlan>): Promise<PowerFigures> => {
  const started = performance.now();
  const plan = { cuts, acksPerCut: 60, appendfsync: 'always' as const, syncDelayMs: 4, seed, ...more };
  const figures = await runPowerCuts({ library: shim.library!, ...plan });
  const seconds = Math.round((performance.now() - started) / 1000);
  const { appendfsync, syncDelayMs } = plan;
  console.log(JSON.stringify({ powerCuts: appendfsync, syncDelayMs, seed, seconds, ...figures }));
  return figures;
};
if (shim.library !== null && cuts > 0) {
  failed ||= isBad(await cutPower({}));
  const { lost, wrongDecisions } = await cutPower({ cuts: Math.min(cuts, 15), appendfsync: 'everysec' });
  failed ||= lost + wrongDecisions === 0;
}
if (shim.library !== null && slowMs > 0) {
  const figures = await runSlowDisk({
    library: shim.library,
    syncDelayMs: slowMs,
    chats: 3,
    patienceMs: 300 * slowMs,
  });
  console.log(JSON.stringify({ slowDisk: slowMs, ...figures }));
  const { lost, doubled, astray, outOfOrder, findings, repeatDoubled } = figures;
  failed ||= lost + doubled + astray + outOfOrder + findings.length > 0 || repeatDoubled === 0;
}
if (Number(values.rolling) > 0) {
  const figures = await runRolling({ restarts: Number(values.rolling), chats: 8 });
  console.log(JSON.stringify({ rolling: figures, load: loadavg()[0] }));
  failed ||= figures.lost + figures.doubled > 0 || figures.longestMs > longestPauseMs;
}
if (shim.library !== null) shim.remove();
rmSync(folder, { recursive: true, force: true });
process.exitCode = failed ? 1 : 0;
