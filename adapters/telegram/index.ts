import type { ChannelPlugin } from '../../src/host/channel.ts';
import { readSettings, type Settings } from './settings.ts';

/** Seconds a Bot API call may take: a long poll of 30 s, or the upload of a 50 MB file on a slow line. */
const callSeconds = 180;

const openApi = async (settings: Settings) => {
  const { Api, InputFile } = await import('grammy');
  const api = new Api(settings.token, { apiRoot: settings.apiRoot, timeoutSeconds: callSeconds });
  return { api, InputFile };
};

/** Telegram, by way of the Bot API. Settings: TELEGRAM_* (docs/telegram.md). */
export const telegram: ChannelPlugin = {
  name: 'telegram',
  configure(env) {
    const settings = readSettings(env);
    if (settings === null || !settings.ok) return settings;
    const { value } = settings;
    return {
      ok: true,
      value: {
        summary: `Telegram（${value.webhook ? `回调 ${value.webhook.path}` : '长轮询'}${value.refusePersonalData ? '，不收个人信息' : ''}）`,
        async create({ log }) {
          const { TelegramChannel } = await import('./channel.ts');
          return new TelegramChannel({ ...(await openApi(value)), settings: value, log });
        },
        async doctor() {
          const { diagnose } = await import('./doctor.ts');
          return diagnose((await openApi(value)).api, value);
        },
      },
    };
  },
};
