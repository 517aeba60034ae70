import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWebChannel } from '../../adapters/web/index.ts';
import type { HttpServer } from '../../src/host/http.ts';
import { silentLogger } from '../../src/host/log.ts';
import { newKey, open } from '../web/ask.ts';
import { createFakeHouse, type FakeHouse } from '../web/fake-house.ts';
import { serveSite } from '../web/serve-site.ts';

/** The page is for this machine only; a proxy hands on what comes from elsewhere. */
let fake: FakeHouse;
let http: HttpServer;
beforeAll(async () => {
  fake = await createFakeHouse();
  const channel = await createWebChannel({
    house: fake.house,
    desk: null,
    log: silentLogger,
    open: false,
    publicUrl: 'https://shenbao.example',
  });
  fake.attach(channel);
  await channel.start(fake.intake);
  http = await serveSite(channel.site, { names: ['shenbao.example'] });
});
afterAll(async () => {
  await http.close();
  await fake.dispose();
});

const elsewhere = { host: 'shenbao.example', 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' };
const post = (headers: Record<string, string>) => ({
  method: 'POST',
  headers: { 'x-shenbao-key': newKey(), 'content-type': 'application/json', ...headers },
  body: JSON.stringify({ kind: 'text', id: 'event-000001', seat: 'self', text: '你好' }),
});

const status = async (path: string, question: Parameters<typeof open>[1]): Promise<number> => {
  const response = await open(`${http.url}${path}`, question);
  response.destroy();
  return response.statusCode ?? 0;
};

describe('somebody elsewhere', () => {
  it.each([
    '/',
    '/index.html',
    '//',
    '/./',
    '/x/..',
    '/index.html/',
    '/INDEX.HTML',
    '/%69ndex.html',
    '/api/home',
    '//api/home',
    '/API/home',
    '/%61pi/home',
    '/api/../api/home',
    '/api/desk/../home',
    '/api/desk/%2e%2e/home',
    '/api/desk/..%2fhome',
    '/api/home/',
    '/api/home?/api/desk/',
    '/api/stream',
    '/api/preview',
  ])('is not given %s', async path => {
    const key = { 'x-shenbao-key': newKey() };
    for (const headers of [
      { ...elsewhere, ...key },
      { ...elsewhere, ...key, range: 'bytes=0-10' },
      { ...elsewhere, ...key, 'x-forwarded-for': '127.0.0.1' },
      { ...elsewhere, ...key, 'x-original-url': '/desk', 'x-rewrite-url': '/desk' },
      {
        ...elsewhere,
        ...key,
        connection: 'upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
      },
      { ...key, host: 'shenbao.example' },
      { ...key, host: '127.0.0.1', forwarded: 'for=203.0.113.9' },
      { ...key, host: 'localhost', 'x-real-ip': '203.0.113.9' },
    ])
      expect([403, 404, 400]).toContain(await status(path, { headers }));
  });

  it('cannot say anything, from whatever page', async () => {
    const seen = fake.received.length;
    for (const headers of [
      elsewhere,
      { ...elsewhere, origin: 'https://shenbao.example' },
      { ...elsewhere, origin: 'null' },
      { host: 'shenbao.example', origin: 'https://shenbao.example' },
      { host: 'localhost', origin: 'http://localhost.evil.example' },
      { host: 'localhost', 'sec-fetch-site': 'cross-site' },
      { host: 'localhost', 'x-http-method-override': 'PUT', 'x-forwarded-for': '::1' },
    ])
      expect(await status('/api/events', post(headers))).toBe(403);
    expect(fake.received).toHaveLength(seen);
  });

  it('while this machine may: this test can fail', async () => {
    expect(await status('/', { headers: { host: 'localhost' } })).toBe(200);
    expect(await status('/api/events', post({ host: 'localhost' }))).toBe(200);
  });
});
