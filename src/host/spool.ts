import type { KeyObject } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Issue } from '../model/issue.ts';
import { decrypted, encrypted, isEncrypted } from '../store/at-rest/data-key.ts';
import { StoreUnavailable } from '../store/unavailable.ts';
import type { FileLock } from './file-lock.ts';

/*
 * Where an event waits while the store does not answer. WeCom delivers a message again only when the connection fails,
 * so "answer 503 and let them retry" would lose it (developer.work.weixin.qq.com/document/path/90930): the event is
 * written and fsynced here, acknowledged, and committed later. Its id makes it harmless if it comes twice.
 *
 * A record is: length (4 bytes, little endian), CRC-32 of the payload (4 bytes), payload, encrypted where there is a key. One
 * process owns a file.
 */

const headerBytes = 8;
/** What its texts are bound to. */
const ABOUT = 'spool';

/** No event is larger: intake caps a request well below (the limit only stops a damaged length from being believed). */
const maxRecordBytes = 16 * 1024 * 1024;

export interface SpoolOptions {
  /** Appends beyond this many bytes are refused. */
  readonly limitBytes: number;
  /** What people wrote is encrypted under it; left out, it lies as it came. */
  readonly key?: KeyObject;
  /** Held as long as the spool is open. */
  readonly lock?: FileLock;
}

interface Scan {
  /** Where each sound record starts, and its whole length in bytes. */
  readonly records: readonly { readonly at: number; readonly bytes: number }[];
  /** End of the last whole record. */
  readonly end: number;
  readonly damaged: number;
}

const scan = async (file: FileHandle, size: number): Promise<Scan> => {
  const records: { at: number; bytes: number }[] = [];
  const header = Buffer.alloc(headerBytes);
  let damaged = 0;
  let at = 0;
  while (at + headerBytes <= size) {
    await file.read(header, 0, headerBytes, at);
    const length = header.readUInt32LE(0);
    const bytes = headerBytes + length;
    if (length > maxRecordBytes || at + bytes > size) break;
    const payload = Buffer.alloc(length);
    await file.read(payload, 0, length, at + headerBytes);
    if (crc32(payload) === header.readUInt32LE(4)) records.push({ at, bytes });
    else if (at + bytes === size) break;
    else damaged += 1;
    at += bytes;
  }
  return { records, end: at, damaged };
};

const issue = (code: string, message: string, hint: string): Issue => ({
  code: `spool:${code}`,
  message,
  hint,
});

/** An fsynced, append-only queue of texts in one file (mode 0600: it holds what people wrote). */
export class Spool {
  /** What was found when the file was opened: a torn tail was never acknowledged, a damaged record was. */
  readonly issues: readonly Issue[];
  readonly #file: FileHandle;
  readonly #limitBytes: number;
  readonly #lock: FileLock | undefined;
  readonly #key: KeyObject | undefined;
  readonly #waiting: { at: number; bytes: number }[];
  #size: number;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(file: FileHandle, found: Scan, issues: readonly Issue[], options: SpoolOptions) {
    this.#file = file;
    this.#waiting = [...found.records];
    this.#size = found.end;
    this.#limitBytes = options.limitBytes;
    this.#lock = options.lock;
    this.#key = options.key;
    this.issues = issues;
  }

  /** Open or create a spool and cut a torn tail off. A damaged file is also copied to `<path>.damaged`. */
  static async open(path: string, options: SpoolOptions): Promise<Spool> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    const { size } = await file.stat();
    const found = await scan(file, size);
    const issues: Issue[] = [];
    if (found.damaged > 0) {
      await copyFile(path, `${path}.damaged`);
      const hint = `原文件已保留为 ${path}.damaged，请检查磁盘`;
      issues.push(issue('damaged', `暂存文件中有 ${found.damaged} 条记录损坏，已跳过`, hint));
    }
    if (found.end < size) {
      await file.truncate(found.end);
      await file.datasync();
      const hint = '这些内容在断电或崩溃时尚未写完，平台没有得到确认，会重新投递';
      issues.push(issue('torn-tail', `暂存文件末尾有 ${size - found.end} 字节不完整，已截去`, hint));
    }
    return new Spool(file, found, issues, options);
  }

  /** Number of records not yet drained. What comes behind one of them belongs here too, or it would overtake. */
  get pending(): number {
    return this.#waiting.length;
  }

  /** Write one record; after `null` it is on the disk and may be acknowledged. Otherwise nothing was kept. */
  async append(payload: string): Promise<Issue | null> {
    return this.#inTurn(async () => {
      const body = Buffer.from(this.#key ? encrypted(this.#key, ABOUT, payload) : payload);
      const bytes = headerBytes + body.length;
      if (body.length > maxRecordBytes || this.#size + bytes > this.#limitBytes) {
        return issue('full', '暂存文件已满', '请尽快恢复数据库；在此之前新消息不会被确认，由平台重新投递');
      }
      const header = Buffer.alloc(headerBytes);
      header.writeUInt32LE(body.length, 0);
      header.writeUInt32LE(crc32(body), 4);
      try {
        const { bytesWritten } = await this.#file.write(Buffer.concat([header, body]), 0, bytes, this.#size);
        if (bytesWritten < bytes) throw Object.assign(new Error('short write'), { code: 'ENOSPC' });
        await this.#file.datasync();
      } catch (error) {
        // What was half written lies behind the end; cut it off, or the next record would have a strange tail.
        await this.#file.truncate(this.#size).catch(() => undefined);
        const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
        return issue('write-failed', `暂存文件写入失败（${code}）`, '请检查磁盘空间和权限');
      }
      this.#waiting.push({ at: this.#size, bytes });
      this.#size += bytes;
      return null;
    });
  }

  /**
   * Hand the records to `handle` in the order they came, one at a time, and empty the file at the end. Stops where
   * `handle` throws: that record and those behind it stay. Gives the number of records handled. A crash in between
   * hands out the earlier ones again.
   */
  async drain(handle: (payload: string) => Promise<void>): Promise<number> {
    let handled = 0;
    for (;;) {
      const next = this.#waiting[0];
      if (next === undefined) {
        if (await this.#inTurn(() => this.#empty())) return handled;
        continue;
      }
      const body = Buffer.alloc(next.bytes - headerBytes);
      await this.#file.read(body, 0, body.length, next.at + headerBytes);
      await handle(this.#opened(body.toString()));
      this.#waiting.shift();
      handled += 1;
    }
  }

  /** A record of an earlier version lies as it came. One of another deployment is left for whoever has its secret. */
  #opened(body: string): string {
    if (!this.#key || !isEncrypted(body)) return body;
    const payload = decrypted(this.#key, ABOUT, body);
    if (payload === null) throw new StoreUnavailable('the spool was written with another secret');
    return payload;
  }

  async close(): Promise<void> {
    await this.#inTurn(() => this.#file.close());
    this.#lock?.release();
  }

  /** False where a record came in meanwhile. */
  async #empty(): Promise<boolean> {
    if (this.#waiting.length > 0) return false;
    if (this.#size > 0) {
      await this.#file.truncate(0);
      await this.#file.datasync();
      this.#size = 0;
    }
    return true;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }
}
