import { openStore } from '../../src/store/open.ts';
import type { CommitResult, Store } from '../../src/store/port.ts';
import { change, commitOf, entry, item, session } from '../contracts/store/harness.ts';
import { RedisServer } from '../setup/redis.ts';
import { auditKey } from './protocol.ts';

type Cleanup = () => Promise<void> | void;

/** Servers and stores of one test, ended in the opposite order of their start. */
export class Stage {
  readonly #cleanups: Cleanup[] = [];

  later(cleanup: Cleanup): void {
    this.#cleanups.push(cleanup);
  }

  async server(args: readonly string[] = [], dir?: string): Promise<RedisServer> {
    const server = await RedisServer.start(args, dir);
    this.later(() => server.stop());
    return server;
  }

  async store(url: string): Promise<Store> {
    const store = await openStore(url, { auditKey });
    this.later(() => store.close());
    return store;
  }

  async clear(): Promise<void> {
    for (const cleanup of this.#cleanups.splice(0).reverse()) await cleanup();
  }
}

/** Event number `n` of a session that has had `n` events: everything a turn writes. */
export const append = (store: Store, space: string, n: number): Promise<CommitResult> =>
  store.commit(
    space,
    commitOf({
      eventId: `event-${n}`,
      reply: `reply ${n}`,
      changes: [change(session, n, { count: String(n + 1) })],
      outbox: [item(`m${n}`)],
      audit: [entry(`s${n}`)],
    }),
  );
