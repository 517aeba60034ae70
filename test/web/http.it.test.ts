import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { type Body, readBody } from '../../src/host/body.ts';
import type { HttpRoute, RawRequest } from '../../src/host/channel.ts';
import { type HttpServer, type HttpSettings, httpSettings, startHttp } from '../../src/host/http.ts';
import { silentLogger } from '../../src/host/log.ts';
import { ask, open } from './ask.ts';

const running: HttpServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map(server => server.close()));
});

const anyPort: HttpSettings = { host: '127.0.0.1', port: 0, exact: true };
const start = async (routes: readonly HttpRoute[] = [], settings = anyPort, ok = true) => {
  const started = await startHttp({
    settings,
    routes,
    ready: async () => ({ ok, parts: { store: ok ? 'up' : 'down' } }),
    log: silentLogger,
  });
  if (started.ok) running.push(started.value);
  return started;
};
const started = async (routes: readonly HttpRoute[] = [], ok = true): Promise<HttpServer> => {
  const result = await start(routes, anyPort, ok);
  if (!result.ok) throw new Error(result.issues[0]?.message);
  return result.value;
};

const echo = (seen: RawRequest[], maxBytes = 1_000): HttpRoute => ({
  path: '/callback/test',
  maxBytes,
  handle: async request => {
    seen.push(request);
    return { status: 201, headers: { 'x-seen': 'yes' }, body: request.body };
  },
});

describe('settings', () => {
  it.each([
    [{}, { host: '127.0.0.1', port: 8080, exact: false }, null],
    [{ PORT: '' }, { host: '127.0.0.1', port: 8080, exact: false }, null],
    [{ PORT: '9000' }, { host: '127.0.0.1', port: 9000, exact: true }, null],
    [{ HOST: '0.0.0.0', PORT: '0' }, { host: '0.0.0.0', port: 0, exact: true }, null],
    [
      { CALLBACK_PORT: '9001' },
      { host: '127.0.0.1', port: 8080, exact: false },
      { host: '127.0.0.1', port: 9001, exact: true },
    ],
  ])('reads %j', (env, page, callbacks) => {
    expect(httpSettings(env)).toEqual({ ok: true, value: { page, callbacks } });
  });

  it.each(['80a', '-1', '65536', '1e3'])('refuses PORT=%s in a sentence', port => {
    const settings = httpSettings({ PORT: port });
    expect(settings.ok).toBe(false);
    expect(settings.ok ? '' : settings.issues[0]?.message).toContain(port);
  });
});

