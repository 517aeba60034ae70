import { telegram } from '../../adapters/telegram/index.ts';
import type { Channel, HttpRoute } from '../../src/host/channel.ts';
import type { Logger } from '../../src/host/log.ts';
import type { ChannelHarness, Delivery, Fault, Seen } from '../contracts/channel.ts';
import { serveRoutes } from '../contracts/serve-routes.ts';
import { hurried } from '../support/virtual-time.ts';
import { type CallFault, FakeBotApi } from './fake-bot-api.ts';
import type { FakeMessage } from './fake-chats.ts';
import { Person } from './people.ts';

export const webhookUrl = 'https://bot.example.gov.cn/callback/telegram';
export const webhookSecret = 'SecretSecretSecretSecret_-42';

/** The channel for a fake server, by way of the plugin and its environment variables, as main.ts makes it. */
export const createChannel = async (
  api: FakeBotApi,
  log: Logger,
  dataDir: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Channel & { readonly routes?: readonly HttpRoute[] }> => {
  const configured = telegram.configure({
    TELEGRAM_BOT_TOKEN: api.token,
    TELEGRAM_API_ROOT: api.url,
    ...env,
  });
  if (!configured?.ok) throw new Error('the telegram plugin refuses the test settings');
  return configured.value.create({ log, dataDir, publicUrl: null, time: hurried() });
};

const faults: Record<Fault, CallFault> = {
  'rate-limit': { kind: 'refuse', code: 429, description: 'Too Many Requests: retry after 7', retryAfter: 7 },
  gone: { kind: 'refuse', code: 403, description: 'Forbidden: bot was blocked by the user' },
  'bad-message': { kind: 'refuse', code: 400, description: 'Bad Request: reply markup is too long' },
  'lost-reply': { kind: 'lost-reply' },
  'server-error': { kind: 'html', status: 502 },
};

/** Entities that only change the look. */
const inert = ['bold', 'italic', 'underline', 'strikethrough', 'code', 'pre', 'blockquote'];

const seenOf = (message: FakeMessage): Seen => ({
  id: String(message.id),
  text: message.text,
  buttons: message.keyboard.flat().map(({ text }) => text),
  files: message.file ? [message.file] : [],
  active: message.entities
    .filter(({ type }) => !inert.includes(type))
    .map(({ type, offset, length, url }) => `${type} ${url ?? message.text.slice(offset, offset + length)}`),
});

/** Harness of the shared contract suite, over long polling or webhook. */
export const openTelegram =
  (mode: 'polling' | 'webhook') =>
  async ({ log, dataDir }: { log: Logger; dataDir: string }): Promise<ChannelHarness> => {
    const api = await new FakeBotApi().start();
    const env: Record<string, string> =
      mode === 'webhook' ? { TELEGRAM_WEBHOOK_URL: webhookUrl, TELEGRAM_WEBHOOK_SECRET: webhookSecret } : {};
    const channel = await createChannel(api, log, dataDir, env);
    const served = await serveRoutes(channel.routes ?? []);
    api.webhookTarget = url => served.url + new URL(url).pathname;
    const people = new Map<string, Person>();
    const person = (name: string): Person => {
      const known = people.get(name) ?? new Person(api, 5_000_000_001 + people.size, name);
      people.set(name, known);
      return known;
    };
    return {
      channel,
      secrets: [api.token, webhookSecret],
      peer: {
        chat: who => ({ channel: 'telegram', chat: String(person(who).private.id), kind: 'private' }),
        writes: (who, text): Delivery => person(who).writes(text),
        chooses: (who, label): Delivery => person(who).presses(label),
        sendsFile: (who, name, content): Delivery => person(who).sendsDocument(name, content),
        sees: who =>
          person(who)
            .private.messages.filter(({ fromBot }) => fromBot)
            .map(seenOf),
        fault: fault => api.fail('send', faults[fault]),
      },
      async close() {
        await api.stop();
        await served.close();
      },
    };
  };
