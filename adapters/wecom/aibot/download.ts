import { createDecipheriv } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Intake } from '../../../src/host/channel.ts';
import { type FileBody, fileBody, refusedFile } from '../../../src/host/file-body.ts';
import { fileLimit } from '../files.ts';
import type { FileToFetch } from './decode.ts';

const downloadMs = 60_000;
const tries = 3;
/** PKCS#7 in blocks of 32 adds at most this much. */
const padBlock = 32;

/**
 * What lies behind the address, opened: AES-256-CBC, the IV is the first half of the key, padded in blocks of 32
 * (developer.work.weixin.qq.com/document/path/100719, "文件解密"). null: it does not open.
 */
export const opened = (sealed: Buffer, aesKey: string): Buffer | null => {
  const key = Buffer.from(aesKey, 'base64');
  if (key.length !== 32 || sealed.length === 0 || sealed.length % 16 !== 0) return null;
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16));
  decipher.setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(sealed), decipher.final()]);
  const pad = plain.at(-1) ?? 0;
  return pad >= 1 && pad <= padBlock && pad <= plain.length ? plain.subarray(0, plain.length - pad) : null;
};

const nameIn = (disposition: string | null): string | null => {
  const found = /filename\*=UTF-8''([^;\s]+)/i.exec(disposition ?? '')?.[1];
  const plain = /filename="?([^";]+)"?/i.exec(disposition ?? '')?.[1];
  try {
    return decodeURIComponent(found ?? plain ?? '').slice(0, 120) || null;
  } catch {
    return null;
  }
};

/** The whole of it within the limit; `too-large`; or null when it cannot be had now. */
const fetched = async (
  url: string,
): Promise<{ readonly content: Buffer; readonly name: string | null } | 'too-large' | null> => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(downloadMs) });
    if (!response.ok || response.body === null) return null;
    const parts: Uint8Array[] = [];
    let bytes = 0;
    for await (const part of response.body) {
      bytes += part.length;
      if (bytes > fileLimit + padBlock) return 'too-large';
      parts.push(part);
    }
    return { content: Buffer.concat(parts), name: nameIn(response.headers.get('content-disposition')) };
  } catch {
    return null;
  }
};

/** Fetch a file a person sent, open it and hand it to the intake's keeping: the body of the event. */
export const fetchFile = async (file: FileToFetch, intake: Intake): Promise<FileBody> => {
  for (let round = 0; round < tries; round += 1) {
    const got = await fetched(file.url);
    if (got === null) continue;
    if (got === 'too-large') return refusedFile('too-large', file.name);
    const plain = file.aesKey === undefined ? got.content : opened(got.content, file.aesKey);
    if (plain === null) break;
    const name = got.name ?? file.name;
    return fileBody(await intake.keepFile(Readable.from([plain]), name, fileLimit), name);
  }
  return refusedFile('unavailable', file.name);
};
