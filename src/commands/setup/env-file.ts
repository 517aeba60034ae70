import { readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';

/** Values that need no quotation marks in a file that `process.loadEnvFile` reads. */
const plain = /^[\w\-:./@+=,]*$/;

const quoted = (value: string): string | null => {
  if (plain.test(value)) return value;
  const mark = ["'", '"', '`'].find(sign => !value.includes(sign));
  return mark === undefined || /[\r\n]/.test(value) ? null : `${mark}${value}${mark}`;
};

/** Whether such a file can hold a value at all: one line, without all three kinds of quotation marks. */
export const canHold = (value: string): boolean => quoted(value) !== null;

const textOf = async (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });

/** The settings in a file; empty where there is none. */
export const readEnvFile = async (path: string): Promise<Readonly<Record<string, string | undefined>>> =>
  parseEnv(await textOf(path));

/** `NAME=`, `export NAME=`, and the name again: the last one counts when such a file is read. */
const nameOf = (line: string): string | null =>
  /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/.exec(line)?.[1] ?? null;

/** A text with these settings instead of its own of those names, where they stood; everything else stays as it is. */
export const withSettings = (text: string, settings: Readonly<Record<string, string>>): string => {
  const left = new Map(Object.entries(settings));
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  const kept = lines.flatMap(line => {
    const name = nameOf(line);
    if (name === null || !(name in settings)) return [line];
    const value = left.get(name);
    left.delete(name);
    return value === undefined ? [] : [`${name}=${quoted(value)}`];
  });
  const added = [...left].map(([name, value]) => `${name}=${quoted(value)}`);
  return `${[...kept, ...added].join('\n')}\n`;
};

/** Put settings into the file: written beside and renamed, readable by its owner only; a link is followed. */
export const writeEnvFile = async (
  path: string,
  settings: Readonly<Record<string, string>>,
): Promise<void> => {
  const target = await realpath(path).catch(() => path);
  const part = `${target}.${process.pid}.part`;
  try {
    await writeFile(part, withSettings(await textOf(target), settings), { mode: 0o600, flush: true });
    await rename(part, target);
  } finally {
    await rm(part, { force: true });
  }
};
