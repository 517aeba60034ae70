import { parseArgs } from 'node:util';
import type { Redis } from 'ioredis';
import { RedisServer } from '../../setup/redis.ts';
import { openGetSet } from './get-set.ts';
import { openOurs } from './ours.ts';
import { openStoreOnly } from './store-only.ts';
import { answers, type OpenSystem, type System } from './system.ts';

// npm ci --prefix test/bench/redis && node test/bench/redis/run.ts [--turns 3000] [--growth 200] [--dir FOLDER]
// The same 30-turn script on each system, in one run, on one redis-server with appendfsync always.

const { values } = parseArgs({
  options: {
    turns: { type: 'string', default: '3000' },
    growth: { type: 'string', default: '200' },
    dir: { type: 'string' },
  },
});
const turnsPerLevel = Number(values.turns);
const growthTurns = Number(values.growth);
const scriptTurns = answers.length;
const levels = [1, 16, 128, 1_000];

const peers: readonly OpenSystem[] = [
  (await import('./grammy.mjs')).openGrammy as OpenSystem,
  (await import('./botbuilder.mjs')).openBotbuilder as OpenSystem,
  (await import('./telegraf.mjs')).openTelegraf as OpenSystem,
  (await import('./xstate.mjs')).openXstate as OpenSystem,
];

const counters = async (client: Redis) => {
  const stats = await client.info('stats');
  const commands = await client.info('commandstats');
  const of = (name: string) => Number(new RegExp(`${name}:(\\d+)`).exec(stats)?.[1] ?? 0);
  // Commands that scripts run inside the server are no round trips: what clients sent is scripts and plain commands.
  const calls = (name: string) => Number(new RegExp(`cmdstat_${name}:calls=(\\d+)`).exec(commands)?.[1] ?? 0);
  return {
    bytes: of('total_net_input_bytes') + of('total_net_output_bytes'),
    scripts: calls('evalsha') + calls('eval'),
    plain: ['get', 'set', 'mget', 'mset'].reduce((sum, name) => sum + calls(name), 0),
  };
};

const quantile = (sorted: readonly number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;

/** `chats` conversations at once, each through the whole script, again and again until enough turns were taken. */
const load = async (system: System, chats: number, client: Redis) => {
  const rounds = Math.max(1, Math.ceil(turnsPerLevel / (chats * scriptTurns)));
  const times: number[] = [];
  await system.turn(`warm-${chats}`, answers[0]!);
  const before = await counters(client);
  const cpuBefore = process.cpuUsage();
  const started = performance.now();
  await Promise.all(
    Array.from({ length: chats }, async (_, chat) => {
      for (let round = 0; round < rounds; round += 1) {
        for (const text of answers) {
          const began = performance.now();
          await system.turn(`${chats}-${round}-${chat}`, text);
          times.push(performance.now() - began);
        }
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  const after = await counters(client);
  times.sort((left, right) => left - right);
  const turns = times.length;
  const trips = system.sends === 'scripts' ? after.scripts - before.scripts : after.plain - before.plain;
  return {
    system: system.name,
    conversations: chats,
    turns,
    'turns/s': Math.round(turns / seconds),
    p50: quantile(times, 0.5).toFixed(2),
    p99: quantile(times, 0.99).toFixed(2),
    // Turns that come in together share a call: below 1 means several turns a round trip.
    'trips/turn': (trips / turns).toFixed(2),
    'bytes/turn': Math.round((after.bytes - before.bytes) / turns),
    'cpu ms/turn': ((cpu.user + cpu.system) / 1000 / turns).toFixed(3),
  };
};

/** One conversation that grows: milliseconds a turn at its beginning and at its end. */
const growth = async (system: System) => {
  const times: number[] = [];
  for (let turn = 0; turn < growthTurns; turn += 1) {
    const began = performance.now();
    await system.turn('growing', answers[turn % answers.length]!);
    times.push(performance.now() - began);
  }
  const median = (part: number[]) =>
    quantile(
      [...part].sort((a, b) => a - b),
      0.5,
    );
  const early = median(times.slice(10, 40));
  const late = median(times.slice(-30));
  return {
    system: system.name,
    'ms at turn 10-40': early.toFixed(2),
    [`ms at turn ${growthTurns}`]: late.toFixed(2),
    growth: `${(late / early).toFixed(2)}x`,
  };
};

const server = await RedisServer.start([], values.dir);
const client = server.client();
const loads: unknown[] = [];
const grown: unknown[] = [];
for (const open of [openOurs, openStoreOnly, openGetSet, ...peers]) {
  await client.flushall();
  const system = await open(server.url);
  for (const chats of levels) loads.push(await load(system, chats, client));
  grown.push(await growth(system));
  await system.close();
}
console.table(loads);
console.table(grown);
client.disconnect();
await server.stop();
