import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { RedisServer } from '../setup/redis.ts';
import { ChatHere, type Printed } from '../support/cli.ts';

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'shenbao-unsaved-'));
});
afterEach(() => rm(data, { recursive: true, force: true }));

const typed = '重庆市万州区样例路1号';
const from = 'r1';
const said = (printed: readonly Printed[]): string => printed.map(({ text }) => text).join('\n');

/** One thing that keeps a Redis from taking what it is given, and its end. */
const troubles: readonly {
  readonly what: string;
  readonly code: string;
  readonly args?: readonly string[];
  readonly begin: (server: RedisServer) => Promise<unknown>;
  readonly end: (server: RedisServer) => Promise<unknown>;
}[] = [
  {
    what: 'is full',
    code: 'store:full',
    begin: server => tell(server, 'CONFIG', 'SET', 'maxmemory', '1mb'),
    end: server => tell(server, 'CONFIG', 'SET', 'maxmemory', '0'),
  },
  {
    what: 'lacks its replicas',
    code: 'store:no-replicas',
    begin: server => tell(server, 'CONFIG', 'SET', 'min-replicas-to-write', '1'),
    end: server => tell(server, 'CONFIG', 'SET', 'min-replicas-to-write', '0'),
  },
  {
    what: 'became a replica',
    code: 'store:not-master',
    begin: server => tell(server, 'REPLICAOF', '127.0.0.1', '1'),
    end: server => tell(server, 'REPLICAOF', 'NO', 'ONE'),
  },
  {
    what: 'no longer permits scripts',
    code: 'store:not-permitted',
    begin: server => tell(server, 'ACL', 'SETUSER', 'default', '-evalsha', '-eval'),
    end: server => tell(server, 'ACL', 'SETUSER', 'default', '+evalsha', '+eval'),
  },
  {
    what: 'is gone',
    code: 'store:unavailable',
    begin: server => server.kill(),
    end: server => server.launch(),
  },
];

const tell = async (server: RedisServer, command: string, ...args: string[]): Promise<void> => {
  const client = server.client();
  await client.call(command, ...args);
  client.disconnect();
};

it.each(troubles)('says what was not saved when Redis $what, prints none of it, and goes on', async one => {
  const server = await RedisServer.start();
  const chat = new ChatHere(data, [], { REDIS_URL: server.url });
  await chat.take({ from, text: '你好' });
  await one.begin(server);
  const [told] = await chat.take({ from, text: typed });
  expect(told).toMatchObject({ to: from, prompt: null, error: { code: one.code } });
  expect(told?.text).toContain('没有记下');
  await one.end(server);
  await expect
    .poll(async () => said(await chat.take({ from, text: typed })), { timeout: 5000 })
    .not.toMatch(/没有记下|^$/);
  expect(await chat.end()).toBe(0);
  expect(chat.err).not.toContain('样例路');
  await server.stop();
});

it('says so when another program holds the SQLite file', async () => {
  const chat = new ChatHere(data);
  await chat.take({ from, text: '你好' });
  const outside = new DatabaseSync(join(data, 'shenbao.sqlite'));
  outside.exec('BEGIN IMMEDIATE');
  expect(said(await chat.take({ from, text: typed }))).toContain('没有记下');
  outside.exec('ROLLBACK');
  expect(said(await chat.take({ from, text: typed }))).not.toMatch(/没有记下|^$/);
  outside.close();
  expect(await chat.end()).toBe(0);
  expect(chat.err).not.toContain('样例路');
});
