import type { StoreOptions } from './options.ts';
import type { Store } from './port.ts';

/**
 * Open the store an address names: `:memory:` or the path of a SQLite file.
 * Throws with a sentence for the operator where the store cannot be used.
 */
export const openStore = async (url: string, options: StoreOptions = {}): Promise<Store> => {
  const { SqliteStore } = await import('./sqlite/store.ts');
  return new SqliteStore(url, options);
};
