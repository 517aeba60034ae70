import { describe, expect, it, onTestFinished } from 'vitest';
import { telegram } from '../../adapters/telegram/index.ts';
import { silentLogger } from '../../src/host/log.ts';
import { FakeBotApi } from './fake-bot-api.ts';
import { webhookSecret, webhookUrl } from './harness.ts';

const linesOf = async (api: FakeBotApi, env: Readonly<Record<string, string>> = {}) => {
  const configured = telegram.configure({
    TELEGRAM_BOT_TOKEN: api.token,
    TELEGRAM_API_ROOT: api.url,
    ...env,
  });
  if (!configured?.ok) throw new Error('refused');
  return configured.value.doctor({ log: silentLogger, dataDir: '', publicUrl: null });
};
const openApi = async (): Promise<FakeBotApi> => {
  const api = await new FakeBotApi().start();
  onTestFinished(() => api.stop());
  return api;
};

describe('doctor', () => {
  it('names the bot and its link, and how updates come', async () => {
    const api = await openApi();
    expect(await linesOf(api)).toEqual([
      { level: 'ok', text: 'Telegram：机器人“申报助手”，链接 https://t.me/wanzhou_shenbao_bot' },
      { level: 'ok', text: 'Telegram：长轮询，无需公网地址。待处理消息 0 条。' },
    ]);
  });

  it('says what is wrong with the token, without showing it', async () => {
    const api = await openApi();
    api.fail('getMe', { kind: 'refuse', code: 401, description: 'Unauthorized' });
    const [line] = await linesOf(api);
    expect(line).toMatchObject({ level: 'fail', remedy: expect.stringContaining('BotFather') });
    expect(JSON.stringify(line)).not.toContain(api.token);
  });

  it('says that the server cannot be reached, without showing the address with the token', async () => {
    const api = await new FakeBotApi().start();
    const { url } = api;
    await api.stop();
    const configured = telegram.configure({ TELEGRAM_BOT_TOKEN: api.token, TELEGRAM_API_ROOT: url });
    if (!configured?.ok) throw new Error('refused');
    const [line] = await configured.value.doctor({ log: silentLogger, dataDir: '', publicUrl: null });
    expect(line).toMatchObject({ level: 'fail', text: expect.stringContaining('ECONNREFUSED') });
    expect(JSON.stringify(line)).not.toContain(api.token);
  });

  it('warns about a webhook left behind, and tells when ours is not registered yet or is', async () => {
    const api = await openApi();
    api.webhook = { url: 'https://old.example/x', secret: undefined };
    expect((await linesOf(api)).at(-1)).toMatchObject({ level: 'warn' });
    const env = { TELEGRAM_WEBHOOK_URL: webhookUrl, TELEGRAM_WEBHOOK_SECRET: webhookSecret };
    expect((await linesOf(api, env)).at(-1)).toMatchObject({
      level: 'warn',
      text: expect.stringContaining('登记'),
    });
    api.webhook = { url: webhookUrl, secret: webhookSecret };
    expect((await linesOf(api, env)).at(-1)).toMatchObject({ level: 'ok' });
  });

  it('warns when the bot can read everything said in groups', async () => {
    const api = await openApi();
    api.chats.bot.can_read_all_group_messages = true;
    expect(await linesOf(api)).toContainEqual(
      expect.objectContaining({ level: 'warn', remedy: expect.stringContaining('/setprivacy') }),
    );
  });
});
