import { z } from 'zod';
import type { Issue, Result } from '../../src/model/issue.ts';

export interface Settings {
  readonly appId: string;
  readonly appSecret: string;
  /** Base address of the open platform, without trailing slash. */
  readonly domain: string;
  /** What HTTP mode needs; without it, and without a public address, events come over the long connection. */
  readonly callback: { readonly encryptKey: string; readonly verificationToken: string } | null;
}

const domains: Readonly<Record<string, string>> = {
  feishu: 'https://open.feishu.cn',
  lark: 'https://open.larksuite.com',
};

const Text = z
  .string()
  .trim()
  .optional()
  .transform(value => value || undefined);
const Env = z.object({
  FEISHU_APP_ID: Text,
  FEISHU_APP_SECRET: Text,
  FEISHU_DOMAIN: Text,
  FEISHU_API_ROOT: Text,
  FEISHU_ENCRYPT_KEY: Text,
  FEISHU_VERIFICATION_TOKEN: Text,
});

const issue = (message: string, hint: string): Issue => ({ code: 'feishu:bad-settings', message, hint });

const where = '飞书开放平台 → 你的应用 → ';

const domainOf = (value: string | undefined): string | null => {
  const named = domains[(value ?? 'feishu').toLowerCase()];
  if (named) return named;
  return /^http:\/\/(127\.0\.0\.1|localhost|\[::1\]):\d{1,5}$/.test(value ?? '') ? value! : null;
};

/** The open platform of a private deployment (私有化部署), without trailing slash; null when it is no address. */
const rootOf = (value: string): string | null => {
  if (!URL.canParse(value)) return null;
  const { protocol, origin, pathname } = new URL(value);
  const loopback = /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):\d{1,5}$/.test(origin);
  return (protocol === 'https:' || loopback) && pathname === '/' ? origin : null;
};

/** Feishu's environment variables; null when none is set. Every issue names the variable and where its value stands. */
export const feishuSettings = (
  env: Readonly<Record<string, string | undefined>>,
): Result<Settings> | null => {
  const set = Env.parse(env);
  const { FEISHU_APP_ID: appId, FEISHU_APP_SECRET: appSecret } = set;
  const { FEISHU_ENCRYPT_KEY: encryptKey, FEISHU_VERIFICATION_TOKEN: verificationToken } = set;
  if (!appId && !appSecret && !encryptKey && !verificationToken) return null;
  const issues: Issue[] = [];
  if (!appId || !appSecret) {
    issues.push(
      issue(
        'FEISHU_APP_ID 和 FEISHU_APP_SECRET 须同时设置。',
        `${where}凭证与基础信息，复制 App ID 与 App Secret。`,
      ),
    );
  }
  // The SDK returns silently for an id of another shape instead of connecting.
  if (appId && !/^cli_[0-9a-fA-F]{16}$/.test(appId)) {
    issues.push(
      issue('FEISHU_APP_ID 应为 cli_ 加 16 位十六进制字符。', `${where}凭证与基础信息，复制 App ID。`),
    );
  }
  if (Boolean(encryptKey) !== Boolean(verificationToken)) {
    issues.push(
      issue(
        'FEISHU_ENCRYPT_KEY 和 FEISHU_VERIFICATION_TOKEN 须同时设置，或都不设置（使用长连接）。',
        `${where}事件与回调 → 加密策略，复制 Encrypt Key 与 Verification Token。`,
      ),
    );
  }
  const root = set.FEISHU_API_ROOT && rootOf(set.FEISHU_API_ROOT);
  if (root === null)
    issues.push(
      issue(
        'FEISHU_API_ROOT 应为完整的 https 地址。',
        '私有化部署的飞书填其开放平台地址，如 https://open.feishu.example.gov.cn；公有云不设此项。',
      ),
    );
  const domain = root || domainOf(set.FEISHU_DOMAIN);
  if (!domain) {
    issues.push(
      issue('FEISHU_DOMAIN 应为 feishu 或 lark。', '国内飞书不必设置；国际版 Lark 设 FEISHU_DOMAIN=lark。'),
    );
  }
  if (issues.length > 0 || !appId || !appSecret || !domain) return { ok: false, issues };
  const callback = encryptKey && verificationToken ? { encryptKey, verificationToken } : null;
  return { ok: true, value: { appId, appSecret, domain, callback } };
};
