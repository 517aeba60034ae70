import { encryptedStore } from './at-rest/encrypted-store.ts';
import { StoreRefused } from './health.ts';
import { type StoreLog, type StoreOptions, silentStoreLog } from './options.ts';
import type { Store } from './port.ts';
import { sealKey } from './seal.ts';

const useable = async (store: Store, log: StoreLog): Promise<void> => {
  const { refusals = [], warnings = [] } = (await store.check?.()) ?? {};
  for (const { code, message } of warnings) log.warn({ code }, message);
  if (refusals.length > 0) throw new StoreRefused(refusals);
};

/** Whether a store is named by the address of a server; otherwise by a path, or `:memory:`. */
export const isServerAddress = (store: string): boolean => /^[a-z]+(?:\+[a-z]+)?:\/\//.test(store);

/** With a secret, what people gave is encrypted; without one a store keeps it as it is. */
const atRest = (store: Store, { auditKey }: StoreOptions): Store =>
  auditKey === undefined || auditKey.length === 0 ? store : encryptedStore(store, sealKey(auditKey));

/**
 * Open the store an address names: `redis://…`, `rediss://…` (TLS), `redis+cluster://host:port,host:port`, `redis+sentinel://host:port,host:port`, `:memory:`,
 * or the path of a SQLite file. Throws `StoreRefused`, with what to change, where it would lose what it is given.
 */
export const openStore = async (url: string, options: StoreOptions = {}): Promise<Store> => {
  if (!isServerAddress(url)) {
    const { SqliteStore } = await import('./sqlite/store.ts');
    const store = new SqliteStore(url, options);
    await useable(store, options.log ?? silentStoreLog);
    return atRest(store, options);
  }
  const [{ parseRedisAddress }, { Connection }, { RedisStore }] = await Promise.all([
    import('./redis/address.ts'),
    import('./redis/connection.ts'),
    import('./redis/store.ts'),
  ]);
  const address = parseRedisAddress(url);
  const log = options.log ?? silentStoreLog;
  const connection = new Connection(address, log);
  await connection.connect();
  try {
    const store = new RedisStore(address, connection, options);
    await useable(store, log);
    await store.mark();
    return atRest(store, options);
  } catch (error) {
    await connection.close();
    throw error;
  }
};
