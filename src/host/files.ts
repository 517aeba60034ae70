import { hash as contentHash, createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { refuseContent } from '../documents/refusal.ts';
import { sniff } from '../documents/sniff.ts';
import type { Kept } from '../model/file.ts';

/** Files people sent, named by their content, beside the store. */
export class FileKeeper {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /** Where the content of a kept file is. */
  pathOf(id: string): string {
    return join(this.#root, id.slice(0, 2), id);
  }

  /**
   * Stream to disk with a cap, then decide what it is by content. The same content is kept once.
   * Bad content is an Issue, and nothing of it stays.
   */
  async keep(content: Readable, name: string, maxBytes: number): Promise<Kept> {
    // A stream may fail before it is read below; without a listener that would end the process.
    content.on('error', () => {});
    await mkdir(this.#root, { recursive: true, mode: 0o700 });
    const temporary = join(this.#root, `incoming-${randomUUID()}`);
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
      const whole = await readFile(temporary);
      const read = sniff(whole, name);
      if (!read.ok) return read;
      const { type, name: safe, end } = read.value;
      if (end < bytes) await handle.truncate(end);
      const id = end < bytes ? contentHash('sha256', whole.subarray(0, end)) : hash.digest('hex');
      await mkdir(join(this.#root, id.slice(0, 2)), { recursive: true, mode: 0o700 });
      await rename(temporary, this.pathOf(id));
      return { ok: true, value: { id, name: safe, type, bytes: end } };
    } finally {
      await handle.close();
      await rm(temporary, { force: true });
    }
  }

  async read(id: string): Promise<Uint8Array> {
    return readFile(this.pathOf(id));
  }

  stream(id: string): Readable {
    return createReadStream(this.pathOf(id));
  }

  async size(id: string): Promise<number> {
    return (await stat(this.pathOf(id))).size;
  }

  async remove(id: string): Promise<void> {
    await rm(this.pathOf(id), { force: true });
  }
}
