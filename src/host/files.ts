import { hash as contentHash, createHash, type KeyObject, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { refuseContent } from '../documents/refusal.ts';
import type { Kept, StoredFile } from '../model/file.ts';
import type { Scan } from './clamd.ts';
import { documentRoom } from './document-room.ts';
import { encryptFile, readPrivateFile } from './private-file.ts';

/** Where the files of a deployment are kept. */
export const filesFolder = (dataDir: string): string => join(dataDir, 'files');

const hashOf = async (content: Readable): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of content) hash.update(chunk as Buffer);
  return hash.digest('hex');
};

const fileId = /^[a-f0-9]{64}$/;

/**
 * Files people sent, beside the store. What has just arrived lies in `incoming/` until the turn that takes it claims it
 * for its owner; from then on it is one upload's own file, and goes with the last reference to it.
 */
export class FileKeeper {
  readonly #root: string;
  readonly #scan: Scan | null;
  readonly #key: KeyObject | null;

  /**
   * `scan`: looks for viruses in what arrives; null: nobody does. `key`: wraps the data keys of files; null: they are kept as
   * they came.
   */
  constructor(root: string, scan: Scan | null = null, key: KeyObject | null = null) {
    this.#root = root;
    this.#scan = scan;
    this.#key = key;
  }

  /** Where the content of a claimed file is. Throws on what is no id, so that no path can be made of it. */
  pathOf(id: string): string {
    if (!fileId.test(id)) throw new TypeError('not the id of a file');
    return join(this.#root, id.slice(0, 2), id);
  }

  #incoming(id = ''): string {
    if (id !== '' && !fileId.test(id)) throw new TypeError('not the id of a file');
    return join(this.#root, 'incoming', id);
  }

  /**
   * Stream to disk with a cap, then decide what it is by content. Bad content is an Issue, and nothing of it stays.
   */
  async keep(content: Readable, name: string, maxBytes: number): Promise<Kept> {
    // A stream may fail before it is read below; without a listener that would end the process.
    content.on('error', () => {});
    await mkdir(this.#incoming(), { recursive: true, mode: 0o700 });
    const id = randomBytes(32).toString('hex');
    const temporary = `${this.#incoming(id)}.part`;
    const hash = createHash('sha256');
    let bytes = 0;
    const handle = await open(temporary, 'wx', 0o600);
    try {
      for await (const chunk of content) {
        const piece = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk as Uint8Array);
        bytes += piece.length;
        if (bytes > maxBytes) return refuseContent('too-large');
        hash.update(piece);
        await handle.write(piece);
      }
      await handle.sync();
      const read = await documentRoom.sniff(temporary, name);
      if (!read.ok) return read;
      const scanned = this.#scan ? await this.#scan(temporary) : 'clean';
      if (scanned !== 'clean') return refuseContent(scanned);
      const { type, name: safe, end } = read.value;
      if (end < bytes) await handle.truncate(end);
      const sha256 = end < bytes ? await hashOf(createReadStream(temporary)) : hash.digest('hex');
      if (this.#key) await encryptFile(this.#key, temporary, this.#incoming(id));
      else await rename(temporary, this.#incoming(id));
      return { ok: true, value: { id, name: safe, type, bytes: end, sha256 } };
    } finally {
      await handle.close();
      await rm(temporary, { force: true });
    }
  }

  /**
   * Take what has arrived for one upload of one owner: `upload` names space, session and event, so that a redelivery
   * claims the same file again. One of an earlier version stays what it was.
   */
  async claim(file: StoredFile, upload: readonly string[]): Promise<StoredFile> {
    if (file.sha256 === undefined) return file;
    const id = contentHash('sha256', JSON.stringify([...upload, file.sha256]));
    const path = this.pathOf(id);
    await mkdir(join(this.#root, id.slice(0, 2)), { recursive: true, mode: 0o700 });
    await rename(this.#incoming(file.id), path).catch(async (error: NodeJS.ErrnoException) => {
      // Claimed by an earlier try of the same turn.
      if (error.code !== 'ENOENT' || !(await this.has(id))) throw error;
    });
    return { ...file, id };
  }

  /** What has arrived is not wanted. */
  async discard(file: StoredFile): Promise<void> {
    if (file.sha256 !== undefined) await rm(this.#incoming(file.id), { force: true });
  }

  has(id: string): Promise<boolean> {
    return access(this.pathOf(id)).then(
      () => true,
      () => false,
    );
  }

  /** SHA-256 of the content of a file; '' where it was changed so that it cannot be read, null where there is none. */
  async contentOf(id: string): Promise<string | null> {
    if (!(await this.has(id))) return null;
    try {
      return await hashOf(await this.stream(id));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return null;
      if (code === undefined || code.startsWith('ERR_')) return '';
      throw error;
    }
  }

  /** Delete what arrived this long ago, in milliseconds, and was never claimed. */
  async sweep(ageMs: number): Promise<void> {
    for (const name of await readdir(this.#incoming()).catch(() => [])) {
      const path = join(this.#incoming(), name);
      const found = await stat(path).catch(() => null);
      if (found && found.mtimeMs < Date.now() - ageMs) await rm(path, { force: true });
    }
  }

  /** The content of a file. Rejects where there is none, and where it was changed. */
  async read(id: string): Promise<Buffer<ArrayBuffer>> {
    return Buffer.from(await buffer(await this.stream(id)));
  }

  stream(id: string): Promise<Readable> {
    return readPrivateFile(this.#key, this.pathOf(id));
  }

  async remove(id: string): Promise<void> {
    await rm(this.pathOf(id), { force: true });
  }
}
