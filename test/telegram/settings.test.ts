import { describe, expect, it } from 'vitest';
import { telegram } from '../../adapters/telegram/index.ts';
import { readSettings } from '../../adapters/telegram/settings.ts';

const token = '123456789:AAFakeFakeFakeFakeFakeFakeFakeFakeFake';
const webhook = {
  TELEGRAM_WEBHOOK_URL: 'https://bot.example.gov.cn/callback/telegram',
  TELEGRAM_WEBHOOK_SECRET: 'SecretSecretSecret-42',
};

describe('settings', () => {
  it('are not there without a token', () => {
    expect(readSettings({})).toBeNull();
    expect(readSettings({ TELEGRAM_BOT_TOKEN: '', ...webhook })).toBeNull();
  });

  it('poll Telegram’s own server by default', () => {
    expect(readSettings({ TELEGRAM_BOT_TOKEN: token })).toEqual({
      ok: true,
      value: { token, apiRoot: 'https://api.telegram.org', webhook: null, refusePersonalData: false },
    });
  });

  it('take the path from the webhook address and drop the slash of the root', () => {
    const read = readSettings({
      TELEGRAM_BOT_TOKEN: token,
      TELEGRAM_API_ROOT: 'http://127.0.0.1:8081/',
      TELEGRAM_PERSONAL_DATA: 'refuse',
      ...webhook,
    });
    expect(read).toMatchObject({
      value: {
        apiRoot: 'http://127.0.0.1:8081',
        webhook: { path: '/callback/telegram', secret: webhook.TELEGRAM_WEBHOOK_SECRET },
        refusePersonalData: true,
      },
    });
  });

  it.each<[string, Record<string, string>, string]>([
    ['half a token', { TELEGRAM_BOT_TOKEN: '123456789' }, 'TELEGRAM_BOT_TOKEN'],
    ['a root that is no address', { TELEGRAM_API_ROOT: 'localhost' }, 'TELEGRAM_API_ROOT'],
    ['a webhook without secret', { ...webhook, TELEGRAM_WEBHOOK_SECRET: '' }, 'TELEGRAM_WEBHOOK_SECRET'],
    ['a short secret', { ...webhook, TELEGRAM_WEBHOOK_SECRET: 'abc' }, 'TELEGRAM_WEBHOOK_SECRET'],
    [
      'a secret with other signs',
      { ...webhook, TELEGRAM_WEBHOOK_SECRET: '秘密'.repeat(10) },
      'TELEGRAM_WEBHOOK_SECRET',
    ],
    [
      'plain http',
      { ...webhook, TELEGRAM_WEBHOOK_URL: 'http://bot.example.gov.cn/x' },
      'TELEGRAM_WEBHOOK_URL',
    ],
    [
      'a port Telegram does not call',
      { ...webhook, TELEGRAM_WEBHOOK_URL: 'https://bot.example.gov.cn:3000/x' },
      'TELEGRAM_WEBHOOK_URL',
    ],
    [
      'a webhook at the root',
      { ...webhook, TELEGRAM_WEBHOOK_URL: 'https://bot.example.gov.cn/' },
      'TELEGRAM_WEBHOOK_URL',
    ],
    ['an unknown policy', { TELEGRAM_PERSONAL_DATA: 'no' }, 'TELEGRAM_PERSONAL_DATA'],
  ])('refuse %s, naming the variable and never the value', (_, env, variable) => {
    const read = readSettings({ TELEGRAM_BOT_TOKEN: token, ...env });
    if (read === null || read.ok) throw new Error('accepted');
    const words = JSON.stringify(read.issues);
    expect(words).toContain(variable);
    for (const value of Object.values(env)) if (value.length > 5) expect(words).not.toContain(`"${value}"`);
    expect(words).not.toContain(token);
  });

  it('say how the channel runs, without secrets', () => {
    const configured = telegram.configure({ TELEGRAM_BOT_TOKEN: token, ...webhook });
    if (!configured?.ok) throw new Error('refused');
    expect(configured.value.summary).toBe('Telegram（回调 /callback/telegram）');
    expect(telegram.configure({})).toBeNull();
  });
});
