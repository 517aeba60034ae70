import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../src/host/log.ts';
import { proxyFetch, proxyFor, tryTunnel, wayTo } from '../../src/host/proxy.ts';
import { OutMessage } from '../../src/model/message.ts';
import { FakeIntake } from '../contracts/fake-intake.ts';
import { FakeFeishu } from '../feishu/fake/fake-feishu.ts';
import { feishuChannel, privateChat } from '../feishu/harness.ts';
import { FakeBotApi } from '../telegram/fake-bot-api.ts';
import { createChannel } from '../telegram/harness.ts';
import { Person } from '../telegram/people.ts';
import { openApp } from '../wecom/app-harness.ts';
import { LoopbackProxy } from './loopback-proxy.ts';

const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY'];
const before = Object.fromEntries(
  names.flatMap(name => [name, name.toLowerCase()]).map(name => [name, process.env[name]]),
);

let proxy: LoopbackProxy;
let dataDir: string;
const set = (values: Readonly<Record<string, string>>): void => {
  for (const name of Object.keys(before)) delete process.env[name];
  Object.assign(process.env, values);
};
beforeEach(async () => {
  proxy = new LoopbackProxy();
  set({ HTTP_PROXY: await proxy.start() });
  dataDir = mkdtempSync(join(tmpdir(), 'shenbao-proxy-'));
});
afterEach(async () => {
  set(Object.fromEntries(Object.entries(before).filter((entry): entry is [string, string] => !!entry[1])));
  await proxy.close();
  rmSync(dataDir, { recursive: true, force: true });
});

// The way of fetch and of http is the whole process's, and other tests share it (undici keeps its own below this symbol).
const way = Symbol.for('undici.globalDispatcher.1');
let ways: readonly unknown[];
beforeAll(async () => {
  await fetch('data:,');
  ways = [Reflect.get(globalThis, way), http.globalAgent, https.globalAgent];
});
afterAll(() => {
  Reflect.set(globalThis, way, ways[0]);
  Object.assign(http, { globalAgent: ways[1] });
  Object.assign(https, { globalAgent: ways[2] });
});

const hostOf = (url: string): string => new URL(url).host;
const outgoing = (to: OutMessage['to']) => ({
  message: OutMessage.parse({ key: 'm', to, blocks: [{ kind: 'text', text: '经代理' }] }),
  key: 'delivery-1',
  files: [],
  attempts: 0,
  rank: 'answer' as const,
});

describe('every client goes through the proxy of the environment', () => {
  it('Telegram: polling and sending', async () => {
    const api = await new FakeBotApi().start();
    const channel = await createChannel(api, silentLogger, dataDir);
    const zhang = new Person(api, 5_000_000_001, '张工');
    const intake = new FakeIntake();
    await channel.start(intake);
    await zhang.writes('您好').outcome;
    expect(intake.events).toHaveLength(1);
    expect(
      await channel.send(outgoing({ channel: 'telegram', chat: '5000000001', kind: 'private' })),
    ).toMatchObject({
      kind: 'sent',
    });
    expect(new Set(proxy.tunnels)).toEqual(new Set([hostOf(api.url)]));
    await channel.stop();
    await api.stop();
  });

  it('Feishu: calls and the WebSocket', async () => {
    const fake = await FakeFeishu.open();
    const channel = await feishuChannel(fake, { log: silentLogger, dataDir, publicUrl: null });
    const intake = new FakeIntake();
    await channel.start(intake);
    expect(await fake.writes('张工', '您好').outcome).toBe('acknowledged');
    expect(await channel.send(outgoing(privateChat(fake, '张工')))).toMatchObject({ kind: 'sent' });
    expect(new Set(proxy.tunnels)).toEqual(new Set([hostOf(fake.env().FEISHU_DOMAIN!)]));
    expect([fake.socket.connections, proxy.webSockets]).toEqual([1, 1]);
    await channel.stop();
    await fake.close();
  });

  it('企业微信: by fetch; and what the proxy does not let through is tried again', async () => {
    expect(proxyFetch(process.env)).toMatchObject({ ok: true });
    // Callbacks come to us: they are the test's own calls and take the direct way.
    const { fake, channel, peer, close } = await openApp({ log: silentLogger, dataDir });
    await channel.start(new FakeIntake());
    expect(await channel.send(outgoing(peer.chat('张工')))).toMatchObject({ kind: 'sent' });
    expect(new Set(proxy.tunnels)).toEqual(new Set([hostOf(fake.url)]));
    await channel.stop();
    await close();
  });
});

describe('the way to an address', () => {
  it('is direct for what NO_PROXY names, with its subdomains', () => {
    set({ HTTPS_PROXY: 'http://10.0.0.1:3128', NO_PROXY: '.feishu.cn,qyapi.weixin.qq.com,127.0.0.1' });
    expect(proxyFor('https://api.telegram.org')).toBe('http://10.0.0.1:3128');
    expect(proxyFor('https://open.feishu.cn/open-apis')).toBeNull();
    expect(proxyFor('wss://msg-frontier.feishu.cn/ws')).toBeNull();
    expect(proxyFor('https://qyapi.weixin.qq.com')).toBeNull();
    expect(proxyFor('http://api.telegram.org')).toBeNull();
  });

  it('is shown without the password', () => {
    set({ https_proxy: 'http://user:secret@10.0.0.1:3128' });
    expect(wayTo('wss://openws.work.weixin.qq.com')).toBe('http://10.0.0.1:3128');
  });

  it.each(['socks5://10.0.0.1:1080', '10.0.0.1:3128', 'http://'])('%s is no proxy we can use', value => {
    const result = proxyFetch({ HTTPS_PROXY: value });
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.issues[0]!.message).toContain('HTTPS_PROXY');
  });

  it('is tried for the doctor: open, refused, and without anybody there', async () => {
    const address = process.env.HTTP_PROXY!;
    const target = address;
    expect(await tryTunnel(address, target)).toBe('open');
    proxy.refusal = 407;
    expect(await tryTunnel(address.replace('//', '//office:pass@'), target)).toBe(407);
    expect(proxy.logins.at(-1)).toBe(`Basic ${Buffer.from('office:pass').toString('base64')}`);
    await proxy.close();
    expect(await tryTunnel(address, target)).toBe('unreachable');
    proxy = new LoopbackProxy();
    await proxy.start();
  });
});
