import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline as pipelineOf, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { z } from 'zod';
import { IssueError } from '../issue-error.ts';
import { jsonLinesOf } from './json-lines.ts';

/*
 * A file of lines, compressed, and encrypted where there is a passphrase: one line of JSON that says how, then the
 * bytes, then the tag of AES-256-GCM. The key comes from the passphrase by scrypt (RFC 7914) with 128 MiB of memory.
 */

const magic = 'shenbao-backup';
const tagBytes = 16;
const cost = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 2 ** 20 };

const Header = z.strictObject({
  is: z.literal(magic),
  format: z.literal(1),
  cipher: z.enum(['none', 'aes-256-gcm']),
  salt: z.string(),
  iv: z.string(),
});

const keyFrom = (passphrase: string, salt: string): Buffer =>
  scryptSync(passphrase.normalize('NFKC'), Buffer.from(salt, 'base64'), 32, cost);

/** Write lines to a file that does not exist yet, for its owner only; on the disk when this resolves. */
export const writeSealedLines = async (
  path: string,
  lines: AsyncIterable<string>,
  passphrase: string | null,
): Promise<void> => {
  const header: z.infer<typeof Header> = {
    is: magic,
    format: 1,
    cipher: passphrase === null ? 'none' : 'aes-256-gcm',
    salt: randomBytes(16).toString('base64'),
    iv: randomBytes(12).toString('base64'),
  };
  const head = `${JSON.stringify(header)}\n`;
  const cipher =
    passphrase === null
      ? null
      : createCipheriv('aes-256-gcm', keyFrom(passphrase, header.salt), Buffer.from(header.iv, 'base64'));
  cipher?.setAAD(Buffer.from(head));
  const whole = async function* (source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    yield Buffer.from(head);
    yield* source;
    if (cipher) yield cipher.getAuthTag();
  };
  const target = createWriteStream(path, { mode: 0o600, flags: 'wx', flush: true });
  const text = Readable.from(lines);
  if (cipher) await pipeline(text, createGzip(), cipher, whole, target);
  else await pipeline(text, createGzip(), whole, target);
};

const trouble = (code: string, message: string, hint: string): IssueError =>
  new IssueError([{ code: `backup:${code}`, message, hint }]);

/** Longest first line. */
const mostHeader = 1024;

const headOf = async (path: string) => {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const start = Buffer.alloc(Math.min(mostHeader, size));
    await file.read(start, 0, start.length, 0);
    const end = start.indexOf('\n');
    const head = start.subarray(0, end + 1);
    const tag = Buffer.alloc(tagBytes);
    if (size >= tagBytes) await file.read(tag, 0, tagBytes, size - tagBytes);
    return { head, tag, size };
  } finally {
    await file.close();
  }
};

/** Whether a file is one of `writeSealedLines`. */
export const isSealedFile = async (path: string): Promise<boolean> => {
  const { head } = await headOf(path);
  return head.toString().startsWith(`{"is":"${magic}"`);
};

/**
 * The lines of a file that `writeSealedLines` wrote; it is read through once before, so that nothing of a file that was
 * cut, changed or encrypted with another passphrase is ever given.
 */
export const readSealedLines = async function* (
  path: string,
  passphrase: string | null,
): AsyncGenerator<string> {
  const { head, tag, size } = await headOf(path);
  const header = Header.parse(JSON.parse(head.toString()));
  const encrypted = header.cipher !== 'none';
  if (encrypted && passphrase === null)
    throw trouble('no-passphrase', '备份已加密', '请设置备份时所用的 BACKUP_PASSPHRASE');
  const key = encrypted ? keyFrom(passphrase!, header.salt) : null;
  // Whoever stops reading early, or meets a broken file, ends the others; what went wrong shows at the last of them.
  const joined = (
    ...streams: [NodeJS.ReadableStream, ...NodeJS.ReadWriteStream[]]
  ): AsyncIterable<Buffer> => {
    const last = createGunzip();
    pipelineOf([...streams, last], () => {});
    return last;
  };
  const plain = (): AsyncIterable<Buffer> => {
    const bytes = createReadStream(path, {
      start: head.length,
      end: size - 1 - (encrypted ? tagBytes : 0),
    });
    if (key === null) return joined(bytes);
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(header.iv, 'base64'));
    decipher.setAAD(head);
    decipher.setAuthTag(tag);
    return joined(bytes, decipher);
  };
  try {
    for await (const _ of plain());
  } catch {
    throw trouble(
      'unreadable',
      encrypted ? '口令不对，或备份文件不完整、被改动' : '备份文件不完整或被改动',
      '请核对 BACKUP_PASSPHRASE，或换一份备份',
    );
  }
  yield* jsonLinesOf(plain());
};
