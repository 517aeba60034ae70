import { afterAll, beforeAll } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { storeContract } from '../contracts/store.ts';
import { type RedisCluster, startCluster } from '../setup/redis.ts';

let cluster: RedisCluster;
beforeAll(async () => {
  cluster = await startCluster();
});
afterAll(async () => {
  await cluster.stop();
});

storeContract({
  name: 'Redis cluster of three nodes, two clients',
  open: () => openStore(cluster.url, { auditKey: 'key of the contract suite' }),
});
