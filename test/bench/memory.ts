import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { RedisServer } from '../setup/redis.ts';
import { openOurs } from './redis/ours.ts';

// npm run bench:memory [-- --chats 5000 --turns 64]: what a load of conversations leaves behind: bytes in Redis or in the
// SQLite file a turn, and the memory of this process.

const { values } = parseArgs({
  options: { chats: { type: 'string', default: '5000' }, turns: { type: 'string', default: '64' } },
});
const chats = Number(values.chats);
const turns = Number(values.turns);
/** Conversations under way at a time. */
const AT_ONCE = 128;

const mb = (bytes: number): number => Math.round(bytes / 1e5) / 10;

const converse = async (url: string): Promise<void> => {
  const house = await openOurs(url);
  let next = 0;
  const one = async (): Promise<void> => {
    while (next < chats) {
      const chat = `c${next}`;
      next += 1;
      for (let turn = 0; turn < turns; turn += 1) await house.turn(chat, '');
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  await house.close();
};

const report = (store: string, bytes: number, more: Record<string, number> = {}): void => {
  const { rss, heapUsed } = process.memoryUsage();
  console.log(
    JSON.stringify({
      store,
      chats,
      turns: chats * turns,
      bytesATurn: Math.round(bytes / (chats * turns)),
      storeMB: mb(bytes),
      ...more,
      rssMB: mb(rss),
      heapMB: mb(heapUsed),
    }),
  );
};

const folder = mkdtempSync(join(tmpdir(), 'shenbao-memory-'));
const file = join(folder, 'shenbao.sqlite');
await converse(file);
report('sqlite', statSync(file).size);
rmSync(folder, { recursive: true, force: true });

const server = await RedisServer.start();
const client = server.client();
const usedMemory = async (): Promise<number> =>
  Number(/used_memory:(\d+)/.exec(await client.info('memory'))?.[1]);
const empty = await usedMemory();
await converse(`${server.url}/1`);
const written = Number(/aof_current_size:(\d+)/.exec(await client.info('persistence'))?.[1] ?? 0);
report('redis', (await usedMemory()) - empty, { aofBytesATurn: Math.round(written / (chats * turns)) });
client.disconnect();
await server.stop();
