import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { RedisServer } from '../setup/redis.ts';
import { isCaught, runFaults } from './run-faults.ts';
import { wrongVariants } from './wrong-stores.ts';

// The long form of the fault tests: node test/faults/run.ts [--kills 1000] [--strikes 100] [--sqlite 1000]
// Prints the figures and ends with 1 if anything acknowledged was lost or doubled, or if a wrong variant passed.

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '1000' },
    strikes: { type: 'string', default: '100' },
    sqlite: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const [kills, strikes, sqliteKills, seed] = [values.kills, values.strikes, values.sqlite, values.seed].map(
  Number,
) as [number, number, number, number];

const folder = mkdtempSync(join(tmpdir(), 'shenbao-faults-'));
const server = await RedisServer.start();
const strike = async (): Promise<void> => {
  await server.kill();
  await server.launch();
};
const common = { workers: 4, chats: 12, seed };
let failed = false;

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
  const { lost, doubled, wrongDecisions, neverSent, outOfOrder, findings } = figures;
  failed ||= lost + doubled + wrongDecisions + neverSent + outOfOrder + findings.length > 0;
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
rmSync(folder, { recursive: true, force: true });
process.exitCode = failed ? 1 : 0;
