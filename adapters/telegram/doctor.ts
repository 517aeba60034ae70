import type { Api } from 'grammy';
import type { DoctorLine } from '../../src/host/channel.ts';
import { stopSentence } from './channel.ts';
import { attempt } from './failure.ts';
import type { Settings } from './settings.ts';

const webhookLine = (
  info: {
    readonly url?: string;
    readonly pending_update_count: number;
    readonly last_error_message?: string;
  },
  settings: Settings,
): DoctorLine => {
  const pending = `待处理消息 ${info.pending_update_count} 条`;
  if (!settings.webhook) {
    return info.url
      ? {
          level: 'warn',
          text: `Telegram：机器人登记了回调地址，与长轮询互斥；启动时会自动撤销。${pending}。`,
          remedy: '如要用回调方式，请设置 TELEGRAM_WEBHOOK_URL 和 TELEGRAM_WEBHOOK_SECRET。',
        }
      : { level: 'ok', text: `Telegram：长轮询，无需公网地址。${pending}。` };
  }
  if (info.url !== settings.webhook.url) {
    return {
      level: 'warn',
      text: `Telegram：回调地址 ${settings.webhook.url} 尚未登记，启动时会登记。${pending}。`,
    };
  }
  return info.last_error_message
    ? {
        level: 'warn',
        text: `Telegram：最近一次回调失败（${info.last_error_message.slice(0, 120)}）。${pending}。`,
        remedy: `请检查反向代理是否把 ${settings.webhook.path} 原样转到本程序，证书是否有效。`,
      }
    : { level: 'ok', text: `Telegram：回调地址 ${settings.webhook.url} 正常。${pending}。` };
};

/** Ask Telegram who the bot is and how its updates travel. */
export const diagnose = async (api: Api, settings: Settings): Promise<DoctorLine[]> => {
  const me = await attempt(() => api.getMe());
  if (!me.ok) {
    const remedy =
      me.failure.kind === 'refused'
        ? '在 @BotFather 处用 /token 查看令牌，更新 TELEGRAM_BOT_TOKEN。'
        : '请检查本机能否访问 Bot API 服务器，必要时用 TELEGRAM_API_ROOT 指定可达的地址。';
    return [{ level: 'fail', text: stopSentence(me.failure), remedy }];
  }
  const { first_name: name, username, can_read_all_group_messages: readsAll } = me.value;
  const lines: DoctorLine[] = [
    { level: 'ok', text: `Telegram：机器人“${name}”，链接 https://t.me/${username}` },
  ];
  if (readsAll) {
    lines.push({
      level: 'warn',
      text: 'Telegram：机器人能读到群内全部消息（隐私模式已关闭），而本程序只处理命令、回复和提及。',
      remedy: '在 @BotFather 处用 /setprivacy 选择 Enable，少收不必要的信息。',
    });
  }
  if (settings.refusePersonalData) {
    lines.push({
      level: 'ok',
      text: 'Telegram：只答疑和自测，不收个人信息（TELEGRAM_PERSONAL_DATA=refuse）。',
    });
  }
  const info = await attempt(() => api.getWebhookInfo());
  if (info.ok) lines.push(webhookLine(info.value, settings));
  return lines;
};
