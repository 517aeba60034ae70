import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { type StoreLog, silentStoreLog } from '../options.ts';
import { StoreUnavailable } from '../unavailable.ts';
import type { RedisAddress } from './address.ts';
import type { Script } from './scripts.ts';

/** How long one call keeps trying; with the last command's own time-out it stays below Feishu's 3 s and WeCom's 5 s. */
const patienceMs = 1200;
const pauseMs = 40;

/** What a server that will do the work later answers; anything else it refuses is an error of ours. */
const passing =
  /^(?:LOADING|TRYAGAIN|CLUSTERDOWN|MASTERDOWN|READONLY|MOVED|ASK|BUSY|OOM|MISCONF|NOREPLICAS)\b/;
const worthWaiting = /^(?:LOADING|TRYAGAIN|CLUSTERDOWN|MASTERDOWN|READONLY|MOVED|ASK|BUSY)\b/;

const isReply = (error: Error): boolean => error.name === 'ReplyError';

const sleep = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

/**
 * One client whose calls are safe to repeat: every script is idempotent or fenced, so a command whose fate is unknown
 * is sent again by us, with the same arguments, and never by ioredis (which would resend an INCR just as well).
 */
export class Connection {
  readonly client: Redis | Cluster;
  readonly #log: StoreLog;
  readonly #waiting = new Set<(error: Error) => void>();
  #closed = false;

  constructor(address: RedisAddress, log: StoreLog = silentStoreLog) {
    this.#log = log;
    const common: RedisOptions = {
      ...(address.username === undefined ? {} : { username: address.username }),
      ...(address.password === undefined ? {} : { password: address.password }),
      ...(address.tls ? { tls: {} } : {}),
      protocol: address.protocol,
      commandTimeout: address.timeoutMs,
      connectTimeout: address.timeoutMs,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 1,
    };
    const retryStrategy = (times: number) => Math.min(25 * times, 500);
    this.client = address.cluster
      ? new Cluster([...address.nodes], {
          redisOptions: common,
          enableOfflineQueue: false,
          clusterRetryStrategy: retryStrategy,
          slotsRefreshTimeout: address.timeoutMs,
          slotsRefreshInterval: 5_000,
          lazyConnect: true,
        })
      : new Redis({
          ...address.nodes[0]!,
          ...common,
          db: address.db,
          enableOfflineQueue: false,
          retryStrategy,
          lazyConnect: true,
        });
    // Without a listener an 'error' event would end the process; every call reports its own failure.
    this.client.on('error', (error: Error) => {
      this.#log.warn({ code: 'store:connection', error: error.message }, 'Redis connection');
    });
    this.client.on('close', () => {
      for (const fail of this.#waiting) fail(new Error('Connection is closed.'));
      this.#waiting.clear();
    });
  }

  async connect(): Promise<void> {
    try {
      await this.client.connect();
    } catch (error) {
      this.client.disconnect();
      throw new StoreUnavailable(`cannot reach Redis: ${(error as Error).message}`, { cause: error });
    }
  }

  /** Run a command again and again until it is answered or patience ends. */
  async persist<T>(command: () => Promise<T>): Promise<T> {
    const end = performance.now() + patienceMs;
    for (;;) {
      try {
        return await this.#answered(command());
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        if (isReply(error) && !passing.test(error.message)) throw error;
        const hopeless = this.#closed || (isReply(error) && !worthWaiting.test(error.message));
        if (hopeless || performance.now() > end) {
          throw new StoreUnavailable(`Redis does not answer: ${error.message}`, { cause: error });
        }
        await sleep(pauseMs);
      }
    }
  }

  /** Rejects at once when the connection goes, instead of at the command's time-out. */
  #answered<T>(reply: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.add(reject);
      reply.then(resolve, reject).finally(() => this.#waiting.delete(reject));
    });
  }

  /** `keys[0]` is the meta key of the space. A server that lost its script cache gets the text again. */
  async run(script: Script, keys: readonly string[], args: readonly string[]): Promise<unknown> {
    return this.persist(async () => {
      try {
        return await this.client.evalsha(script.sha, keys.length, ...keys, ...args);
      } catch (error) {
        if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
        return this.client.eval(script.text, keys.length, ...keys, ...args);
      }
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.client.disconnect();
  }
}
