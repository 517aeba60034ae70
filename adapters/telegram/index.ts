import type { ChannelPlugin } from '../../src/host/channel.ts';
import { agentFor } from '../../src/host/proxy.ts';
import { realTime } from '../../src/host/shelf/pace.ts';
import { doorWords } from '../../src/model/door-wording.ts';
import { readSettings, type Settings } from './settings.ts';
import { telegramSetup } from './setup.ts';

/**
 * Milliseconds a call may take. A long poll lasts 30 s; a file of 50 MB may need two minutes on a slow line. A text that
 * was not answered for so long is given up as lost, and only its own chat has waited for it: a shorter limit would call
 * lost what a slow server still carries out.
 */
const pollMs = 45_000;
const fileMs = 120_000;
const callMs = 60_000;

const limitOf = (method: string): number =>
  method === 'getUpdates' ? pollMs : method === 'sendDocument' ? fileMs : callMs;

const openApi = async (settings: Settings) => {
  const { Api, InputFile } = await import('grammy');
  const agent = agentFor(settings.apiRoot);
  const api = new Api(settings.token, {
    apiRoot: settings.apiRoot,
    timeoutSeconds: fileMs / 1000,
    baseFetchConfig: { redirect: 'error', compress: true, ...(agent === undefined ? {} : { agent }) },
  });
  api.config.use((call, method, payload, signal) => {
    const limit = AbortSignal.timeout(limitOf(method));
    // grammY declares the signal of an older polyfill, which lacks nothing of the platform's own that it uses.
    const both = signal ? AbortSignal.any([signal as AbortSignal, limit]) : limit;
    return call(method, payload, both as typeof signal);
  });
  return { api, InputFile };
};

/** Telegram, by way of the Bot API. Settings: TELEGRAM_* (docs/telegram.md). */
export const telegram: ChannelPlugin = {
  name: 'telegram',
  setup: telegramSetup,
  configure(env) {
    const settings = readSettings(env);
    if (settings === null || !settings.ok) return settings;
    const { value } = settings;
    return {
      ok: true,
      value: {
        summary: `Telegram（${value.webhook ? `回调 ${value.webhook.path}` : '长轮询'}${value.refusePersonalData ? '，不收个人信息' : ''}）`,
        reaches: [value.apiRoot],
        async create({ log, time = realTime, words = doorWords }) {
          const { TelegramChannel } = await import('./channel.ts');
          return new TelegramChannel({ ...(await openApi(value)), settings: value, log, time, words });
        },
        async doctor() {
          const { diagnose } = await import('./doctor.ts');
          return diagnose((await openApi(value)).api, value);
        },
      },
    };
  },
};
