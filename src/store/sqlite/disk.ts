import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { StoreHealth } from '../health.ts';
import { StoreUnavailable } from '../unavailable.ts';
import type { Database } from './database.ts';

/** Below this the WAL may soon not grow; SQLite then refuses commits whole. */
const lowBytes = 100 * 1024 * 1024;

/** A checkpoint is tried from this size of the WAL on, and one that cannot be cut is reported. */
const largeWalBytes = 16 * 1024 * 1024;

/** Longer than any commit of another process takes, in milliseconds. */
const writePatienceMs = 1000;

const healthy: StoreHealth = { refusals: [], warnings: [] };

/** From statfs(2) on Linux; a network file system breaks SQLite's locks (sqlite.org/wal.html). */
const networkTypes = new Map([
  [0x6969, 'NFS'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
]);

/** Free space and kind of the disk a database file lies on. */
export const checkDisk = async (path: string): Promise<StoreHealth> => {
  if (path === ':memory:') return { refusals: [], warnings: [] };
  const disk = await statfs(dirname(path));
  const network = networkTypes.get(disk.type);
  const free = disk.bavail * disk.bsize;
  return {
    refusals:
      network === undefined
        ? []
        : [
            {
              code: 'store:network-disk',
              message: `数据目录在 ${network} 网络盘上，可能损坏数据`,
              hint: '请把 SHENBAO_DATA 设为本机磁盘上的目录，或使用 Redis（REDIS_URL）',
            },
          ],
    warnings:
      free >= lowBytes
        ? []
        : [
            {
              code: 'store:disk-low',
              message: `数据目录所在磁盘只剩 ${Math.round(free / 1024 / 1024)} MB`,
              hint: '请清理磁盘；磁盘写满后将无法保存新的内容',
            },
          ],
  };
};

/** Whether the file can be written now: nothing is changed, but the right to do so is taken for a moment. */
export const checkWriting = async (db: Database): Promise<StoreHealth> => {
  try {
    await db.patiently(() => db.transaction(() => undefined), writePatienceMs);
    return healthy;
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    return {
      refusals: [
        {
          code: 'store:not-writable',
          message: `数据文件此刻不能写入（${error.message}）`,
          hint: '请检查是否有别的程序（备份、数据库工具）占用数据文件，以及磁盘和权限；在此之前新消息先暂存',
        },
      ],
      warnings: [],
    };
  }
};

/** A WAL that somebody's long reading keeps from being written back grows without end. */
export const checkWal = async (db: Database): Promise<StoreHealth> => {
  if (db.path === ':memory:') return healthy;
  const sizeOf = async (): Promise<number> => (await stat(`${db.path}-wal`).catch(() => null))?.size ?? 0;
  if ((await sizeOf()) < largeWalBytes || db.shrinkWal()) return healthy;
  const megabytes = Math.round((await sizeOf()) / 1024 / 1024);
  return {
    refusals: [],
    warnings: [
      {
        code: 'store:wal-large',
        message: `预写日志已有 ${megabytes} MB，有别的程序一直在读数据文件，无法收缩`,
        hint: '请结束长时间打开数据文件的程序（数据库工具、卡住的备份）',
      },
    ],
  };
};
