import { execFileSync } from 'node:child_process';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The compiled shim/syncs.c, or why there is none here. */
export type SyncShim =
  | { readonly library: string; readonly missing: null; readonly remove: () => void }
  | { readonly library: null; readonly missing: string };

/** Compile the shim into a folder of its own. Takes a tenth of a second. */
export const buildSyncShim = (): SyncShim => {
  if (process.platform !== 'linux') return { library: null, missing: 'LD_PRELOAD and statx need Linux' };
  const folder = mkdtempSync(join(tmpdir(), 'shenbao-shim-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const library = join(folder, 'syncs.so');
  const source = new URL('./shim/syncs.c', import.meta.url).pathname;
  const compiler = process.env.CC ?? 'cc';
  try {
    execFileSync(compiler, ['-shared', '-fPIC', '-O2', '-o', library, source, '-ldl'], { stdio: 'pipe' });
  } catch (error) {
    remove();
    const { code, stderr } = error as NodeJS.ErrnoException & { stderr?: Buffer };
    if (code === 'ENOENT') return { library: null, missing: `no C compiler: ${compiler} is not on PATH` };
    const header = /fatal error: (\S+): No such file/.exec(String(stderr))?.[1];
    if (header === undefined) throw error;
    return {
      library: null,
      missing: `${compiler} has no ${header}: the C library's headers are not installed`,
    };
  }
  return { library, missing: null, remove };
};

/** A disk of a program under the shim: whether it notes what was synced, and how slow it is. */
export class ShimDisk {
  readonly log: string;
  readonly #delay: string;
  readonly #library: string;

  /** `dir`: where its two small files are kept. */
  constructor(library: string, dir: string) {
    this.#library = library;
    this.log = join(dir, 'synced');
    this.#delay = join(dir, 'sync-delay');
  }

  /** From now on each sync takes this many milliseconds longer. */
  slow(ms: number): void {
    // In one step, because a sync may read it at any moment.
    writeFileSync(`${this.#delay}.new`, String(ms));
    renameSync(`${this.#delay}.new`, this.#delay);
  }

  /** Variables that put a program on this disk. */
  get env() {
    return { LD_PRELOAD: this.#library, SYNC_LOG: this.log, SYNC_DELAY: this.#delay };
  }
}

/** Inode and birth time -> bytes that are sure to be on the disk. Later notes win. */
const syncedLengths = (log: string): Map<string, number> => {
  const lengths = new Map<string, number>();
  for (const line of readFileSync(log, 'utf8').split('\n')) {
    const [inode, birth, length] = line.split(' ');
    if (length !== undefined) lengths.set(`${inode} ${birth}`, Number(length));
  }
  return lengths;
};

/**
 * Cut every file of a folder back to what was synced; gives the number of bytes that went. Names are taken to survive,
 * because Redis syncs the folder after each rename that its manifest depends on (aof.c, persistAofManifest).
 */
export const cutToSynced = (folder: string, log: string): number => {
  const synced = syncedLengths(log);
  if (synced.size === 0) throw new Error(`nothing was ever synced according to ${log}: is the shim loaded?`);
  let bytes = 0;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const { ino, birthtimeNs, size } = statSync(path, { bigint: true });
    const length = synced.get(`${ino} ${birthtimeNs}`) ?? synced.get(`${ino} 0`) ?? 0;
    if (length >= Number(size)) continue;
    truncateSync(path, length);
    bytes += Number(size) - length;
  }
  return bytes;
};
