import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Paper, readPaperFile } from '../authoring/paper.ts';
import { IssueError } from '../issue-error.ts';

/** The office's papers from disk. Throws an IssueError that says how to save what cannot be read. */
export const papersAt = (paths: readonly string[]): Promise<Paper[]> =>
  Promise.all(
    paths.map(async path => {
      const read = readPaperFile(path, await readFile(path));
      if (!read.ok) throw new IssueError(read.issues);
      return read.value;
    }),
  );

/** Writes files below a folder. `wx`: none of them may be there yet. */
export const writeFiles = async (
  dir: string,
  files: ReadonlyMap<string, string | Uint8Array>,
  flag: 'w' | 'wx',
): Promise<void> => {
  for (const [path, content] of files) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), content, { flag });
  }
};
