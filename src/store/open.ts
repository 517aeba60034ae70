import { type StoreOptions, silentStoreLog } from './options.ts';
import type { Store } from './port.ts';

/**
 * Open the store an address names: `redis://…`, `rediss://…` (TLS), `redis+cluster://host:port,host:port`, `:memory:`,
 * or the path of a SQLite file. Throws with what to change where it cannot be used.
 */
export const openStore = async (url: string, options: StoreOptions = {}): Promise<Store> => {
  if (!/^[a-z]+(?:\+[a-z]+)?:\/\//.test(url)) {
    const { SqliteStore } = await import('./sqlite/store.ts');
    return new SqliteStore(url, options);
  }
  const [{ parseRedisAddress }, { Connection }, { RedisStore }] = await Promise.all([
    import('./redis/address.ts'),
    import('./redis/connection.ts'),
    import('./redis/store.ts'),
  ]);
  const address = parseRedisAddress(url);
  const connection = new Connection(address, options.log ?? silentStoreLog);
  await connection.connect();
  return new RedisStore(address, connection, options);
};
