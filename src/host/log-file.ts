import { closeSync, fstatSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Logs are kept for six months and a day: 网络安全法 第二十一条（三） asks for not less than six months. */
const KEPT_DAYS = 184;
/** A day's file takes no more bytes than this, whatever happens that day. */
const DAY_LIMIT = 256 * 1024 * 1024;
const dayMs = 86_400_000;

export const logFolder = (dataDir: string): string => join(dataDir, 'log');

const fileName = /^(\d{4}-\d{2}-\d{2})\.[A-Za-z0-9_-]+\.log$/;

/** Log files below a folder, oldest day first, those of all processes. */
export const logFilesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder)
      .filter(name => fileName.test(name))
      .sort()
      .map(name => join(folder, name));
  } catch {
    return [];
  }
};

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/**
 * One file a day (UTC) and process, beside what goes to stderr: `trace`, `stuck` and `support` read it. A log that cannot
 * be written must stop nobody's message, so trouble with the disk is left to whoever watches the disk.
 */
export class LogFile {
  readonly #folder: string;
  readonly #instance: string;
  readonly #clock: () => number;
  #day = '';
  #fd: number | null = null;
  #bytes = 0;

  constructor(folder: string, instance: string, clock: () => number = Date.now) {
    this.#folder = folder;
    this.#instance = instance;
    this.#clock = clock;
  }

  write(line: string): void {
    try {
      const day = dayOf(this.#clock());
      if (day !== this.#day) this.#open(day);
      if (this.#fd === null || this.#bytes > DAY_LIMIT) return;
      this.#bytes += writeSync(this.#fd, line);
    } catch {}
  }

  #open(day: string): void {
    this.close();
    this.#day = day;
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    this.#fd = openSync(join(this.#folder, `${day}.${this.#instance}.log`), 'a', 0o600);
    this.#bytes = fstatSync(this.#fd).size;
    const oldest = dayOf(this.#clock() - KEPT_DAYS * dayMs);
    for (const path of logFilesIn(this.#folder))
      if (path.slice(this.#folder.length + 1) < oldest) rmSync(path, { force: true });
  }

  close(): void {
    if (this.#fd !== null) closeSync(this.#fd);
    this.#fd = null;
    this.#day = '';
  }
}
