import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { RedisServer } from '../setup/redis.ts';
import { type PowerPlan, runPowerCuts } from './power.ts';
import { type FaultFigures, isCaught, runFaults } from './run-faults.ts';
import { buildSyncShim } from './sync-shim.ts';
import { wrongVariants } from './wrong-stores.ts';

// The long form of the fault tests: node test/faults/run.ts [--kills 1000] [--strikes 100] [--sqlite 1000] [--cuts 200]
// Prints the figures and ends with 1 if anything acknowledged was lost or doubled, or if a wrong variant
// or a wrong setting passed.

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '1000' },
    strikes: { type: 'string', default: '100' },
    sqlite: { type: 'string', default: '1000' },
    cuts: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const kills = Number(values.kills);
const strikes = Number(values.strikes);
const sqliteKills = Number(values.sqlite);
const cuts = Number(values.cuts);
const seed = Number(values.seed);

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
    disturb: { everyKills: Math.max(1, Math.floor(kills / (strikes + 1))), strike },
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
if (shim.library === null) {
  console.log(JSON.stringify({ powerCuts: 'skipped', reason: shim.missing }));
} else if (cuts > 0) {
  const plan: PowerPlan = { library: shim.library, cuts, appendfsync: 'always', syncDelayMs: 4, seed };
  const started = performance.now();
  const figures = await runPowerCuts(plan);
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(JSON.stringify({ powerCuts: 'always', seed, seconds, ...figures }));
  failed ||= isBad(figures);
  const { lost, wrongDecisions, decisions, answers } = await runPowerCuts({
    ...plan,
    cuts: Math.min(cuts, 15),
    appendfsync: 'everysec',
  });
  console.log(JSON.stringify({ powerCuts: 'everysec', answers, lost, decisions, wrongDecisions }));
  failed ||= lost + wrongDecisions === 0;
}
if (shim.library !== null) shim.remove();
rmSync(folder, { recursive: true, force: true });
process.exitCode = failed ? 1 : 0;
