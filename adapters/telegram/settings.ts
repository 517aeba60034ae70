import { z } from 'zod';
import type { Issue, Result } from '../../src/model/issue.ts';

export interface WebhookSettings {
  readonly url: string;
  /** Path part of `url`, which the house's HTTP server serves. */
  readonly path: string;
  readonly secret: string;
}

export interface Settings {
  readonly token: string;
  /** Without trailing slash. */
  readonly apiRoot: string;
  /** null: long polling. */
  readonly webhook: WebhookSettings | null;
  /** Questions and self-check only: the office's rules keep personal data inside the country. */
  readonly refusePersonalData: boolean;
}

/** core.telegram.org/bots/api#authorizing-your-bot: number, colon, secret part. */
const Token = z.string().regex(/^\d{3,20}:[A-Za-z0-9_-]{20,64}$/);
/** core.telegram.org/bots/api#setwebhook: 1–256 of these; we ask for 16 so that it cannot be guessed. */
const Secret = z.string().regex(/^[A-Za-z0-9_-]{16,256}$/);
const ApiRoot = z.url({ protocol: /^https?$/ }).transform(url => url.replace(/(?<!\/)\/+$/, ''));
/** HTTPS and these ports only: core.telegram.org/bots/api#setwebhook. */
const webhookPorts = ['', '443', '80', '88', '8443'];
const WebhookUrl = z.url({ protocol: /^https$/ }).refine(url => {
  const { port, pathname } = new URL(url);
  return webhookPorts.includes(port) && pathname !== '/';
});

const issue = (variable: string, hint: string): Issue => ({
  code: 'telegram:bad-setting',
  message: `${variable} 设置有误。`,
  hint,
});

/** Read the TELEGRAM_* variables. null when there is no token: the channel is not wanted. Never repeats a value. */
export const readSettings = (env: Readonly<Record<string, string | undefined>>): Result<Settings> | null => {
  if (!env.TELEGRAM_BOT_TOKEN) return null;
  const issues: Issue[] = [];
  const read = <T>(schema: z.ZodType<T>, variable: string, fallback: T, hint: string): T => {
    const text = env[variable]?.trim();
    if (!text) return fallback;
    const parsed = schema.safeParse(text);
    if (!parsed.success) issues.push(issue(variable, hint));
    return parsed.success ? parsed.data : fallback;
  };
  const token = read(Token, 'TELEGRAM_BOT_TOKEN', '', '填写 @BotFather 给出的完整令牌，形如 123456789:AA…。');
  const apiRoot = read(
    ApiRoot,
    'TELEGRAM_API_ROOT',
    'https://api.telegram.org',
    '填写 Bot API 服务器地址，例如 http://127.0.0.1:8081；不用自建服务器时不设此项。',
  );
  const url = read(
    WebhookUrl,
    'TELEGRAM_WEBHOOK_URL',
    '',
    '填写带路径的 https 地址，例如 https://bot.example.gov.cn/callback/telegram，端口限 443、80、88、8443。',
  );
  const secretHint = '填写 16 至 256 位的字母、数字、_、-，例如 openssl rand -hex 32 的输出。';
  const secret = read(Secret, 'TELEGRAM_WEBHOOK_SECRET', '', secretHint);
  const policy = read(
    z.enum(['refuse', 'accept']),
    'TELEGRAM_PERSONAL_DATA',
    'accept',
    '填写 refuse（只答疑和自测，不收个人信息）或不设此项。',
  );
  if (url && !env.TELEGRAM_WEBHOOK_SECRET?.trim()) {
    issues.push({
      code: 'telegram:secret-missing',
      message: '设置了 TELEGRAM_WEBHOOK_URL，但没有 TELEGRAM_WEBHOOK_SECRET，无法确认请求来自 Telegram。',
      hint: secretHint,
    });
  }
  if (issues.length > 0) return { ok: false, issues };
  return {
    ok: true,
    value: {
      token,
      apiRoot,
      webhook: url ? { url, path: new URL(url).pathname, secret } : null,
      refusePersonalData: policy === 'refuse',
    },
  };
};
