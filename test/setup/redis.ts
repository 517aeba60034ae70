import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';

const binary = process.env.REDIS_SERVER ?? 'redis-server';

/**
 * Below the ports that Linux gives to whoever asks for any (32768 to 60999, ip_local_port_range in ip-sysctl.rst): a
 * server that is killed and started again finds its port taken otherwise, by a test beside it or by its own client.
 */
const [firstPort, lastPort] = [20_000, 32_000];

/** A port that nobody listens on, and that stays free while a server on it is away for a moment. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = randomInt(firstPort, lastPort);
    const server = createServer().listen(port, '127.0.0.1');
    try {
      await once(server, 'listening');
    } catch {
      continue;
    }
    server.close();
    await once(server, 'close');
    return port;
  }
};

/** The durable settings that the product asks for (src/store/redis.conf), small enough for a test. */
const durable = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];

/** Servers end with the process that started them, however it ends. */
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** A real redis-server in a folder of its own. */
export class RedisServer {
  readonly port: number;
  readonly dir: string;
  readonly #args: readonly string[];
  readonly #env: NodeJS.ProcessEnv;
  #process: ChildProcess | undefined;

  readonly #ownDir: boolean;

  private constructor(
    port: number,
    dir: string,
    ownDir: boolean,
    args: readonly string[],
    env: NodeJS.ProcessEnv,
  ) {
    this.#ownDir = ownDir;
    this.port = port;
    this.dir = dir;
    this.#args = args;
    this.#env = env;
  }

  /**
   * `args` come after the durable settings and win over them; `dir` lets a test choose the disk; `env` is added to the
   * environment of the server.
   */
  static async start(
    args: readonly string[] = [],
    dir?: string,
    env: NodeJS.ProcessEnv = {},
  ): Promise<RedisServer> {
    const folder = dir ?? mkdtempSync(join(tmpdir(), 'shenbao-redis-'));
    const server = new RedisServer(await freePort(), folder, dir === undefined, args, env);
    await server.launch();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    const pid = this.#process?.pid;
    if (pid === undefined) throw new Error('redis-server is not running');
    return pid;
  }

  /** Start (again) on the same port and folder; resolves when commands are accepted, rejects with the log's end. */
  async launch(): Promise<void> {
    const child = spawn(
      binary,
      ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.dir, ...durable, ...this.#args],
      { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...this.#env } },
    );
    this.#process = child;
    running.add(child);
    child.once('exit', () => running.delete(child));
    const log: string[] = [];
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', line => {
        log.push(line);
        if (log.length > 200) log.shift();
        if (line.includes('Ready to accept connections')) resolve();
      });
      child.once('error', error =>
        reject(new Error(`${binary}: ${error.message}; install redis-server 7 or set REDIS_SERVER`)),
      );
      child.once('exit', code =>
        reject(new Error(`redis-server ended (${code}):\n${log.slice(-5).join('\n')}`)),
      );
    });
  }

  /** True while the process lives. */
  get running(): boolean {
    return (
      this.#process !== undefined && this.#process.exitCode === null && this.#process.signalCode === null
    );
  }

  signal(name: NodeJS.Signals): void {
    process.kill(this.pid, name);
  }

  /** kill -9, as a crash would. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (child === undefined || !this.running) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  client(): Redis {
    return new Redis({ port: this.port, host: '127.0.0.1' });
  }

  /** End the server and remove its folder, if it made it. */
  async stop(): Promise<void> {
    await this.kill();
    // A child of the server may still be at its rewrite when the server is gone.
    if (this.#ownDir) rmSync(this.dir, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
}

export interface RedisCluster {
  readonly url: string;
  readonly nodes: readonly RedisServer[];
  stop(): Promise<void>;
}

/** Three primaries that share the 16,384 slots; resolves when each of them says that all slots are served. */
export const startCluster = async (): Promise<RedisCluster> => {
  const nodes = await Promise.all(
    [0, 1, 2].map(async () =>
      RedisServer.start([
        '--cluster-enabled',
        'yes',
        '--cluster-port',
        String(await freePort()),
        '--cluster-node-timeout',
        '2000',
      ]),
    ),
  );
  const clients = nodes.map(node => node.client());
  const borders = [0, 5461, 10_923, 16_384];
  const busPorts = await Promise.all(
    clients.map(async client => ((await client.config('GET', 'cluster-port')) as string[])[1]!),
  );
  await Promise.all(
    clients.map((client, index) =>
      client.call('CLUSTER', 'ADDSLOTSRANGE', String(borders[index]), String(borders[index + 1]! - 1)),
    ),
  );
  for (const [index, node] of nodes.entries()) {
    await clients[index]!.call('CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1));
    if (index > 0) {
      await clients[0]!.call('CLUSTER', 'MEET', '127.0.0.1', String(node.port), busPorts[index]!);
    }
  }
  await Promise.all(
    clients.map(async client => {
      while (
        !(await client.cluster('INFO')).includes('cluster_state:ok') ||
        !(await client.cluster('INFO')).includes('cluster_known_nodes:3')
      ) {
        await new Promise(resolve => setTimeout(resolve, 25));
      }
      client.disconnect();
    }),
  );
  return {
    url: `redis+cluster://${nodes.map(node => `127.0.0.1:${node.port}`).join(',')}`,
    nodes,
    stop: async () => {
      await Promise.all(nodes.map(node => node.stop()));
    },
  };
};
