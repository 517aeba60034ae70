import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Settings } from '../settings.ts';

export const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => null))?.isDirectory() ?? false;

/** The folder of a pack that was named by its path, or by its name below the folder of packs. It may not be there. */
export const packFolder = async ({ packsDir }: Pick<Settings, 'packsDir'>, name: string): Promise<string> =>
  (await isFolder(name)) ? resolve(name) : join(packsDir, name);
