import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const brokenPacks = new URL('../broken-packs/', import.meta.url).pathname;

/** What an author is to be told about a broken pack (`expect.json` beside its files). */
export interface Expectation {
  /** `file:line:column` */
  readonly at: string;
  readonly code: string;
  /** Part of the message. */
  readonly message: string;
  /** Part of the hint. */
  readonly hint?: string;
  /** Files of the base pack that this pack lacks. */
  readonly remove?: readonly string[];
}

export const brokenPackNames = async (): Promise<string[]> =>
  (await readdir(brokenPacks)).filter(name => name !== 'base').sort();

/** Runs `use` on a copy of the base pack with the files of `name` laid over it. */
export const withBrokenPack = async <T>(
  name: string,
  use: (dir: string, expected: Expectation) => Promise<T>,
): Promise<T> => {
  const dir = await mkdtemp(join(tmpdir(), 'shenbao-pack-'));
  try {
    await cp(join(brokenPacks, 'base'), dir, { recursive: true });
    await cp(join(brokenPacks, name), dir, { recursive: true });
    const expected = JSON.parse(await readFile(join(dir, 'expect.json'), 'utf8')) as Expectation;
    for (const file of ['expect.json', ...(expected.remove ?? [])]) await rm(join(dir, file));
    return await use(dir, expected);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
};
