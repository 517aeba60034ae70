import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Largest file a pack may have, in bytes. Our own cap: the whole Wanzhou pack has under 1 MB. */
export const largestFile = 8 * 1024 * 1024;

/** Editor droppings and hidden files are not part of a pack. */
const isDropping = (name: string): boolean =>
  name.startsWith('.') || name.startsWith('~$') || name.endsWith('~') || /\.(swp|tmp|bak)$/i.test(name);

export interface PackFiles {
  /** Content by path relative to the pack, with `/`, in sorted order. */
  readonly content: ReadonlyMap<string, Uint8Array>;
  /** Files that were left out because they are larger than `largestFile`. */
  readonly tooLarge: readonly string[];
}

/** Reads all files of a pack. Links are not followed. Returns null when the folder does not exist. */
export const readPackFiles = async (dir: string): Promise<PackFiles | null> => {
  const info = await stat(dir).catch(() => null);
  if (!info?.isDirectory()) return null;
  const content = new Map<string, Uint8Array>();
  const tooLarge: string[] = [];
  const visit = async (folder: string): Promise<void> => {
    const entries = await readdir(join(dir, folder), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (isDropping(entry.name)) continue;
      if (entry.isDirectory()) await visit(path);
      else if (entry.isFile()) {
        const { size } = await stat(join(dir, path));
        if (size > largestFile) tooLarge.push(path);
        else content.set(path, await readFile(join(dir, path)));
      }
    }
  };
  await visit('');
  return { content: new Map([...content].sort(([a], [b]) => (a < b ? -1 : 1))), tooLarge };
};

/** Dialogues test a pack and are no part of what people are shown: editing one is not a new version. */
const isDialogue = (path: string): boolean => path.startsWith('transcripts/');

/** SHA-256 over names and contents, in hex. Lengths are part of it, so that no two packs share a preimage. */
export const hashOf = (content: ReadonlyMap<string, Uint8Array>): string => {
  const hash = createHash('sha256');
  for (const path of [...content.keys()].filter(name => !isDialogue(name)).sort()) {
    const bytes = content.get(path)!;
    hash.update(`${Buffer.byteLength(path)}:${path}:${bytes.byteLength}:`).update(bytes);
  }
  return hash.digest('hex');
};
