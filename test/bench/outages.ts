import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openStore } from '../../src/store/open.ts';
import { commitWith, type Store } from '../../src/store/port.ts';
import { deadWay } from '../faults/dead-way.ts';
import { freePort, RedisServer, startCluster } from '../setup/redis.ts';

// npm run bench:outages [-- --only cluster]: eight conversations commit all the time while something happens to their server.
// How long nothing is acknowledged (RTO), and what was acknowledged and is not there afterwards (RPO). REDIS_SERVER names
// another server, e.g. valkey-server.

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const space = 'notice';
const chats = 8;
const pauseMs = 10;

/** One conversation: each commit raises its number by one; a commit without an answer is delivered again. */
class Traffic {
  readonly acked = Array.from({ length: chats }, () => 0);
  readonly #store: Store;
  #lastAck = performance.now();
  longest = 0;
  #going = true;
  readonly #running: Promise<void>[];

  constructor(store: Store) {
    this.#store = store;
    this.#running = this.acked.map((_, chat) => this.#converse(chat));
  }

  async #converse(chat: number): Promise<void> {
    const key = { kind: 'session', id: `s${chat}` };
    while (this.#going) {
      const expect = this.acked[chat]!;
      const id = `e${chat}:${expect}`;
      const changes = [{ key, expect, set: { n: String(expect + 1) }, remove: [] }];
      const result = await this.#store.commit(space, commitWith(id, id, 1, { changes })).catch(() => null);
      if (result === null) {
        await sleep(pauseMs);
        continue;
      }
      if (result.kind === 'conflict') throw new Error(`s${chat} was set back: ${expect} was acknowledged`);
      this.acked[chat] = expect + 1;
      const now = performance.now();
      this.longest = Math.max(this.longest, now - this.#lastAck);
      this.#lastAck = now;
      await sleep(pauseMs);
    }
  }

  /** From now on. */
  mark(): void {
    this.longest = 0;
    this.#lastAck = performance.now();
  }

  async end(): Promise<{ rtoMs: number; commits: number; lost: number }> {
    this.#going = false;
    await Promise.all(this.#running);
    const records = await this.#store.load(
      space,
      this.acked.map((_, chat) => ({ kind: 'session', id: `s${chat}` })),
    );
    const lost = records.reduce(
      (sum, { revision }, chat) => sum + Math.max(0, this.acked[chat]! - revision),
      0,
    );
    return { rtoMs: Math.round(this.longest), commits: this.acked.reduce((a, b) => a + b), lost };
  }
}

const play = async (what: string, url: string, strike: () => Promise<void>): Promise<void> => {
  const store = await openStore(url, { auditKey: 'secret of the bench' });
  const traffic = new Traffic(store);
  await sleep(1_000);
  traffic.mark();
  await strike();
  await sleep(1_500);
  const figures = await traffic.end().catch((error: Error) => ({ failed: error.message }));
  process.stdout.write(`${JSON.stringify({ what, ...figures, load: loadavg()[0]!.toFixed(1) })}\n`);
  await store.close();
};

/** Three primaries, each with a replica; the primary that holds the notice is killed. */
const clusterFailOver = async (): Promise<void> => {
  const cluster = await startCluster();
  const replicas: RedisServer[] = [];
  const [first] = cluster.nodes;
  const bus = (await first!.client().config('GET', 'cluster-port')) as string[];
  for (const primary of cluster.nodes) {
    const replica = await RedisServer.start([
      ...['--cluster-enabled', 'yes', '--cluster-port', String(await freePort())],
      ...['--cluster-node-timeout', '2000', '--repl-diskless-sync-delay', '0'],
    ]);
    replicas.push(replica);
    const client = replica.client();
    await client.call('CLUSTER', 'MEET', '127.0.0.1', String(first!.port), bus[1]!);
    const id = (await primary.client().cluster('MYID')) as string;
    while (!String(await client.call('CLUSTER', 'NODES')).includes(id)) await sleep(50);
    while ((await client.call('CLUSTER', 'REPLICATE', id).catch(() => null)) === null) await sleep(100);
    while (!(await client.info('replication')).includes('master_link_status:up')) await sleep(50);
    client.disconnect();
  }
  await sleep(3_000);
  await play('cluster of three primaries and three replicas: a primary is killed', cluster.url, async () => {
    for (const node of cluster.nodes) {
      const asked = node.client();
      const holds = (await asked.keys('*')).some(key => key.includes(`{${space}}`));
      asked.disconnect();
      if (holds) await node.kill();
    }
    await sleep(8_000);
  });
  await Promise.all([...replicas, ...cluster.nodes].map(node => node.stop()));
};

const single = async (what: string, strike: (server: RedisServer) => Promise<void>): Promise<void> => {
  const server = await RedisServer.start();
  await play(what, `${server.url}/0`, () => strike(server));
  await server.stop();
};

const ask = async (server: RedisServer, ...command: [string, ...string[]]): Promise<void> => {
  const client = server.client();
  await client.call(...command);
  client.disconnect();
};

const scenes: Record<string, () => Promise<void>> = {
  cluster: clusterFailOver,
  killed: () =>
    single('killed and started again at once', async server => {
      await server.kill();
      await server.launch();
    }),
  readonly: () =>
    single('a replica for two seconds (READONLY), then primary again', async server => {
      await ask(server, 'REPLICAOF', '127.0.0.1', '1');
      await sleep(2_000);
      await ask(server, 'REPLICAOF', 'NO', 'ONE');
      await sleep(3_000);
    }),
  oom: () =>
    single('memory full for two seconds (OOM)', async server => {
      await ask(server, 'CONFIG', 'SET', 'maxmemory', '1');
      await sleep(2_000);
      await ask(server, 'CONFIG', 'SET', 'maxmemory', '0');
      await sleep(1_000);
    }),
  frozen: () =>
    single('frozen for five seconds', async server => {
      server.signal('SIGSTOP');
      await sleep(5_000);
      server.signal('SIGCONT');
      await sleep(2_000);
    }),
  halfOpen: async () => {
    const server = await RedisServer.start();
    const way = await deadWay(server.port);
    await play(
      'connections go dead without a word (half-open)',
      `redis://127.0.0.1:${way.port}/0`,
      async () => {
        way.die();
        await sleep(12_000);
      },
    );
    way.close();
    await server.stop();
  },
};
for (const [name, run] of Object.entries(scenes))
  if (values.only === undefined || values.only === name) await run();
process.exit(0);
