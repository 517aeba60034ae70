import type { Issue } from '../../model/issue.ts';
import type { StoreHealth } from '../health.ts';
import { schemaVersion } from './keys.ts';

/** What a server says about itself: INFO and CONFIG GET as maps, TIME, and our own schema key. */
export interface RedisFacts {
  readonly node: string;
  readonly info: ReadonlyMap<string, string>;
  /** `null` where the user may not read it. */
  readonly config: ReadonlyMap<string, string> | null;
  /** Redis TIME minus this machine's clock, milliseconds. */
  readonly clockDifferenceMs: number;
  readonly schema: string | null;
}

/** A finding, and what kind of trouble it is: `loss` can be accepted by typing `durability: relaxed`. */
interface Finding {
  readonly weight: 'refuse' | 'loss' | 'warn';
  readonly issue: Issue;
}

/** CONFIG GET takes several names since Redis 7.0 (redis.io/commands/config-get). */
export const checkedSettings = [
  'appendonly',
  'appendfsync',
  'no-appendfsync-on-rewrite',
  'maxmemory-policy',
  'min-replicas-to-write',
] as const;

const issue = (code: string, message: string, hint: string): Issue => ({
  code: `store:${code}`,
  message,
  hint,
});

const warnClockMs = 5_000;
const refuseClockMs = 60_000;
const fullMemory = 0.8;

const serverFindings = ({ info, schema, clockDifferenceMs }: RedisFacts): Finding[] => {
  const findings: Finding[] = [];
  const version = info.get('redis_version') ?? '0';
  if (Number.parseInt(version, 10) < 7) {
    findings.push({
      weight: 'refuse',
      issue: issue('redis-too-old', `Redis ${version} 过旧`, '请安装 Redis 7.0 或更新的版本'),
    });
  }
  if (info.get('role') !== 'master') {
    findings.push({
      weight: 'refuse',
      issue: issue(
        'not-master',
        '连接到的是从节点，不能写入',
        '请把 REDIS_URL 指向主节点（INFO replication 中 role:master）',
      ),
    });
  }
  if (info.get('loading') === '1') {
    findings.push({
      weight: 'refuse',
      issue: issue(
        'loading',
        'Redis 正在载入数据',
        '请等待载入完成后再启动（INFO persistence 中 loading:0）',
      ),
    });
  }
  // An older one is brought up to date at start.
  if (Number(schema ?? 0) > Number(schemaVersion)) {
    findings.push({
      weight: 'refuse',
      issue: issue(
        'schema',
        `Redis 中的数据格式是第 ${schema} 版，本程序使用第 ${schemaVersion} 版`,
        '请使用与数据相符的新版程序，或用当时的备份恢复',
      ),
    });
  }
  const difference = Math.abs(clockDifferenceMs);
  if (difference > warnClockMs) {
    const seconds = Math.round(difference / 1000);
    findings.push({
      weight: difference > refuseClockMs ? 'refuse' : 'warn',
      issue: issue(
        'clock',
        `本机与 Redis 服务器的时钟相差 ${seconds} 秒`,
        '请在两台机器上启用 NTP 校时（timedatectl set-ntp true）',
      ),
    });
  }
  return findings;
};

const durabilityFindings = ({ info, config }: RedisFacts): Finding[] => {
  const findings: Finding[] = [];
  const lose = (code: string, message: string, hint: string) =>
    findings.push({ weight: 'loss', issue: issue(code, message, hint) });
  if (info.get('aof_enabled') !== '1') {
    lose(
      'aof-off',
      'Redis 未启用 AOF，重启会丢失已确认的内容',
      '请设置 redis.conf: appendonly yes（运行中：CONFIG SET appendonly yes）',
    );
  } else if (info.get('aof_last_write_status') !== 'ok') {
    lose(
      'aof-write-failed',
      'Redis 最近一次写入 AOF 失败',
      '请检查 Redis 数据目录的磁盘空间和权限（INFO persistence 中 aof_last_write_status）',
    );
  }
  if (config === null) {
    lose(
      'config-hidden',
      '无权读取 Redis 设置，无法确认 appendfsync',
      '请允许该用户执行 CONFIG GET（ACL SETUSER … +config|get）',
    );
    return findings;
  }
  if (config.get('appendfsync') !== 'always') {
    lose(
      'appendfsync',
      `Redis 的 appendfsync 是 ${config.get('appendfsync') ?? '未知'}，进程崩溃时会丢失已确认的内容`,
      '请设置 redis.conf: appendfsync always（运行中：CONFIG SET appendfsync always）',
    );
  }
  if (config.get('no-appendfsync-on-rewrite') === 'yes') {
    lose(
      'no-fsync-on-rewrite',
      '重写 AOF 期间 Redis 不落盘',
      '请设置 redis.conf: no-appendfsync-on-rewrite no',
    );
  }
  if (Number(info.get('connected_slaves') ?? 0) > 0 && config.get('min-replicas-to-write') === '0') {
    findings.push({
      weight: 'warn',
      issue: issue(
        'replicas',
        '有从节点，但主节点不等待从节点确认；主从切换可能丢失最后的内容',
        '请设置 redis.conf: min-replicas-to-write 1',
      ),
    });
  }
  return findings;
};

const memoryFindings = ({ info, config }: RedisFacts): Finding[] => {
  const findings: Finding[] = [];
  const policy = config?.get('maxmemory-policy') ?? info.get('maxmemory_policy');
  if (policy !== 'noeviction') {
    findings.push({
      weight: 'refuse',
      issue: issue(
        'eviction',
        `内存满时 Redis 会删除数据（maxmemory-policy ${policy ?? '未知'}）`,
        '请设置 redis.conf: maxmemory-policy noeviction',
      ),
    });
  }
  const limit = Number(info.get('maxmemory') ?? 0);
  const used = Number(info.get('used_memory') ?? 0);
  if (limit > 0 && used > fullMemory * limit) {
    const percent = Math.round((100 * used) / limit);
    findings.push({
      weight: 'warn',
      issue: issue(
        'memory',
        `Redis 内存已用 ${percent}%`,
        `请调大 redis.conf 的 maxmemory（现为 ${limit} 字节）`,
      ),
    });
  }
  return findings;
};

/** Judge one server. Pure, so that every unsafe configuration is one line in a test. */
export const judgeRedis = (facts: RedisFacts, durability: 'strict' | 'relaxed'): StoreHealth => {
  const findings = [...serverFindings(facts), ...durabilityFindings(facts), ...memoryFindings(facts)];
  const refuses = ({ weight }: Finding): boolean =>
    weight === 'refuse' || (weight === 'loss' && durability === 'strict');
  const named = (finding: Finding): Issue => ({
    ...finding.issue,
    message: `${facts.node}：${finding.issue.message}`,
  });
  return {
    refusals: findings.filter(refuses).map(named),
    warnings: findings.filter(finding => !refuses(finding)).map(named),
  };
};
