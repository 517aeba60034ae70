import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchToken, TokenRefused, WecomApi } from '../../adapters/wecom/api.ts';
import { verdictOf } from '../../adapters/wecom/errcode.ts';
import { TokenCache } from '../../adapters/wecom/token.ts';
import { listen } from './fake-http.ts';
import { appSecret, corpId, FakeWecom } from './fake-wecom.ts';

describe('access tokens', () => {
  let fake: FakeWecom;
  let folder: string;
  let clock: number;
  const cache = () =>
    new TokenCache({
      folder,
      app: 'app',
      fetch: () => fetchToken(fake.url, corpId, appSecret),
      now: () => clock,
    });
  const send = (api: WecomApi, content: string) =>
    api.post('/cgi-bin/message/send', {
      touser: 'zhang',
      agentid: 1000002,
      msgtype: 'text',
      text: { content },
    });

  beforeEach(async () => {
    clock = Date.parse('2026-11-23T08:00:00Z');
    fake = new FakeWecom({ now: () => clock });
    await fake.start();
    folder = mkdtempSync(join(tmpdir(), 'shenbao-token-'));
  });
  afterEach(async () => {
    await fake.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are fetched once for fifty calls at the same time', async () => {
    const api = new WecomApi(fake.url, cache());
    const replies = await Promise.all(Array.from({ length: 20 }, (_, n) => send(api, `第${n}条`)));
    expect(replies.map(({ kind }) => kind)).toEqual(Array.from({ length: 20 }, () => 'ok'));
    expect(fake.tokenFetches).toBe(1);
  });

  it('are shared by processes on one data folder', async () => {
    await send(new WecomApi(fake.url, cache()), '一');
    await send(new WecomApi(fake.url, cache()), '二');
    expect(fake.tokenFetches).toBe(1);
  });

  it('are fetched once more for all when they die early, and no message is lost', async () => {
    const first = new WecomApi(fake.url, cache());
    const second = new WecomApi(fake.url, cache());
    await Promise.all([send(first, '一'), send(second, '二')]);
    const before = fake.tokenFetches;
    fake.expireTokens();
    const replies = await Promise.all([send(first, '三'), send(first, '四')]);
    replies.push(await send(second, '五'));
    expect(replies.map(({ kind }) => kind)).toEqual(['ok', 'ok', 'ok']);
    expect(fake.tokenFetches).toBe(before + 1);
    expect(fake.chat('zhang')).toHaveLength(5);
  });

  it('are replaced before they end', async () => {
    const api = new WecomApi(fake.url, cache());
    await send(api, '一');
    clock += 7_000_000;
    await send(api, '二');
    expect(fake.tokenFetches).toBe(2);
  });

  it('say why they were refused', async () => {
    await expect(fetchToken(fake.url, corpId, 'wrong-secret')).rejects.toEqual(new TokenRefused(40001));
    const api = new WecomApi(fake.url, {
      get: () => fetchToken(fake.url, 'ww-x', appSecret).then(t => t.token),
    });
    expect(await send(api, '一')).toEqual({ kind: 'error', code: 40013 });
  });

  it('an address where nobody listens is told apart from an answer that was lost', async () => {
    const closed = await listen(async () => ({ status: 500 }));
    await closed.close();
    const nobody = new WecomApi(closed.url, { get: () => Promise.resolve('t') });
    expect(await send(nobody, '一')).toEqual({ kind: 'unreached' });
    fake.fault('lost-reply');
    expect(await send(new WecomApi(fake.url, cache()), '一')).toEqual({ kind: 'lost' });
  });
});

describe('error codes', () => {
  it.each([
    [-1, 'retry'],
    [45009, 'retry'],
    [45033, 'retry'],
    [40014, 'token'],
    [42001, 'token'],
    [60111, 'receiver'],
    [81013, 'receiver'],
    [40003, 'receiver'],
    [45002, 'message'],
    [40201, 'message'],
    [42031, 'message'],
    [60140, 'message'],
    [95001, 'parked'],
    [95002, 'parked'],
    [95018, 'parked'],
    [95033, 'done'],
    [60020, 'down'],
    [48002, 'down'],
  ])('%i means %s', (code, verdict) => {
    expect(verdictOf(code)).toBe(verdict);
  });
});
