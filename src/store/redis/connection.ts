import type { Cluster, Redis } from 'ioredis';
import { type StoreLog, silentStoreLog } from '../options.ts';
import { RecordTampered } from '../tampered.ts';
import { StoreUnavailable } from '../unavailable.ts';
import type { RedisAddress } from './address.ts';
import { Link } from './link.ts';
import { OutageLog } from './outage-log.ts';
import type { Script } from './scripts.ts';

/** How long one call keeps trying; with the last command's own time-out it stays below Feishu's 3 s and WeCom's 5 s. */
const patienceMs = 1200;
const pauseMs = 40;

/** What a server that will do the work later answers; anything else it refuses is an error of ours. */
const worthWaiting =
  /^(?:LOADING|TRYAGAIN|CLUSTERDOWN|MASTERDOWN|READONLY|MOVED|ASK|BUSY|ERR Script attempted to access a non local key)\b/;
const passing = (message: string): boolean =>
  worthWaiting.test(message) || /^(?:OOM|MISCONF|NOREPLICAS)\b/.test(message);

const isReply = (error: Error): boolean => error.name === 'ReplyError';

const sleep = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

/**
 * The way to the server. Every script is idempotent or fenced, so a command whose fate is unknown is sent again with
 * the same arguments.
 *
 * Several links to one server, because Redis reads at most 16 KB of a connection between two fsyncs: with
 * `appendfsync always` more links mean that more turns share one fsync.
 */
export class Connection {
  readonly #links: readonly Link[];
  #next = 0;
  #closed = false;

  readonly #address: RedisAddress;
  readonly #outage: OutageLog;
  readonly #listeners: (Redis | Cluster)[] = [];

  constructor(address: RedisAddress, log: StoreLog = silentStoreLog) {
    const outage = new OutageLog(log);
    this.#address = address;
    this.#outage = outage;
    const count = address.cluster ? 1 : address.connections;
    this.#links = Array.from({ length: count }, () => new Link(address, outage));
  }

  get #first(): Link {
    return this.#links[0]!;
  }

  get client(): Redis | Cluster {
    return this.#first.client;
  }

  async connect(): Promise<void> {
    try {
      await Promise.all(this.#links.map(link => link.client.connect()));
    } catch (error) {
      await this.close();
      // Whichever link failed first says why; the others were closed because of it.
      const cause = this.#links.find(({ trouble }) => trouble !== null)?.trouble ?? (error as Error);
      throw new StoreUnavailable(`cannot reach Redis: ${cause.message}`, { cause });
    }
  }

  /** Do something until it is answered or patience ends; it must be harmless to do again. */
  async persist<T>(work: (client: Redis | Cluster) => Promise<T>): Promise<T> {
    const end = performance.now() + patienceMs;
    for (;;) {
      try {
        return await work(this.client);
      } catch (error) {
        if (!(error instanceof Error) || error instanceof RecordTampered) throw error;
        if (isReply(error) && !passing(error.message)) throw error;
        const hopeless = this.#closed || (isReply(error) && !worthWaiting.test(error.message));
        if (hopeless || performance.now() > end) {
          throw new StoreUnavailable(`Redis does not answer: ${error.message}`, { cause: error });
        }
        await sleep(pauseMs);
      }
    }
  }

  /** One plain command, until it is answered. */
  ask<T>(command: (client: Redis | Cluster) => Promise<T>): Promise<T> {
    return this.persist(client => this.#first.answered(command(client)));
  }

  /**
   * One try of a script. `keys[0]` is the meta key of the space. A server that lost its script cache gets the text
   * again. Calls that are `ordered` all take the same link and so keep their order.
   */
  async call(
    script: Script,
    keys: readonly string[],
    args: readonly string[],
    ordered = false,
  ): Promise<unknown> {
    this.#next = (this.#next + 1) % this.#links.length;
    const link = ordered ? this.#first : this.#links[this.#next]!;
    const { client } = link;
    try {
      return await link.answered(client.evalsha(script.sha, keys.length, ...keys, ...args));
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      return link.answered(client.eval(script.text, keys.length, ...keys, ...args));
    }
  }

  run(script: Script, keys: readonly string[], args: readonly string[]): Promise<unknown> {
    return this.persist(() => this.call(script, keys, args));
  }

  /**
   * Hear what is published, over a connection of its own, because a subscriber may do nothing else. It is made again
   * when it breaks; what is said meanwhile is missed.
   */
  async subscribe(channel: string, heard: (message: string) => void): Promise<void> {
    const { client } = new Link(this.#address, this.#outage);
    this.#listeners.push(client);
    client.on('message', (_channel: string, message: string) => heard(message));
    try {
      await client.connect();
      await client.subscribe(channel);
    } catch (error) {
      throw new StoreUnavailable('cannot listen to Redis', { cause: error });
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const client of this.#listeners) client.disconnect();
    for (const link of this.#links) link.client.disconnect();
  }
}
