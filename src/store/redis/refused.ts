import type { Issue } from '../../model/issue.ts';

/** What a server that answers, but takes nothing, begins its refusal with (redis.io/docs, error replies). */
const refusals: readonly (readonly [prefix: string, issue: Issue])[] = [
  [
    'OOM',
    {
      code: 'store:full',
      message: 'Redis 内存已满，不再接受写入',
      hint: '请调大 redis.conf 的 maxmemory，或给服务器加内存',
    },
  ],
  [
    'MISCONF',
    {
      code: 'store:disk-failed',
      message: 'Redis 不能写入磁盘，因此不再接受写入',
      hint: '请检查 Redis 数据目录的磁盘空间和权限',
    },
  ],
  [
    'NOREPLICAS',
    {
      code: 'store:no-replicas',
      message: 'Redis 的从节点不足，不再接受写入',
      hint: '请恢复从节点（redis.conf: min-replicas-to-write）',
    },
  ],
  [
    'READONLY',
    {
      code: 'store:not-master',
      message: '连接到的是从节点，不能写入',
      hint: '请把 REDIS_URL 指向主节点',
    },
  ],
  [
    'NOPERM',
    {
      code: 'store:not-permitted',
      message: 'Redis 不允许该用户执行所需的命令',
      hint: '请运行 shenbao doctor --acl，按其中的 ACL SETUSER 放行',
    },
  ],
];

/** Why Redis refuses to write, from the error of a call or what caused it; null: it was something else. */
export const refusedByRedis = (error: unknown): Issue | null => {
  if (!(error instanceof Error)) return null;
  const { message } = error.cause instanceof Error ? error.cause : error;
  return refusals.find(([prefix]) => message.startsWith(`${prefix} `))?.[1] ?? null;
};