describe('the HTTP server', () => {
  it('gives a route the bytes, the query and the headers as they were sent', async () => {
    const seen: RawRequest[] = [];
    const server = await started([echo(seen)]);
    const answer = await ask(`${server.url}/callback/test?a=1&b=%E4%B8%AD`, {
      method: 'POST',
      body: '你好',
      headers: { 'x-signature': 'abc' },
    });
    expect(answer).toMatchObject({ status: 201, text: '你好', headers: { 'x-seen': 'yes' } });
    expect(seen[0]).toMatchObject({ method: 'POST', path: '/callback/test' });
    expect(seen[0]?.query.get('b')).toBe('中');
    expect(seen[0]?.headers['x-signature']).toBe('abc');
  });

  it.each([false, true])('refuses a body over the cap with 413, chunked: %s', async chunked => {
    const seen: RawRequest[] = [];
    const server = await started([echo(seen)]);
    const answer = await ask(`${server.url}/callback/test`, {
      method: 'POST',
      body: 'x'.repeat(1_001),
      chunked,
    });
    expect(answer.status).toBe(413);
    expect(seen).toEqual([]);
    const whole = await ask(`${server.url}/callback/test`, {
      method: 'POST',
      body: 'x'.repeat(1_000),
      chunked,
    });
    expect(whole.status).toBe(201);
  });

  it('closes the connection without an answer on drop', async () => {
    const server = await started([{ path: '/callback/drop', maxBytes: 10, handle: async () => 'drop' }]);
    await expect(ask(`${server.url}/callback/drop`, { method: 'POST', body: 'x' })).rejects.toThrow(
      /hang up|ECONNRESET/,
    );
  });

  it('answers 500 without details when a handler breaks', async () => {
    const server = await started([
      {
        path: '/callback/broken',
        maxBytes: 10,
        handle: async () => {
          throw new Error('张三 13800138000');
        },
      },
    ]);
    const answer = await ask(`${server.url}/callback/broken`);
    expect(answer).toMatchObject({ status: 500, text: 'Internal error' });
  });

  it.each([
    [true, 200],
    [false, 503],
  ])('is alive in any case and ready when it says so: %s', async (ok, status) => {
    const server = await started([], ok);
    expect((await ask(`${server.url}/healthz`)).status).toBe(200);
    const ready = await ask(`${server.url}/readyz`);
    expect(ready.status).toBe(status);
    expect(JSON.parse(ready.text)).toEqual({ ok, parts: { store: ok ? 'up' : 'down' } });
  });

  it('takes the next free port unless the port was named', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise(resolve => taken.once('listening', resolve));
    const { port } = taken.address() as AddressInfo;
    const moved = await start([], { host: '127.0.0.1', port, exact: false });
    expect(moved.ok && moved.value.port).toBeGreaterThan(port);
    const named = await start([], { host: '127.0.0.1', port, exact: true });
    expect(named).toMatchObject({ ok: false, issues: [{ code: 'http:port-taken' }] });
    expect(named.ok ? '' : named.issues[0]?.message).toContain(String(port));
    await new Promise(resolve => taken.close(resolve));
  });

  it('stops although a stream is open', async () => {
    const endless: HttpRoute = { path: '/none', maxBytes: 1, handle: async () => ({ status: 204 }) };
    const result = await startHttp({
      settings: anyPort,
      routes: [endless],
      site: {
        fetch: () =>
          new Response(
            new ReadableStream({ start: stream => stream.enqueue(new TextEncoder().encode('first')) }),
          ),
      },
      ready: async () => ({ ok: true, parts: {} }),
      log: silentLogger,
    });
    if (!result.ok) throw new Error('not started');
    const response = await open(`${result.value.url}/endless`);
    await new Promise(resolve => response.once('data', resolve));
    const ended = new Promise(resolve => response.once('close', resolve));
    await Promise.all([result.value.close(), result.value.close(), ended]);
    await expect(ask(result.value.url)).rejects.toThrow(/ECONNREFUSED/);
  });
});

/** What must hold for any reader of bodies: never more than the cap is kept, whatever was declared. */
const keepsToTheCap = async (read: (incoming: IncomingMessage, maxBytes: number) => Promise<Body>) => {
  const request = (declared: string | undefined, sent: number) =>
    Object.assign(Readable.from([Buffer.alloc(sent)]), {
      headers: declared === undefined ? {} : { 'content-length': declared },
      complete: true,
    }) as unknown as IncomingMessage;
  const kinds = [];
  for (const [declared, sent] of [
    ['5', 11],
    [undefined, 11],
    ['11', 11],
    ['10', 10],
  ] as const) {
    kinds.push((await read(request(declared, sent), 10)).kind);
  }
  return kinds;
};

describe('the body reader', () => {
  it('counts what comes, not what was declared', async () => {
    expect(await keepsToTheCap(readBody)).toEqual(['too-large', 'too-large', 'too-large', 'read']);
  });

  it('would be caught trusting the declared length', async () => {
    const trusting = async (incoming: IncomingMessage, maxBytes: number): Promise<Body> => {
      if (Number(incoming.headers['content-length'] ?? 0) > maxBytes) return { kind: 'too-large' };
      const bytes = Buffer.concat(await incoming.toArray());
      return { kind: 'read', bytes };
    };
    expect(await keepsToTheCap(trusting)).not.toEqual(['too-large', 'too-large', 'too-large', 'read']);
  });
});
