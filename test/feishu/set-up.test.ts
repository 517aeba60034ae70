import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { feishu } from '../../adapters/feishu/index.ts';
import { feishuSettings } from '../../adapters/feishu/settings.ts';
import { silentLogger } from '../../src/host/log.ts';
import { FakeFeishu } from './fake/fake-feishu.ts';

const good = { FEISHU_APP_ID: 'cli_a1b2c3d4e5f60718', FEISHU_APP_SECRET: 'secret' };
const messages = (env: Record<string, string>) => {
  const result = feishu.configure(env);
  return result && !result.ok ? result.issues.map(({ message }) => message) : null;
};

describe('settings', () => {
  it('that are absent or empty mean: not configured', () => {
    expect(feishu.configure({})).toBeNull();
    expect(feishu.configure({ FEISHU_APP_ID: ' ', FEISHU_DOMAIN: 'lark' })).toBeNull();
  });

  it.each<[string, Record<string, string>, string]>([
    ['no secret', { FEISHU_APP_ID: good.FEISHU_APP_ID }, 'FEISHU_APP_SECRET'],
    ['an id the SDK would silently refuse', { ...good, FEISHU_APP_ID: 'cli_123' }, 'FEISHU_APP_ID'],
    ['a key without a token', { ...good, FEISHU_ENCRYPT_KEY: 'k' }, 'FEISHU_VERIFICATION_TOKEN'],
    ['a token without a key', { ...good, FEISHU_VERIFICATION_TOKEN: 't' }, 'FEISHU_ENCRYPT_KEY'],
    ['an unknown domain', { ...good, FEISHU_DOMAIN: 'https://evil.example' }, 'FEISHU_DOMAIN'],
    ['a private deployment without TLS', { ...good, FEISHU_API_ROOT: 'http://10.0.0.1' }, 'FEISHU_API_ROOT'],
    [
      'a private deployment with a path',
      { ...good, FEISHU_API_ROOT: 'https://a.cn/open-apis' },
      'FEISHU_API_ROOT',
    ],
    ['a foreign plain address', { ...good, FEISHU_DOMAIN: 'http://10.0.0.1:80' }, 'FEISHU_DOMAIN'],
  ])('with %s name the variable', (_, env, variable) => {
    expect(messages(env)?.join()).toContain(variable);
  });

  it('take a private deployment', () => {
    const settings = feishuSettings({ ...good, FEISHU_API_ROOT: 'https://open.feishu.example.gov.cn/' });
    expect(settings?.ok && settings.value.domain).toBe('https://open.feishu.example.gov.cn');
  });

  it.each(['feishu', 'lark', 'http://127.0.0.1:8080'])('take the domain %s', FEISHU_DOMAIN => {
    expect(messages({ ...good, FEISHU_DOMAIN })).toBeNull();
  });

  it('never show the secret', () => {
    const result = feishu.configure({ ...good, FEISHU_APP_SECRET: 'sehr-geheim' });
    expect(JSON.stringify(result)).not.toContain('sehr-geheim');
  });
});

describe('the SDK', () => {
  it('is loaded only when the channel is made or examined', () => {
    const folder = new URL('../../adapters/feishu/', import.meta.url);
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name =>
      name.endsWith('.ts'),
    );
    const loading = sources.flatMap(name =>
      readFileSync(new URL(name, folder), 'utf8')
        .split('\n')
        .filter(
          line => line.includes("'@larksuiteoapi/node-sdk'") && !/^import type |^export type /.test(line),
        )
        .map(line => `${name}: ${line.trim()}`),
    );
    expect([...new Set(loading)]).toEqual(["index.ts: const sdk = await import('@larksuiteoapi/node-sdk');"]);
  });
});

describe('routes', () => {
  const routes = async (env: Record<string, string>, publicUrl: string | null) => {
    const configured = feishu.configure(env);
    if (!configured?.ok) throw new Error('settings');
    return (await configured.value.create({ log: silentLogger, dataDir: '', publicUrl })).routes?.map(
      ({ path }) => path,
    );
  };
  const keys = { FEISHU_ENCRYPT_KEY: 'k', FEISHU_VERIFICATION_TOKEN: 't' };

  it('exist only with both a key and a public address', async () => {
    expect(await routes({ ...good, ...keys }, 'https://bureau.example')).toEqual([
      '/callback/feishu/event',
      '/callback/feishu/card',
    ]);
    expect(await routes({ ...good, ...keys }, null)).toBeUndefined();
    expect(await routes(good, 'https://bureau.example')).toBeUndefined();
  });
});

describe('doctor', () => {
  let fake: FakeFeishu;
  beforeEach(async () => {
    fake = await FakeFeishu.open();
  });
  afterEach(() => fake.close());

  const examine = async (env: Record<string, string>, publicUrl: string | null = null) => {
    const configured = feishu.configure(env);
    if (!configured?.ok) throw new Error('settings');
    return configured.value.doctor({ log: silentLogger, dataDir: '', publicUrl });
  };
  const lines = async (env: Record<string, string>, publicUrl: string | null = null) =>
    (await examine(env, publicUrl)).map(({ level, text }) => `${level} ${text}`).join('\n');

  it('finds everything in order and says what outside users need', async () => {
    const report = await lines(fake.env());
    expect(report).not.toContain('fail');
    expect(report).toContain('ok 飞书：凭证有效');
    expect(report).toContain('ok 飞书：所需权限均已开通');
    expect(report).toContain('长连接');
    expect(report).toContain('对外共享');
    expect(report).toContain('card.action.trigger');
  });

  it('names each missing scope', async () => {
    fake.api.scopes = fake.api.scopes.filter(({ scope_name }) => scope_name !== 'im:resource');
    fake.api.scopes[0] = { scope_name: 'im:message:send_as_bot', grant_status: 2 };
    const report = await examine(fake.env());
    expect(report.filter(({ level }) => level === 'fail').map(({ text }) => text)).toEqual([
      '飞书：缺少权限 im:message:send_as_bot（发送消息和卡片）。',
      '飞书：缺少权限 im:resource（收发文件）。',
    ]);
    expect(report.every(({ level, remedy }) => level !== 'fail' || remedy)).toBe(true);
  });

  it('prints the exact addresses for HTTP callbacks', async () => {
    const report = await lines(fake.env(true), 'https://bureau.example');
    expect(report).toContain('https://bureau.example/callback/feishu/event');
    expect(report).toContain('https://bureau.example/callback/feishu/card');
  });

  it.each([
    [1_000_040_350, '连接数已达上限'],
    [403, '无权使用长连接'],
    [1_000_040_343, '错误码 1000040343'],
  ])('asks whether the long connection would be refused: %i', async (code, words) => {
    fake.socket.refusal = code;
    const report = await examine(fake.env());
    const line = report.find(({ level }) => level === 'fail');
    expect(line?.text).toContain(words);
    expect(line?.remedy).toBeTruthy();
    expect(fake.socket.connections).toBe(0);
  });

  it('says that a wrong secret is wrong, and that nobody answers when nobody does', async () => {
    expect(await lines({ ...fake.env(), FEISHU_APP_SECRET: 'wrong' })).toContain('fail 飞书：飞书不接受');
    expect(await lines({ ...fake.env(), FEISHU_DOMAIN: 'http://127.0.0.1:9' })).toContain(
      'fail 飞书：连不上',
    );
  });
});
