import { afterAll, beforeAll } from 'vitest';
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

storeContract({
  name: 'Redis, two clients',
  open: () =>
    openStore(`redis://:secret@127.0.0.1:${server.port}`, { auditKey: 'key of the contract suite' }),
});
