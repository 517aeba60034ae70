import { createHash, randomBytes } from 'node:crypto';
import { lstat, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Lanes } from '../../host/shelf/lanes.ts';
import type { PackFileRow, PackText, Saved } from '../../model/studio.ts';
import { decodeUtf8 } from '../../packs/decode.ts';
import { readPackFiles } from '../../packs/files.ts';
import { packSchemas } from '../../packs/json-schema.ts';

/** Texts of a pack; everything else in its folder is made elsewhere. */
const editable = /^(?:[^/]+\.ya?ml|sources\/[^/]+\.(?:md|txt)|transcripts\/[^/]+\.ya?ml)$/i;

/** Saves of one folder, one after the other. */
const saves = new Lanes('goes-on');

/** Of a file that is not there yet. */
const ABSENT = 'absent';

const versionOf = (text: string | null): string =>
  text === null ? ABSENT : createHash('sha256').update(text).digest('hex').slice(0, 24);

/** The files of a pack, its own YAML files first. */
export const filesOf = async (dir: string): Promise<PackFileRow[]> => {
  const paths = [...((await readPackFiles(dir))?.content.keys() ?? [])];
  const depth = (path: string) => path.split('/').length;
  return paths
    .map(path => ({ path, editable: editable.test(path) }))
    .sort((a, b) => depth(a.path) - depth(b.path) || (a.path < b.path ? -1 : 1));
};

/** What lies at a path; null where it may lie and does not. Undefined: nothing that is edited here. */
const contentAt = async (dir: string, path: string): Promise<string | null | undefined> => {
  if (!editable.test(path)) return undefined;
  const known = (await readPackFiles(dir))?.content.get(path);
  if (known) return decodeUtf8(known, false) ?? undefined;
  // Only what a pack may do without is made anew, and only where nothing lies, no link either.
  if (!Object.hasOwn(packSchemas, path)) return undefined;
  return (await lstat(join(dir, path)).catch(() => null)) ? undefined : null;
};

export const readText = async (dir: string, path: string): Promise<PackText | null> => {
  const text = await contentAt(dir, path);
  return text === undefined ? null : { text: text ?? '', version: versionOf(text) };
};

/** The whole new file or the whole old one, also when the power fails in between. */
const replaceFile = async (path: string, text: string): Promise<void> => {
  const beside = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  const { mode } = (await lstat(path).catch(() => null)) ?? { mode: 0o644 };
  try {
    const handle = await open(beside, 'wx', mode & 0o777);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
};

/** Change a file by what stands in it now. Null: there is no such file, or `change` gives none. */
export const changeText = (
  dir: string,
  path: string,
  change: (text: string, version: string) => string | null,
): Promise<Saved | null> =>
  saves.run(dir, async () => {
    const text = await contentAt(dir, path);
    if (text === undefined) return null;
    const version = versionOf(text);
    const next = change(text ?? '', version);
    if (next === null) return null;
    if (next !== text) await replaceFile(join(dir, path), next);
    return { outcome: 'saved', version: versionOf(next) };
  });

/** Put a text in the place of the version it was made from; of two who edit the same version the second is told. */
export const saveText = async (
  dir: string,
  path: string,
  text: string,
  base: string,
): Promise<Saved | null> => {
  let standing: PackText | null = null;
  const saved = await changeText(dir, path, (known, version) => {
    if (version === base || known === text) return text;
    standing = { text: known, version };
    return null;
  });
  return standing === null ? saved : { outcome: 'stale', ...(standing as PackText) };
};
