import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { kf, wechaty, wecom } from '../../adapters/wecom/index.ts';
import type { ChannelPlugin } from '../../src/host/channel.ts';
import { silentLogger } from '../../src/host/log.ts';
import { FakeIntake } from '../contracts/fake-intake.ts';
import { appEnv } from './app-harness.ts';
import { FakeWecom } from './fake-wecom.ts';
import { kfEnv } from './kf-harness.ts';

let fake: FakeWecom;
let dataDir: string;
beforeEach(async () => {
  fake = new FakeWecom({ now: () => Date.now() });
  await fake.start();
  dataDir = mkdtempSync(join(tmpdir(), 'shenbao-wecom-setup-'));
});
afterEach(async () => {
  await fake.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const deps = (publicUrl: string | null) => ({ log: silentLogger, dataDir, publicUrl });
const factory = (plugin: ChannelPlugin, env: Record<string, string>) => {
  const configured = plugin.configure(env);
  if (!configured?.ok) throw new Error(JSON.stringify(configured?.issues));
  return configured.value;
};

describe('configuration', () => {
  it.each([
    ['wecom', wecom],
    ['kf', kf],
    ['wechaty', wechaty],
  ] as const)('%s is off when nothing is set', (_, plugin) => {
    expect(plugin.configure({})).toBeNull();
  });

  it.each([
    ['WECOM_CORP_ID', ''],
    ['WECOM_AGENT_ID', 'abc'],
    ['WECOM_SECRET', 'x'],
    ['WECOM_TOKEN', 'with space'],
    ['WECOM_AES_KEY', 'too-short'],
  ])('names %s when it is %j', (variable, value) => {
    const configured = wecom.configure({ ...appEnv(fake), [variable]: value });
    expect(configured?.ok).toBe(false);
    if (configured && !configured.ok) expect(configured.issues[0]!.message).toContain(variable);
  });

  it.each([
    ['WECOM_KF_OPEN_KFID', 'zz123'],
    ['WECOM_KF_AES_KEY', ''],
  ])('names %s of 微信客服 when it is %j', (variable, value) => {
    const configured = kf.configure({ ...kfEnv(fake), [variable]: value });
    expect(configured && !configured.ok && configured.issues[0]!.message).toContain(variable);
  });

  it('shows no secret in the start line', () => {
    const lines = [factory(wecom, appEnv(fake)).summary, factory(kf, kfEnv(fake)).summary];
    for (const secret of Object.values({ ...appEnv(fake), ...kfEnv(fake) }).filter(
      value => value.length > 20,
    ))
      if (!secret.startsWith('wk')) expect(lines.join()).not.toContain(secret);
  });
});

describe('starting', () => {
  it.each([
    ['the app', wecom, appEnv, 'WECOM_SECRET'],
    ['微信客服', kf, kfEnv, 'WECOM_KF_SECRET'],
  ] as const)('%s refuses a wrong secret with a sentence', async (_, plugin, env, variable) => {
    const channel = await factory(plugin, { ...env(fake), [variable]: 'wrong-secret' }).create(deps(null));
    await expect(channel.start(new FakeIntake())).rejects.toThrow(/Secret/);
  });

  it('without the network is no reason not to start', async () => {
    await fake.close();
    const channel = await factory(wecom, appEnv(fake)).create(deps(null));
    await channel.start(new FakeIntake());
    expect(channel.health().state).toBe('running');
    await channel.stop();
  });
});

describe('doctor', () => {
  it('prints the callback address of the app and finds nothing wrong', async () => {
    const lines = await factory(wecom, appEnv(fake)).doctor(deps('https://bot.example.gov.cn'));
    expect(lines.every(({ level }) => level === 'ok')).toBe(true);
    expect(lines.map(({ text }) => text).join()).toContain('https://bot.example.gov.cn/callback/wecom/app');
  });

  it('prints the callback address and the link of 微信客服', async () => {
    const lines = await factory(kf, kfEnv(fake)).doctor(deps('https://bot.example.gov.cn'));
    expect(lines.every(({ level }) => level === 'ok')).toBe(true);
    const text = lines.map(line => line.text).join();
    expect(text).toContain('https://bot.example.gov.cn/callback/wecom/kf');
    expect(text).toContain('https://work.weixin.qq.com/kf/');
  });

  it.each([
    [40001, 'Secret'],
    [60020, '加入 203.0.113.7 '],
    [48002, '可调用接口的应用'],
  ])('explains errcode %i', async (code, remedy) => {
    fake.refuse = { '/cgi-bin/agent/get': code, '/cgi-bin/gettoken': code === 40001 ? code : 0 };
    const lines = await factory(wecom, appEnv(fake)).doctor(deps('https://bot.example.gov.cn'));
    expect(lines.find(({ level }) => level === 'fail')?.remedy).toContain(remedy);
  });

  it('says what is missing without a public address', async () => {
    const lines = await factory(wecom, appEnv(fake)).doctor(deps(null));
    expect(lines.filter(({ level }) => level !== 'ok').map(({ text }) => text)).toEqual([
      expect.stringContaining('没有公网地址'),
      expect.stringContaining('无处上传文件'),
    ]);
  });

  it('says that the servers cannot be reached', async () => {
    await fake.close();
    const lines = await factory(kf, kfEnv(fake)).doctor(deps('https://bot.example.gov.cn'));
    expect(lines[0]).toMatchObject({ level: 'fail', text: expect.stringContaining('无法连接') });
  });
});
