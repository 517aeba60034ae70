import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { StoreHealth } from '../health.ts';

/** Below this the WAL may soon not grow; SQLite then refuses commits whole. */
const lowBytes = 100 * 1024 * 1024;

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
