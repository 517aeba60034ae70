import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, request as requestTo } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { RedisServer } from '../setup/redis.ts';
import { FakeBotApi } from '../telegram/fake-bot-api.ts';
import { webhookSecret, webhookUrl } from '../telegram/harness.ts';
import { Person } from '../telegram/people.ts';
import { type RealHouse, startHouse } from '../web/real-house.ts';

export interface RollingPlan {
  /** How often one of the two is stopped and started anew, by turns. */
  readonly restarts: number;
  readonly chats: number;
}

export interface RollingFigures {
  readonly restarts: number;
  readonly messages: number;
  /** Messages that the platform had to deliver again. */
  readonly redelivered: number;
  /** Messages that were never answered. */
  readonly lost: number;
  /** Answers too many. */
  readonly doubled: number;
  /** The longest anybody waited for an answer, and the middle one, in milliseconds. */
  readonly longestMs: number;
  readonly medianMs: number;
}

const question = '申报截止到什么时候';
/** A platform delivers again what was not acknowledged; real ones wait longer. */
const redeliverMs = 250;
const patienceMs = 30_000;
/** Telegram takes about one message a second to one chat, and the channel keeps to it. */
const pauseMs = 1_200;

/** As nginx does between two upstreams: the other one where nobody listens; what was sent once is not sent again. */
const balancer = async (ports: () => readonly number[]) => {
  let turn = 0;
  const forward = (port: number, incoming: IncomingMessage, body: Buffer): Promise<number> =>
    new Promise((resolve, reject) => {
      const outgoing = requestTo(
        { port, host: '127.0.0.1', method: incoming.method, path: incoming.url, headers: incoming.headers },
        answer => {
          answer.resume();
          answer.once('end', () => resolve(answer.statusCode ?? 502));
        },
      );
      outgoing.once('error', (error: NodeJS.ErrnoException) =>
        error.code === 'ECONNREFUSED' ? reject(error) : resolve(502),
      );
      outgoing.end(body);
    });
  const server = createServer(async (incoming, response) => {
    const body = await buffer(incoming);
    turn += 1;
    let status = 502;
    for (const [offset] of ports().entries()) {
      const all = ports();
      const tried = await forward(all[(turn + offset) % all.length]!, incoming, body).catch(() => null);
      if (tried === null) continue;
      status = tried;
      break;
    }
    response.writeHead(status).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

/** What a balancer or Kubernetes goes by. */
const ready = async (house: RealHouse): Promise<RealHouse> => {
  for (const until = Date.now() + patienceMs; Date.now() < until; await sleep(50))
    if ((await fetch(`${house.url}/readyz`)).ok) return house;
  throw new Error('it was not ready in time');
};

/**
 * Two processes on one Redis behind a balancer, people who write all the time, and one process after the other stopped as
 * an operator does it and started again, as an upgrade does.
 */
export const runRolling = async ({ restarts, chats }: RollingPlan): Promise<RollingFigures> => {
  const folder = mkdtempSync(join(tmpdir(), 'shenbao-rolling-'));
  const redis = await RedisServer.start();
  const api = await new FakeBotApi().start();
  const env = {
    REDIS_URL: redis.url,
    SHENBAO_SECRET: 'a secret of the test, as long as it must be',
    TELEGRAM_BOT_TOKEN: api.token,
    TELEGRAM_API_ROOT: api.url,
    TELEGRAM_WEBHOOK_URL: webhookUrl,
    TELEGRAM_WEBHOOK_SECRET: webhookSecret,
  };
  const names = ['one', 'two'];
  const begin = async (name: string): Promise<RealHouse> =>
    ready(await startHouse(folder, 0, { ...env, SHENBAO_INSTANCE: name }));
  const houses = await Promise.all(names.map(begin));
  const { server, url } = await balancer(() => houses.map(({ port }) => port));
  api.webhookTarget = () => `${url}/callback/telegram`;

  const waits: number[] = [];
  let [redelivered, lost, doubled, going] = [0, 0, 0, true];
  const people = Array.from({ length: chats }, (_, n) => new Person(api, 5_000_000_001 + n, `某${n}`));
  const answers = ({ private: { messages } }: Person): number =>
    messages.filter(({ fromBot, text }) => fromBot && text.includes('9月16日')).length;
  const write = async (person: Person): Promise<void> => {
    const before = answers(person);
    const began = performance.now();
    let delivered = person.writes(question);
    while ((await delivered.outcome) === 'refused' && performance.now() - began < patienceMs) {
      redelivered += 1;
      await sleep(redeliverMs);
      delivered = delivered.redeliver();
    }
    while (answers(person) === before && performance.now() - began < patienceMs) await sleep(5);
    if (answers(person) === before) lost += 1;
    else waits.push(performance.now() - began);
  };
  const traffic = people.map(async person => {
    while (going) {
      await write(person);
      await sleep(pauseMs);
    }
  });
  try {
    for (let round = 0; round < restarts; round += 1) {
      const at = round % names.length;
      await houses[at]!.stop();
      houses[at] = await begin(names[at]!);
    }
  } finally {
    going = false;
    await Promise.all(traffic);
    for (const house of houses) await house.stop();
    server.close();
    await api.stop();
    await redis.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  doubled = people.reduce((sum, person) => sum + answers(person), 0) - waits.length;
  const sorted = waits.toSorted((a, b) => a - b);
  return {
    restarts,
    messages: waits.length + lost,
    redelivered,
    lost,
    doubled,
    longestMs: Math.round(sorted.at(-1) ?? 0),
    medianMs: Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0),
  };
};
