import type { KeyObject } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  closingStream,
  NONCE_BYTES,
  newDataKey,
  newNonce,
  openingStream,
  TAG_BYTES,
  unwrapped,
  WRAPPED_LENGTH,
} from '../store/at-rest/data-key.ts';

/*
 * A file as it lies on the disk: eight letters, its own data key (wrapped), nonce, content under AES-256-GCM, tag. The key is
 * in the file's head, so that it goes with the file and is nowhere else.
 */

const LETTERS = Buffer.from('shenbao1');
const HEAD = LETTERS.length + WRAPPED_LENGTH + NONCE_BYTES;
const ABOUT = 'file';

/** Write what lies at `from` encrypted to `to`, a new file, and wait until the disk has it. */
export const encryptFile = async (master: KeyObject, from: string, to: string): Promise<void> => {
  const { key, wrapped } = newDataKey(master, ABOUT);
  const nonce = newNonce();
  const closing = closingStream(key, nonce, ABOUT);
  const handle = await open(to, 'wx', 0o600);
  try {
    await handle.write(Buffer.concat([LETTERS, Buffer.from(wrapped, 'latin1'), nonce]));
    await pipeline(createReadStream(from), closing, async pieces => {
      for await (const piece of pieces) await handle.write(piece as Buffer);
    });
    await handle.write(closing.getAuthTag());
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/**
 * The content of a file: decrypted, or as it is where a version that did not encrypt left it. The stream ends with an error
 * where the file was changed. Rejects where there is no file.
 */
export const readPrivateFile = async (master: KeyObject | null, path: string): Promise<Readable> => {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const head = Buffer.alloc(HEAD);
    const { bytesRead } = await handle.read(head, 0, HEAD, 0);
    if (master === null || bytesRead < HEAD || !head.subarray(0, LETTERS.length).equals(LETTERS))
      return createReadStream(path);
    const key = unwrapped(master, ABOUT, head.toString('latin1', LETTERS.length, HEAD - NONCE_BYTES));
    if (key === null) throw new Error('a file of another deployment');
    const tag = Buffer.alloc(TAG_BYTES);
    await handle.read(tag, 0, TAG_BYTES, size - TAG_BYTES);
    const opening = openingStream(key, head.subarray(HEAD - NONCE_BYTES), ABOUT, tag);
    const from = createReadStream(path, { start: HEAD, end: size - TAG_BYTES - 1 });
    from.on('error', error => opening.destroy(error));
    return size === HEAD + TAG_BYTES ? opening.end() : from.pipe(opening);
  } finally {
    await handle.close();
  }
};
