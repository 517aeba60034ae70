import { z } from 'zod';
import type { ChannelDeps, DoctorLine } from '../../src/host/channel.ts';
import type { FeishuApi } from './api.ts';
import { fetchBot, setupSentence } from './channel.ts';
import { callbackPaths } from './http-mode.ts';
import type { Settings } from './settings.ts';

/** A need, and the scopes of which any one meets it. Names: open.feishu.cn/document/server-docs/application-scope/scope-list */
interface Need {
  readonly anyOf: readonly string[];
  readonly purpose: string;
  readonly optional?: true;
}

const needs: readonly Need[] = [
  { anyOf: ['im:message:send_as_bot', 'im:message'], purpose: '发送消息和卡片' },
  { anyOf: ['im:message.p2p_msg:readonly', 'im:message.p2p_msg'], purpose: '接收单聊消息' },
  { anyOf: ['im:resource', 'im:resource:upload'], purpose: '收发文件' },
  {
    anyOf: ['im:message:readonly', 'im:message', 'im:message.history:readonly'],
    purpose: '读取消息中的附件',
  },
  {
    anyOf: ['im:message.group_at_msg:readonly', 'im:message.group_at_msg'],
    purpose: '接收群聊中 @ 机器人的消息',
    optional: true,
  },
  {
    anyOf: ['im:chat.access_event.bot_p2p_chat:read'],
    purpose: '用户打开会话时问候',
    optional: true,
  },
];

const ScopesBody = z.object({
  data: z.object({ scopes: z.array(z.object({ scope_name: z.string(), grant_status: z.number() })) }),
});
const granted = 1;

const scopeLines = (body: unknown): DoctorLine[] => {
  const parsed = ScopesBody.safeParse(body);
  if (!parsed.success) return [{ level: 'warn', text: '飞书：未能读取应用的权限列表。' }];
  const held = new Set(
    parsed.data.data.scopes.flatMap(scope => (scope.grant_status === granted ? [scope.scope_name] : [])),
  );
  const missing = needs.filter(({ anyOf }) => !anyOf.some(name => held.has(name)));
  if (missing.length === 0) return [{ level: 'ok', text: '飞书：所需权限均已开通。' }];
  return missing.map(({ anyOf, purpose, optional }) => ({
    level: optional ? ('warn' as const) : ('fail' as const),
    text: `飞书：缺少权限 ${anyOf[0]}（${purpose}）。`,
    remedy: '开放平台 → 权限管理，搜索并开通该权限，然后“创建版本”并发布。',
  }));
};

const addressLines = (settings: Settings, publicUrl: string | null): DoctorLine[] => {
  if (settings.callback && publicUrl !== null) {
    const [event, card] = callbackPaths.map(path => publicUrl + path);
    return [
      { level: 'ok', text: `飞书：事件配置 → 将事件发送至开发者服务器，请求地址填 ${event}` },
      { level: 'ok', text: `飞书：回调配置 → 将回调发送至开发者服务器，请求地址填 ${card}` },
      ...(publicUrl.startsWith('https://')
        ? []
        : [{ level: 'warn' as const, text: '飞书：公网地址不是 https，请在前面加一层 TLS。' }]),
    ];
  }
  const lines: DoctorLine[] = [
    {
      level: 'ok',
      text: '飞书：使用长连接，不需要公网地址。开放平台 → 事件与回调，“事件配置”和“回调配置”的订阅方式都选“使用长连接”。',
    },
  ];
  return settings.callback
    ? [
        ...lines,
        {
          level: 'warn',
          text: '飞书：已设置 FEISHU_ENCRYPT_KEY，但没有公网地址，仍使用长连接。',
          remedy:
            '要用 HTTP 回调，请设置公网地址；否则可去掉 FEISHU_ENCRYPT_KEY 与 FEISHU_VERIFICATION_TOKEN。',
        },
      ]
    : lines;
};

const Endpoint = z.looseObject({ code: z.number() });

/**
 * Whether Feishu would let us connect: where to is asked for as the client does, and nothing is connected. Codes: the
 * SDK's `ErrorCode` (ws-client).
 */
const longConnectionLines = async (api: FeishuApi, settings: Settings): Promise<DoctorLine[]> => {
  const refused = (why: string, remedy: string): DoctorLine[] => [
    { level: 'fail', text: `飞书：长连接被拒绝（${why}）。`, remedy },
  ];
  let answer: unknown;
  try {
    answer = await api.http.request<unknown>({
      method: 'POST',
      url: `${settings.domain}/callback/ws/endpoint`,
      data: { AppID: settings.appId, AppSecret: settings.appSecret },
    });
  } catch {
    return refused('无应答', '请检查网络和代理能否访问该地址，稍后重试。');
  }
  const { code } = Endpoint.safeParse(answer).data ?? { code: -1 };
  switch (code) {
    case 0:
      return [{ level: 'ok', text: '飞书：可以建立长连接。' }];
    case 403:
      return refused(
        '应用无权使用长连接',
        '长连接只支持企业自建应用：请用自建应用，或改用 HTTP 回调（设置 FEISHU_ENCRYPT_KEY 等与公网地址）。',
      );
    case 514:
      return refused('凭证无效', '请到开放平台“凭证与基础信息”重新复制 App ID 与 App Secret。');
    case 1_000_040_350:
      return refused('连接数已达上限', '一个应用最多 50 条长连接：请停掉用同一应用的其他程序。');
    default:
      return refused(
        `错误码 ${code}`,
        '请确认应用已启用、已发布版本，“事件与回调”的订阅方式为“使用长连接”。',
      );
  }
};

/** Credentials, bot ability, scopes, and what to enter in the developer console. */
export const examine = async (
  api: FeishuApi,
  settings: Settings,
  deps: Pick<ChannelDeps, 'publicUrl'>,
): Promise<DoctorLine[]> => {
  const addresses = addressLines(settings, deps.publicUrl);
  const bot = await fetchBot(api);
  if ('failure' in bot) {
    return [
      {
        level: 'fail',
        text:
          bot.failure.trouble === 'unclear'
            ? `飞书：连不上 ${settings.domain}。`
            : `飞书：${setupSentence(bot.failure)}`,
        remedy: '核对网络、凭证和应用状态后重试。',
      },
      ...addresses,
    ];
  }
  const scopes = await api.call({ method: 'GET', path: '/open-apis/application/v6/scopes' });
  return [
    { level: 'ok', text: '飞书：凭证有效，机器人能力已启用。' },
    ...scopeLines(scopes.ok ? scopes.value : null),
    ...(settings.callback && deps.publicUrl !== null ? [] : await longConnectionLines(api, settings)),
    ...addresses,
    {
      level: 'ok',
      text: '飞书：须订阅事件 im.message.receive_v1、im.message.recalled_v1、im.chat.access_event.bot_p2p_chat_entered_v1、im.chat.member.bot.added_v1、application.bot.menu_v6，和回调 card.action.trigger。订阅情况无法由程序读取，请在开放平台核对。',
    },
    {
      level: 'warn',
      text: '飞书：外单位人员要使用，应用须开通“对外共享”，否则只有本企业成员能找到机器人。',
      remedy: '开放平台 → 版本管理与发布 → 可用范围，勾选对外共享并由管理员审核；只在内部使用可不理会。',
    },
  ];
};
