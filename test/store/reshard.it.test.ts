import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { StoreUnavailable } from '../../src/store/unavailable.ts';
import { change, commitOf, entry, item, session } from '../contracts/store/harness.ts';
import { type RedisCluster, startCluster } from '../setup/redis.ts';

let cluster: RedisCluster;
beforeAll(async () => {
  cluster = await startCluster();
});
afterAll(async () => {
  await cluster.stop();
});

/** Move one slot and its keys from node to node, key by key, as `redis-cli --cluster reshard` does. */
const moveSlot = async (slot: number): Promise<void> => {
  const clients = cluster.nodes.map(node => node.client());
  const text = (reply: unknown): string => String(reply);
  const ids = await Promise.all(clients.map(async client => text(await client.cluster('MYID'))));
  const owner = await Promise.all(
    clients.map(client => client.call('CLUSTER', 'COUNTKEYSINSLOT', String(slot)).then(Number)),
  );
  const from = owner.findIndex(count => count > 0);
  const to = (from + 1) % clients.length;
  const set = (client: number, ...args: string[]) =>
    clients[client]!.call('CLUSTER', 'SETSLOT', String(slot), ...args);
  await set(to, 'IMPORTING', ids[from]!);
  await set(from, 'MIGRATING', ids[to]!);
  for (;;) {
    const keys = (await clients[from]!.call('CLUSTER', 'GETKEYSINSLOT', String(slot), '1')) as string[];
    if (keys.length === 0) break;
    await clients[from]!.migrate('127.0.0.1', cluster.nodes[to]!.port, keys[0]!, 0, 5_000);
  }
  await set(to, 'NODE', ids[to]!);
  await set(from, 'NODE', ids[to]!);
  for (const client of clients) client.disconnect();
};

it('a slot that moves while it is written to: nothing acknowledged is lost or doubled', {
  timeout: 60_000,
}, async () => {
  const store = await openStore(cluster.url, { auditKey: 'key' });
  const space = 'moving';
  const client = cluster.nodes[0]!.client();
  const slot = Number(await client.cluster('KEYSLOT', `{${space}}`));
  client.disconnect();
  let acknowledged = 0;
  let refused = 0;
  let stop = false;
  const write = async (): Promise<void> => {
    while (!stop || acknowledged < 100) {
      const n = acknowledged;
      try {
        const [found] = await store.load(space, [session]);
        const result = await store.commit(
          space,
          commitOf({
            eventId: `event-${n}`,
            changes: [
              change(session, found!.revision, { [`a${n}`]: 'x', count: String(found!.revision + 1) }),
            ],
            outbox: [item(`m${n}`, { lane: `l${n % 7}` })],
            audit: [entry(`s${n}`)],
          }),
        );
        if (result.kind === 'committed' || result.kind === 'duplicate') acknowledged += 1;
      } catch (error) {
        expect(error).toBeInstanceOf(StoreUnavailable);
        refused += 1;
      }
    }
  };
  const writing = write();
  while (acknowledged < 30) await new Promise(resolve => setTimeout(resolve, 5));
  for (let round = 0; round < 3; round += 1) await moveSlot(slot);
  stop = true;
  await writing;
  const [record] = await store.load(space, [session]);
  expect(record!.revision).toBe(acknowledged);
  expect(record!.parts.count).toBe(String(acknowledged));
  expect(Object.keys(record!.parts)).toHaveLength(acknowledged + 1);
  expect(await store.stats(space)).toEqual({
    records: 1,
    open: acknowledged,
    dead: 0,
    marks: acknowledged,
  });
  expect(await store.verify(space)).toMatchObject({ ok: true, length: acknowledged });
  console.info(`${acknowledged} acknowledged, ${refused} refused while the slot moved three times`);
  await store.close();
});
