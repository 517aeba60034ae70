import type { Issue, Result } from '../../src/model/issue.ts';
import { readAesKey } from './crypto.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** What both official doors need: an app of ours at WeCom and its callback secrets. */
export interface AppCredentials {
  readonly root: string;
  readonly corpId: string;
  readonly secret: string;
  readonly token: string;
  readonly aesKey: Buffer;
}

export interface AppSettings extends AppCredentials {
  readonly agentId: number;
  /** Send policy answers as WeCom markdown; the WeChat plug-in cannot show it, so it must be switched on. */
  readonly markdown: boolean;
  /** Link of the 微信客服 account, offered to people who want to send a file. */
  readonly kfLink: string | null;
}

export interface KfSettings extends AppCredentials {
  readonly openKfId: string;
  /** `queue`, or the userid of the servicer who takes over at 转人工; null: the engine's ticket only. */
  readonly handover: string | null;
}

/** 智能机器人 over the long connection. */
export interface BotSettings {
  readonly botId: string;
  readonly secret: string;
  readonly wsUrl: string;
}

export interface WechatySettings {
  readonly token: string;
  /** `host:port` of the gateway; null: looked up by the gateway service. */
  readonly endpoint: string | null;
  readonly tls: boolean;
  /** WECHATY_PUPPET_SERVICE_AUTHORITY, for gateways with a discovery host of their own. */
  readonly authority: string | null;
}

const wrong = (variable: string, how: string): Issue => ({
  code: 'wecom:configuration',
  message: `${variable} ${how}`,
});

/** Official address, or another one for tests and proxies. */
const rootOf = (env: Env): string =>
  (env.WECOM_API_ROOT ?? 'https://qyapi.weixin.qq.com').replace(/(?<!\/)\/+$/, '');

/** Read variables by name; every missing or malformed one becomes an issue that says what to put there. */
const reader = (env: Env) => {
  const issues: Issue[] = [];
  return {
    issues,
    text(variable: string, pattern: RegExp, how: string): string {
      const value = env[variable]?.trim() ?? '';
      if (!pattern.test(value))
        issues.push(wrong(variable, value === '' ? `没有填写：${how}` : `格式不对：${how}`));
      return value;
    },
    aesKey(variable: string): Buffer {
      const key = readAesKey(env[variable]?.trim() ?? '');
      if (key === null) issues.push(wrong(variable, '应为“接收消息”页面生成的 43 位 EncodingAESKey。'));
      return key ?? Buffer.alloc(32);
    },
  };
};

const credentials = (env: Env, read: ReturnType<typeof reader>, prefix: string): AppCredentials => ({
  root: rootOf(env),
  corpId: read.text('WECOM_CORP_ID', /^\w{8,64}$/, '请填管理后台“我的企业”页底部的企业 ID。'),
  secret: read.text(`${prefix}_SECRET`, /^[\w-]{8,128}$/, '请填应用详情页的 Secret。'),
  token: read.text(
    `${prefix}_TOKEN`,
    /^[A-Za-z0-9]{3,32}$/,
    '请填“接收消息”页面的 Token（不多于 32 位的字母或数字）。',
  ),
  aesKey: read.aesKey(`${prefix}_AES_KEY`),
});

const result = <T>(issues: Issue[], value: T): Result<T> =>
  issues.length > 0 ? { ok: false, issues } : { ok: true, value };

/** Settings of the self-built app, or null when none of its variables is set. */
export const appSettings = (env: Env): Result<AppSettings> | null => {
  if (!env.WECOM_AGENT_ID && !env.WECOM_SECRET && !env.WECOM_TOKEN && !env.WECOM_AES_KEY) return null;
  const read = reader(env);
  const value: AppSettings = {
    ...credentials(env, read, 'WECOM'),
    agentId: Number(read.text('WECOM_AGENT_ID', /^\d{1,10}$/, '请填应用详情页的 AgentId（数字）。')),
    markdown: /^(on|1|true)$/i.test(env.WECOM_MARKDOWN ?? ''),
    kfLink: /^https:\/\//.test(env.WECOM_KF_LINK ?? '') ? env.WECOM_KF_LINK!.trim() : null,
  };
  return result(read.issues, value);
};

/** Settings of 微信客服, or null when none of its variables is set. */
export const kfSettings = (env: Env): Result<KfSettings> | null => {
  if (!env.WECOM_KF_SECRET && !env.WECOM_KF_OPEN_KFID && !env.WECOM_KF_TOKEN && !env.WECOM_KF_AES_KEY)
    return null;
  const read = reader(env);
  const value: KfSettings = {
    ...credentials(env, read, 'WECOM_KF'),
    openKfId: read.text('WECOM_KF_OPEN_KFID', /^wk[\w-]{6,62}$/, '请填客服账号 ID（以 wk 开头）。'),
    handover: env.WECOM_KF_HANDOVER?.trim() || null,
  };
  return result(read.issues, value);
};

/** Where the long connection goes (path/101463); another one for tests and private deployments. */
const botUrl = 'wss://openws.work.weixin.qq.com';

/** Settings of the 智能机器人, or null when none of its variables is set. */
export const botSettings = (env: Env): Result<BotSettings> | null => {
  if (!env.WECOM_BOT_ID && !env.WECOM_BOT_SECRET) return null;
  const read = reader(env);
  const where = '请在智能机器人的“API 模式 → 使用长连接”中复制。';
  const value: BotSettings = {
    botId: read.text('WECOM_BOT_ID', /^[\w-]{4,128}$/, where),
    secret: read.text('WECOM_BOT_SECRET', /^[\w-]{8,128}$/, where),
    wsUrl: env.WECOM_BOT_WS_URL?.trim() || botUrl,
  };
  if (!/^wss?:\/\//.test(value.wsUrl) || !URL.canParse(value.wsUrl))
    read.issues.push(wrong('WECOM_BOT_WS_URL', '应为 wss:// 开头的完整地址。'));
  return result(read.issues, value);
};

/** Settings of the wechaty gateway, or null without WECHATY_TOKEN. */
export const wechatySettings = (env: Env): Result<WechatySettings> | null => {
  const token = env.WECHATY_TOKEN?.trim();
  if (!token) return null;
  const endpoint = env.WECHATY_ENDPOINT?.trim() || null;
  if (endpoint !== null && !/^[\w.-]+:\d{2,5}$/.test(endpoint))
    return { ok: false, issues: [wrong('WECHATY_ENDPOINT', '应为“主机:端口”。')] };
  return {
    ok: true,
    value: {
      token,
      endpoint,
      tls: !/^(off|0|false)$/i.test(env.WECHATY_TLS ?? ''),
      authority: env.WECHATY_AUTHORITY?.trim() || null,
    },
  };
};
