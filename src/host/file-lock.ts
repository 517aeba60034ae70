import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** SQLITE_BUSY (sqlite.org/rescode.html). */
const busy = 5;

/**
 * A file that one process at a time may hold. Node has no flock; SQLite takes a lock of the operating system, which
 * goes with the process however it ends, so none is ever left behind as a file with a process number would be.
 */
export class FileLock {
  readonly #handle: DatabaseSync;

  private constructor(handle: DatabaseSync) {
    this.#handle = handle;
  }

  /** The lock, or null where somebody holds it. Creates the file and its folder. */
  static take(path: string): FileLock | null {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const handle = new DatabaseSync(path);
    try {
      handle.exec('BEGIN EXCLUSIVE');
      return new FileLock(handle);
    } catch (error) {
      handle.close();
      if ((error as { errcode?: unknown }).errcode === busy) return null;
      throw error;
    }
  }

  release(): void {
    if (this.#handle.isOpen) this.#handle.close();
  }
}
