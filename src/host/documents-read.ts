import type { FileReading, StoredFile } from '../model/file.ts';

/**
 * Documents as one turn reads them. The engine waits for nothing: what it asks for and is not read yet is noted, read, and
 * the turn computed again.
 */
export class DocumentsRead {
  readonly #read: (file: StoredFile) => Promise<FileReading>;
  readonly #known = new Map<string, FileReading>();
  readonly #wanted = new Map<string, StoredFile>();

  constructor(read: (file: StoredFile) => Promise<FileReading>) {
    this.#read = read;
  }

  reading(file: StoredFile): FileReading | null {
    const known = this.#known.get(file.id);
    if (!known) this.#wanted.set(file.id, file);
    return known ?? null;
  }

  /** Read what was asked for; whether anything was. */
  async settle(): Promise<boolean> {
    const wanted = [...this.#wanted.values()];
    this.#wanted.clear();
    for (const file of wanted) this.#known.set(file.id, await this.#read(file));
    return wanted.length > 0;
  }
}
