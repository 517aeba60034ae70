import { isIP } from 'node:net';
import type { Issue } from './model/issue.ts';
import type { Settings } from './settings.ts';
import { isServerAddress } from './store/open.ts';
import { parseRedisAddress } from './store/redis/address.ts';

/** Shortest secrets that are not guessed, in characters; platforms allow shorter ones. */
const LEAST = {
  TELEGRAM_WEBHOOK_SECRET: 24,
  FEISHU_ENCRYPT_KEY: 16,
  FEISHU_VERIFICATION_TOKEN: 16,
  WECOM_TOKEN: 8,
  WECOM_KF_TOKEN: 8,
} as const;
/** Addresses that tokens and messages are sent to. */
const endpoints = [
  'LLM_BASE_URL',
  'PUBLIC_URL',
  'TELEGRAM_API_ROOT',
  'FEISHU_DOMAIN',
  'WECOM_API_ROOT',
] as const;

const isHere = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

const issue = (code: string, message: string, hint: string): Issue => ({
  code: `safety:${code}`,
  message,
  hint,
});

const redisIssues = (store: string): Issue[] => {
  if (!isServerAddress(store)) return [];
  const { nodes, password, tls } = parseRedisAddress(store);
  if (nodes.every(({ host }) => isHere(host))) return [];
  return [
    ...(password === undefined
      ? [
          issue(
            'redis-open',
            'Redis 不在本机，且没有密码',
            '请在 Redis 设置密码（requirepass 或 ACL），并写入 REDIS_URL',
          ),
        ]
      : []),
    ...(tls
      ? []
      : [
          issue(
            'redis-plain',
            'Redis 不在本机，且未加密',
            '请使用 rediss://，或确认两台机器之间的网络不经他人',
          ),
        ]),
  ];
};

/** Settings that work, but leave a door open. Secrets are never repeated. */
export const safetyIssues = (
  settings: Pick<Settings, 'store'>,
  env: Readonly<Record<string, string | undefined>>,
): Issue[] => [
  ...redisIssues(settings.store),
  // Of 32 random signs, even of hexadecimal digits, fewer than eight different ones do not happen.
  ...(env.SHENBAO_SECRET && new Set(env.SHENBAO_SECRET).size < 8
    ? [issue('weak-secret', 'SHENBAO_SECRET 太有规律，容易被猜到', '请改用随机字符，并先用 backup 备份')]
    : []),
  ...endpoints.flatMap(name => {
    const address = URL.parse(env[name] ?? '');
    return address?.protocol === 'http:' && !isHere(address.hostname.replace(/^\[|\]$/g, ''))
      ? [issue('plain-http', `${name} 使用未加密的 http`, '请改用 https')]
      : [];
  }),
  ...Object.entries(LEAST).flatMap(([name, least]) => {
    const { length } = env[name] ?? '';
    return length > 0 && length < least
      ? [issue('weak-secret', `${name} 只有${length}个字符，容易被猜到`, `请改用至少${least}个随机字符`)]
      : [];
  }),
];
