/**
 * `npm run bench:channels`: a thousand people on each of two platforms at once, each platform keeping to its documented
 * limits, each channel in a process of its own on one Redis. One send on Telegram takes 45 s and is then carried out;
 * Feishu's app is switched off for the first eight seconds. Says when messages arrived against what the limits allow,
 * what was doubled, what changed its order, and what the platforms refused. Takes about a minute and a half.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '../../../src/store/open.ts';
import { commitMessages, space } from '../../host/dispatch-harness.ts';
import { RedisServer } from '../../setup/redis.ts';
import { type Arrival, BotApi, OpenPlatform } from './platforms.ts';

const people = 1_000;
/** Of whom so many are sent two messages, whose order counts. */
const twice = 100;
const slowMs = 45_000;
const offMs = 8_000;
const patienceMs = 150_000;

const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

const redis = await RedisServer.start();
const address = `redis://127.0.0.1:${redis.port}/0`;
const store = await openStore(address, { auditKey: Buffer.alloc(32, 7) });
const botApi = new BotApi();
const openPlatform = new OpenPlatform();
const botRoot = await botApi.start();
const feishuRoot = await openPlatform.start();

const child = async (name: string, env: Record<string, string>): Promise<ChildProcess> => {
  const started = fork(new URL('./worker.ts', import.meta.url), [name, address], {
    env: { ...process.env, ...env },
  });
  await once(started, 'message');
  return started;
};
const children = await Promise.all([
  child('telegram', { TELEGRAM_BOT_TOKEN: `123456789:${'A'.repeat(35)}`, TELEGRAM_API_ROOT: botRoot }),
  child('feishu', {
    FEISHU_APP_ID: 'cli_a1b2c3d4e5f60718',
    FEISHU_APP_SECRET: 'bench',
    FEISHU_DOMAIN: feishuRoot,
    FEISHU_ENCRYPT_KEY: 'bench',
    FEISHU_VERIFICATION_TOKEN: 'bench',
  }),
]);

const telegramChat = (n: number): string => String(7_000_000 + n);
const feishuChat = (n: number): string => `ou_${String(n).padStart(32, '0')}`;
const words = (text: string) => ({ blocks: [{ kind: 'text' as const, text }] });

botApi.slow = telegramChat(0);
botApi.slowMs = slowMs;
openPlatform.off = true;
const began = performance.now();
setTimeout(() => {
  openPlatform.off = false;
}, offMs);
for (let n = 0; n < people; n += 50) {
  await commitMessages(
    store,
    Array.from({ length: 50 }, (_, index) => n + index).flatMap(person =>
      (
        [
          ['telegram', telegramChat(person)],
          ['feishu', feishuChat(person)],
        ] as const
      ).flatMap(([door, chat]) =>
        (person < twice ? ['1', '2'] : ['1']).map(
          which => [`${door}:${chat}`, `${door}-${person}-${which}`, words(`第${which}条`)] as const,
        ),
      ),
    ),
  );
  await store.announce?.(space.name);
}

const wanted = people + twice;
while (
  (botApi.arrivals.length < wanted || openPlatform.arrivals.length < wanted) &&
  performance.now() - began < patienceMs
)
  await sleep(200);
await sleep(2_000);

interface Limit {
  readonly count: number;
  readonly ms: number;
}

/** When the n-th call can be made at the earliest, milliseconds after the first. */
const earliest = (n: number, limits: readonly Limit[]): number =>
  Math.max(...limits.map(({ count, ms }) => Math.floor(n / count) * ms)) +
  ((n % limits[0]!.count) * limits[0]!.ms) / limits[0]!.count;

const report = (
  name: string,
  arrivals: readonly Arrival[],
  slow: string,
  limits: readonly Limit[],
  from: number,
): void => {
  const others = arrivals.filter(({ chat }) => chat !== slow).map(({ at }) => at - began);
  const counts = new Map<string, number>();
  const order = new Map<string, string[]>();
  for (const { chat, text } of arrivals) {
    const which = /第(\d)条/.exec(text)?.[1] ?? '';
    counts.set(`${chat} ${which}`, (counts.get(`${chat} ${which}`) ?? 0) + 1);
    order.set(chat, [...(order.get(chat) ?? []), which]);
  }
  const doubled = [...counts.values()].filter(count => count > 1).length;
  const swapped = [...order.values()].filter(list => list.join() !== [...list].sort().join()).length;
  const ideal = from + earliest(Math.floor(others.length * 0.95), limits);
  const p95 = percentile(others, 0.95);
  process.stdout.write(
    `${name}: ${arrivals.length} of ${wanted} arrived; p50 ${seconds(percentile(others, 0.5))}, p95 ${seconds(p95)}, last ${seconds(Math.max(...others))}; ` +
      `the limit allows p95 ${seconds(ideal)} (${(p95 / ideal).toFixed(2)}×); doubled ${doubled}, out of order ${swapped}\n`,
  );
};
report('Telegram, 30 a second', botApi.arrivals, telegramChat(0), [{ count: 30, ms: 1_000 }], 0);
process.stdout.write(
  `  refused as too many: ${botApi.tooMany}; the slow chat's message arrived ${botApi.arrivals.filter(({ chat, text }) => chat === telegramChat(0) && text.includes('第1条')).length} time(s), after ${seconds((botApi.arrivals.find(({ chat }) => chat === telegramChat(0))?.at ?? 0) - began)}\n`,
);
report(
  'Feishu, 50 a second, 1,000 a minute, off for 8 s',
  openPlatform.arrivals,
  '',
  [
    { count: 50, ms: 1_000 },
    { count: 1_000, ms: 60_000 },
  ],
  offMs,
);
process.stdout.write(
  `  refused as too many: ${openPlatform.tooMany}; refused while switched off: ${openPlatform.refusals}; calls ${openPlatform.calls}\n`,
);

for (const one of children) one.kill('SIGTERM');
botApi.close();
openPlatform.close();
await store.close();
await redis.stop();
process.exit(0);
