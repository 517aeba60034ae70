import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { composeHouse } from '../../src/compose.ts';
import type { Outgoing } from '../../src/host/channel.ts';
import { startHttp } from '../../src/host/http.ts';
import { silentLogger } from '../../src/host/log.ts';
import { openTracing } from '../../src/host/tracing.ts';
import type { Event } from '../../src/model/event.ts';
import { readSettings } from '../../src/settings.ts';
import { deskCapabilities } from '../support/desk.ts';

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
}
interface Export {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly Span[] }[] }[];
}

/** What a collector takes in over OTLP/HTTP. */
const collector = async () => {
  const bodies: string[] = [];
  const paths: string[] = [];
  const server = createServer(async (request, response) => {
    paths.push(request.url ?? '');
    bodies.push(await text(request));
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.close();
  });
  const spans = (): Span[] =>
    bodies.flatMap(body =>
      (JSON.parse(body) as Export).resourceSpans.flatMap(({ scopeSpans }) =>
        scopeSpans.flatMap(scope => scope.spans),
      ),
    );
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies, paths, spans };
};

const written = '我们单位叫重庆金丝雀有限公司，电话13912345678，能申报吗？';
const event = (id: string): Event => ({
  id,
  at: Date.now(),
  address: { channel: 'desk', chat: '甲', kind: 'private' },
  actor: { id: 'desk:甲', name: '金丝雀' },
  body: { kind: 'text', text: written },
});

it('gives one trace a message through all eight steps, however often it is delivered, without a word of it', async () => {
  const { url, bodies, paths, spans } = await collector();
  const before = process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = url;
  onTestFinished(() => {
    if (before === undefined) delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
    else process.env.OTEL_EXPORTER_OTLP_ENDPOINT = before;
  });
  const tracing = await openTracing(process.env, { version: '1.2.3', instance: 'main' });
  if (!tracing.ok || !tracing.value) throw new Error('no tracing');
  const folder = await mkdtemp(join(tmpdir(), 'shenbao-trace-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const settings = readSettings({ SHENBAO_DATA: folder, SHENBAO_PACK: 'wanzhou-2022' });
  if (!settings.ok) throw new Error('no settings');
  const composed = await composeHouse(settings.value, silentLogger, () => null, 'tool', tracing.value);
  if (!composed.ok) throw new Error('no house');
  const { house } = composed.value;
  const sent: Outgoing[] = [];
  house.addChannel({
    name: 'desk',
    capabilities: deskCapabilities,
    start: async () => {},
    send: async outgoing => {
      sent.push(outgoing);
      return { kind: 'sent' };
    },
    health: () => ({ state: 'running' }),
    stop: async () => {},
  });
  const server = await startHttp({
    settings: { host: '127.0.0.1', port: 0, exact: false },
    names: [],
    ready: async () => ({ ok: true, parts: {} }),
    log: silentLogger,
    watch: { version: '1.2.3', token: null, metrics: async () => '', watcher: tracing.value },
    routes: [
      {
        path: '/callback/desk',
        maxBytes: 1000,
        handle: async ({ body }) => {
          await house.receive(event(Buffer.from(body).toString()));
          return { status: 200 };
        },
      },
    ],
  });
  if (!server.ok) throw new Error('no server');
  const deliver = (id: string) =>
    fetch(`${server.value.url}/callback/desk`, { method: 'POST', body: id }).then(answer => answer.text());
  await deliver('desk:1');
  await house.drain();
  await deliver('desk:1');
  await house.receive(event('desk:2'));
  await house.drain();
  await server.value.close();
  await house.close();
  await tracing.value.close();

  expect(new Set(paths)).toEqual(new Set(['/v1/traces']));
  const root = spans().find(({ name, parentSpanId }) => name === 'message' && !parentSpanId)!;
  const first = spans().filter(({ traceId }) => traceId === root.traceId);
  expect(new Set(first.map(({ name }) => name))).toEqual(
    new Set([
      ...['message', 'receive', 'load', 'interpret', 'advance', 'commit'],
      ...['acknowledge', 'dispatch', 'record'],
    ]),
  );
  for (const { name, parentSpanId, startTimeUnixNano, endTimeUnixNano } of first) {
    expect(BigInt(endTimeUnixNano) >= BigInt(startTimeUnixNano)).toBe(true);
    if (name !== 'message') expect(parentSpanId).toBe(root.spanId);
  }
  // The same event again is in the trace of the first time, another one in its own.
  expect(first.filter(({ name }) => name === 'commit')).toHaveLength(2);
  expect(new Set(spans().map(({ traceId }) => traceId)).size).toBe(2);
  expect(sent.length).toBeGreaterThan(0);
  for (const private_ of ['金丝雀', '13912345678', '申报', '甲'])
    expect(bodies.join()).not.toContain(private_);
  expect(bodies.join()).toContain('1.2.3');
});

it('is off without an address, and where it is switched off', async () => {
  const about = { version: '1', instance: 'main' };
  expect(await openTracing({}, about)).toEqual({ ok: true, value: null });
  const off = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', OTEL_SDK_DISABLED: 'true' };
  expect(await openTracing(off, about)).toEqual({ ok: true, value: null });
});
