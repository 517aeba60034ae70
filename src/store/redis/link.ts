import { Cluster, Redis } from 'ioredis';
import type { RedisAddress } from './address.ts';
import type { OutageLog } from './outage-log.ts';

/** A listener asks nothing, so that only the kernel's probes find its connection dead; they begin after this long. */
const keepAliveMs = 10_000;

const retryStrategy = (times: number): number => Math.min(25 * times, 500);

/** One server, or the Sentinels that know which it is now. */
const placeOf = ({ nodes, sentinel, tls }: RedisAddress) =>
  sentinel === null
    ? { ...nodes[0]! }
    : {
        sentinels: [...nodes],
        name: sentinel,
        sentinelRetryStrategy: retryStrategy,
        ...(tls ? { enableTLSForSentinelMode: true, sentinelTLS: {} } : {}),
      };

const createClient = (address: RedisAddress): Redis | Cluster => {
  const common = {
    ...(address.username === undefined ? {} : { username: address.username }),
    ...(address.password === undefined ? {} : { password: address.password }),
    ...(address.tls ? { tls: {} } : {}),
    protocol: address.protocol,
    commandTimeout: address.timeoutMs,
    connectTimeout: address.timeoutMs,
    // A connection that is dead without saying so would be asked for ever: it is made anew.
    socketTimeout: 2 * address.timeoutMs,
    keepAlive: keepAliveMs,
    // A command whose fate is unknown is ours to repeat; ioredis would resend an INCR just as well.
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 1,
  };
  const own = { enableOfflineQueue: false, lazyConnect: true };
  return address.cluster
    ? new Cluster([...address.nodes], {
        ...own,
        redisOptions: common,
        clusterRetryStrategy: retryStrategy,
        slotsRefreshTimeout: address.timeoutMs,
        slotsRefreshInterval: 5_000,
      })
    : new Redis({ ...placeOf(address), ...common, ...own, db: address.db, retryStrategy });
};

/**
 * An error of the client without the arguments of its command: they hold what people wrote, and whoever prints an error
 * prints all of it. Redis itself repeats the first ones of a command it does not know.
 */
export const withoutArguments = (error: unknown): unknown => {
  if (!(error instanceof Error)) return error;
  for (const part of ['command', 'args']) Reflect.deleteProperty(error, part);
  const cut = (text: string): string => text.replace(/,? with args beginning with:.*/, '');
  error.stack = cut(error.stack ?? '');
  error.message = cut(error.message);
  withoutArguments((error as { lastNodeError?: unknown }).lastNodeError);
  return error;
};

/** One client, whose calls fail at once when its connection goes, instead of at the command's time-out. */
export class Link {
  readonly client: Redis | Cluster;
  readonly #waiting = new Set<(error: Error) => void>();
  /** What ioredis reported last; a failed connect() itself only says that the connection is closed. */
  trouble: Error | null = null;

  constructor(address: RedisAddress, outage: OutageLog) {
    this.client = createClient(address);
    // Without a listener an 'error' event would end the process; every call reports its own failure.
    this.client.on('error', (error: Error) => {
      this.trouble = error;
      outage.failed(error);
    });
    this.client.on('ready', () => outage.ready());
    this.client.on('close', () => {
      for (const fail of this.#waiting) fail(new Error('Connection is closed.'));
      this.#waiting.clear();
    });
  }

  answered<T>(reply: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.add(reject);
      reply.then(
        value => {
          this.#waiting.delete(reject);
          resolve(value);
        },
        (error: unknown) => {
          this.#waiting.delete(reject);
          reject(withoutArguments(error));
        },
      );
    });
  }
}
