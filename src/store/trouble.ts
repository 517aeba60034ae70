import type { Issue } from '../model/issue.ts';
import { StoreRefused } from './health.ts';
import { isServerAddress } from './open.ts';
import { refusedByRedis } from './redis/refused.ts';
import { StoreUnavailable } from './unavailable.ts';

/** SQLITE_CORRUPT and SQLITE_NOTADB (sqlite.org/rescode.html). */
const broken = new Set<unknown>([11, 26]);

const causeOf = (error: Error): string =>
  error.cause instanceof Error ? error.cause.message : error.message;

/**
 * What an operator is told when the store at this address cannot be used; null: it was something else. The address
 * itself is not repeated, it may hold a password.
 */
export const storeTrouble = (error: unknown, address: string): Issue[] | null => {
  if (error instanceof StoreRefused) return [...error.issues];
  if (!(error instanceof Error)) return null;
  const cause = causeOf(error);
  if (/^(?:NOAUTH|WRONGPASS)\b/.test(cause))
    return [
      {
        code: 'store:bad-login',
        message: 'Redis 不接受 REDIS_URL 中的用户名或密码',
        hint: '写法：redis://用户名:密码@主机:端口/0，没有用户名的写 redis://:密码@主机:端口/0',
      },
    ];
  const refused = isServerAddress(address) ? refusedByRedis(error) : null;
  if (refused) return [refused];
  if (broken.has((error as { errcode?: unknown }).errcode))
    return [
      {
        code: 'store:broken-file',
        message: `数据文件已损坏，或不是本程序的数据文件：${cause}`,
        hint: '请保留原文件，换一个空的数据文件夹后用备份恢复',
      },
    ];
  if (!(error instanceof StoreUnavailable)) return null;
  return [
    isServerAddress(address)
      ? {
          code: 'store:unavailable',
          message: `Redis 没有应答：${cause}`,
          hint: '请检查 REDIS_URL，并确认 Redis 已启动',
        }
      : {
          code: 'store:unavailable',
          message: `数据文件无法使用：${cause}`,
          hint: '请检查磁盘空间、文件权限，以及是否有别的程序占用',
        },
  ];
};
