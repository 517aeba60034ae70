import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { storeContract } from '../contracts/store.ts';
import { RedisServer } from '../setup/redis.ts';

let server: RedisServer;
beforeAll(async () => {
  server = await RedisServer.start(['--requirepass', 'secret']);
});
afterAll(async () => {
  await server.stop();
});

const open = () =>
  openStore(`redis://:secret@127.0.0.1:${server.port}`, { auditKey: 'key of the contract suite' });

storeContract({
  name: 'Redis, two clients',
  open: () => open(),
});

it('tells other processes that something is due in a space', async () => {
  const [one, two] = await Promise.all([open(), open()]);
  const heard = new Promise<string>(resolve => void two.listen!(resolve).then(() => one.announce!('space')));
  expect(await heard).toBe('space');
  await Promise.all([one.close(), two.close()]);
});
