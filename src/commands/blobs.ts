import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import { IssueError } from '../issue-error.ts';

/** Files of the data folder that go into an archive: what people sent, and the packs they were served by. */
const folders = ['files', 'packs'] as const;
/** Bytes a line; three quarters of a multiple of four, so that base64 pads nothing. */
const pieceBytes = 96 * 1024;

const Piece = z.strictObject({ is: z.literal('piece'), name: z.string(), data: z.base64() });
const Whole = z.strictObject({ is: z.literal('file'), name: z.string(), sha256: z.string() });
const Line = z.discriminatedUnion('is', [Piece, Whole]);

export const isBlobLine = (line: string): boolean => /^\{"is":"(?:piece|file)"/.test(line);

/** A file as lines, whatever its size. */
export const blobLines = async function* (
  name: string,
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<string> {
  const hash = createHash('sha256');
  for await (const piece of pieces) {
    hash.update(piece);
    const data = Buffer.from(piece).toString('base64');
    yield JSON.stringify({ is: 'piece', name, data } satisfies z.infer<typeof Piece>);
  }
  yield JSON.stringify({ is: 'file', name, sha256: hash.digest('hex') } satisfies z.infer<typeof Whole>);
};

/** One small file, from memory. */
export const blobOf = (name: string, content: Uint8Array): AsyncGenerator<string> =>
  blobLines(
    name,
    (async function* () {
      yield content;
    })(),
  );

/** The files beside the store, as lines. What has arrived and is not taken yet is the spool's. */
export const blobsIn = async function* (dataDir: string): AsyncGenerator<string> {
  for (const folder of folders) {
    const entries = await readdir(join(dataDir, folder), { recursive: true, withFileTypes: true }).catch(
      () => [],
    );
    for (const entry of entries) {
      const path = join(entry.parentPath, entry.name);
      const name = relative(dataDir, path).split(sep).join('/');
      if (!entry.isFile() || name.startsWith('files/incoming/')) continue;
      yield* blobLines(name, createReadStream(path, { highWaterMark: pieceBytes }));
    }
  }
};

const damaged = (name: string): IssueError =>
  new IssueError([
    { code: 'restore:bad-file', message: `备份中的文件不完整：${name}`, hint: '请换一份备份' },
  ]);

/** Takes blob lines and checks them; with a folder, writes them below it. Files that are there already stay. */
export class BlobReader {
  readonly #dataDir: string | null;
  #hash = createHash('sha256');
  #file: Awaited<ReturnType<typeof open>> | null = null;
  #name: string | null = null;
  count = 0;

  constructor(dataDir: string | null) {
    this.#dataDir = dataDir;
  }

  /** Gives the file that this line ends; null: it goes on. */
  async take(text: string): Promise<{ readonly name: string; readonly sha256: string } | null> {
    const line = Line.parse(JSON.parse(text));
    if (this.#name !== null && this.#name !== line.name) throw damaged(this.#name);
    if (this.#name === null) await this.#begin(line.name);
    if (line.is === 'piece') {
      const bytes = Buffer.from(line.data, 'base64');
      this.#hash.update(bytes);
      await this.#file?.write(bytes);
      return null;
    }
    if (this.#hash.digest('hex') !== line.sha256) throw damaged(line.name);
    await this.#file?.sync();
    await this.#file?.close();
    this.#file = null;
    this.#name = null;
    this.count += 1;
    return { name: line.name, sha256: line.sha256 };
  }

  async #begin(name: string): Promise<void> {
    this.#name = name;
    this.#hash = createHash('sha256');
    if (this.#dataDir === null) return;
    const path = resolve(this.#dataDir, name);
    const known = name === 'secret.key' || folders.some(folder => name.startsWith(`${folder}/`));
    if (!known || !path.startsWith(this.#dataDir + sep)) throw damaged(name);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    this.#file = await open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return null;
      throw error;
    });
  }

  /** Throws where a file is left unfinished. */
  end(): void {
    if (this.#name !== null) throw damaged(this.#name);
  }
}
