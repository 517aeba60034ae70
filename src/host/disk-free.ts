import { statfs } from 'node:fs/promises';

/** Free part, 0 to 1, of the disk that holds this folder: what is left to users without special rights. */
export const diskFree = async (folder: string): Promise<number> => {
  const { bavail, blocks } = await statfs(folder);
  return blocks === 0 ? 1 : bavail / blocks;
};
