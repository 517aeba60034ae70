import { mkdir } from 'node:fs/promises';
import { IssueError } from '../issue-error.ts';
import { deploymentSecret, type Settings } from '../settings.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/port.ts';
import { storeTrouble } from '../store/trouble.ts';

/** Run something on the deployment's store, or on another one of the same deployment, and close it again. */
export const withStore = async <T>(
  settings: Settings,
  run: (store: Store) => Promise<T>,
  address: string = settings.store,
): Promise<T> => {
  await mkdir(settings.dataDir, { recursive: true, mode: 0o700 });
  try {
    const store = await openStore(address, {
      auditKey: await deploymentSecret(settings),
      durability: settings.durability,
    });
    try {
      return await run(store);
    } finally {
      await store.close();
    }
  } catch (error) {
    const issues = storeTrouble(error, address);
    throw issues ? new IssueError(issues) : error;
  }
};
