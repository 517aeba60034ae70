import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { PassThrough, Readable } from 'node:stream';
import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { readBody } from '../../src/host/body.ts';
import type { Intake, Receipt } from '../../src/host/channel.ts';
import type { Logger } from '../../src/host/log.ts';
import type { Event } from '../../src/model/event.ts';
import type { Issue, Result } from '../../src/model/issue.ts';
import type { Asset } from './assets.ts';
import {
  decodeChair,
  decodeClock,
  decodePosted,
  decodeUpload,
  maxEventBytes,
  postedEvent,
  SeatName,
  uploadEvent,
} from './decode.ts';
import { encodeSaid } from './encode.ts';
import { hostAllowed, originAllowed } from './guard.ts';
import type { WebHouse } from './house.ts';
import type { Hub } from './hub.ts';
import { addressOf, browserOf, rehearsalName, type Seat } from './seat.ts';
import type { Accepted, HomeView, Refusal } from './wire.ts';

/** Bytes; our own cap for one uploaded file. */
const maxFileBytes = 20 * 1024 * 1024;
const maxSettingBytes = 4_096;
/** An idle stream says something this often, in milliseconds, so that proxies keep it and dead ones are noticed. */
const heartbeatMs = 20_000;
const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

export interface SiteOptions {
  readonly house: WebHouse;
  readonly hub: Hub;
  readonly assets: ReadonlyMap<string, Asset>;
  /** null until the channel was started and after it was stopped. */
  intake(): Intake | null;
  /** Host names the page may be called by, besides localhost and addresses. */
  readonly names: readonly string[];
  readonly log: Logger;
}

interface Env {
  Bindings: HttpBindings;
  Variables: { browser: string };
}
type Status = 400 | 401 | 403 | 404 | 409 | 413 | 503;

const refuse = (c: Context, status: Status, code: string, message: string): Response =>
  c.json({ code, message } satisfies Refusal, status);

const unreadable = (c: Context, issues: readonly Issue[]): Response =>
  refuse(c, 400, issues[0]?.code ?? 'web:bad-request', issues[0]?.message ?? '请求不完整。');

/** The body as bytes, or the refusal that answers it. */
const bodyOf = async (c: Context<Env>, maxBytes: number): Promise<Uint8Array | Response> => {
  const body = await readBody(c.env.incoming, maxBytes);
  if (body.kind === 'read') return body.bytes;
  if (body.kind === 'broken') return refuse(c, 400, 'web:broken', '内容没有传完，请重试。');
  c.header('connection', 'close');
  return refuse(c, 413, 'web:too-large', '内容太长，请分几次发送，或作为文件上传。');
};

/**
 * The upload as a stream of its own: whoever stops reading it (at the cap) does not cut the connection that still has
 * to carry the answer, and a sender who goes away ends it with an error instead of a short file.
 */
const uploadOf = (incoming: IncomingMessage): Readable => {
  const through = new PassThrough();
  incoming.once('close', () => {
    if (!incoming.complete) through.destroy(new Error('the upload broke off'));
  });
  return incoming.pipe(through);
};

/** The page, its files, and the requests it makes. */
export const createSite = (options: SiteOptions): Hono<Env> => {
  const { house, hub, assets, log } = options;
  const app = new Hono<Env>();

  app.use('*', async (c, next) => {
    const host = c.req.header('host');
    if (!hostAllowed(host, options.names)) {
      return refuse(c, 403, 'web:unknown-host', '请用本机地址打开本页；如有域名，请在 PUBLIC_URL 中写明。');
    }
    const origin = { host, origin: c.req.header('origin'), fetchSite: c.req.header('sec-fetch-site') };
    if (c.req.path.startsWith('/api/') && !originAllowed(origin)) {
      return refuse(c, 403, 'web:foreign-page', '请求不是从本页发出的。');
    }
    c.header('x-content-type-options', 'nosniff');
    c.header('referrer-policy', 'no-referrer');
    c.header('cross-origin-opener-policy', 'same-origin');
    return next();
  });

  app.use('/api/*', async (c, next) => {
    const browser = browserOf(c.req.header('x-shenbao-key'));
    if (browser === null) return refuse(c, 401, 'web:no-key', '请刷新页面后重试。');
    c.set('browser', browser);
    c.header('cache-control', 'no-store');
    return next();
  });

  /** The chat a view is about, from `?seat=`. */
  const chatOf = (c: Context<Env>) =>
    addressOf(c.var.browser, SeatName.catch('self').parse(c.req.query('seat')));

  const mayAct = async (browser: string, seat: Seat): Promise<boolean> =>
    seat === 'self' || (await house.rehearsal(rehearsalName(browser))) !== null;

  const outcomeOf = async (c: Context<Env>, intake: Intake, event: Event): Promise<Response> => {
    let receipt: Receipt;
    try {
      receipt = await intake.receive(event);
    } catch (error) {
      log.error(
        { event: event.id, error: error instanceof Error ? error.name : 'unknown' },
        'web:not-received',
      );
      return refuse(c, 503, 'web:unavailable', '暂时不能处理，稍后会自动重试。');
    }
    if (receipt.outcome === 'refused')
      return refuse(c, 409, 'web:refused', '这条消息没有被接受，请刷新页面。');
    return c.json({ outcome: receipt.outcome } satisfies Accepted);
  };

  const notRunning = (c: Context) =>
    refuse(c, 503, 'web:unavailable', '服务正在启动或停止，稍后会自动重试。');
  const noRehearsal = (c: Context) => refuse(c, 409, 'web:no-rehearsal', '演练没有开始，请先选择演练日期。');

  app.post('/api/events', async c => {
    const bytes = await bodyOf(c, maxEventBytes);
    if (bytes instanceof Response) return bytes;
    const posted = decodePosted(bytes);
    if (!posted.ok) return unreadable(c, posted.issues);
    const intake = options.intake();
    if (!intake) return notRunning(c);
    const { browser } = c.var;
    const { seat, id } = posted.value;
    if (!(await mayAct(browser, seat))) return noRehearsal(c);
    const said = encodeSaid(posted.value, token => hub.labelOf(browser, seat, token));
    if (said) hub.said(browser, { kind: 'said', seat, event: id, said });
    return outcomeOf(c, intake, postedEvent(browser, posted.value, intake.now()));
  });

  app.post('/api/files', async c => {
    const upload = decodeUpload(c.req.query());
    if (!upload.ok) return unreadable(c, upload.issues);
    const intake = options.intake();
    if (!intake) return notRunning(c);
    const { browser } = c.var;
    const { id, seat, name } = upload.value;
    if (!(await mayAct(browser, seat))) return noRehearsal(c);
    const { incoming } = c.env;
    const kept =
      Number(incoming.headers['content-length'] ?? 0) > maxFileBytes
        ? ({ ok: false, issues: [{ code: 'web:too-large', message: '' }] } satisfies Result<never>)
        : await intake.keepFile(uploadOf(incoming), name, maxFileBytes);
    if (incoming.destroyed && !incoming.complete)
      return refuse(c, 400, 'web:broken', '文件没有传完，请重试。');
    if (!incoming.complete) c.header('connection', 'close');
    hub.said(browser, { kind: 'said', seat, event: id, said: { kind: 'file', name } });
    return outcomeOf(c, intake, uploadEvent(browser, upload.value, intake.now(), kept));
  });

  app.get('/api/stream', c => {
    const { browser } = c.var;
    const ended = new AbortController();
    let cursor = c.req.header('last-event-id') ?? null;
    c.header('x-accel-buffering', 'no');
    return streamSSE(
      c,
      async stream => {
        stream.onAbort(() => ended.abort());
        for (let first = true; !ended.signal.aborted && !hub.closed; first = false) {
          const { lines, gap } = hub.after(browser, cursor);
          if (gap) await stream.writeSSE({ event: 'gap', data: '' });
          for (const { id, entry } of lines) {
            await stream.writeSSE({ id, data: JSON.stringify(entry) });
            cursor = id;
          }
          if (gap && lines.length === 0) cursor = null;
          if (first) await stream.writeSSE({ event: 'ready', data: '' });
          if (lines.length > 0) continue;
          const why = await hub.changed(browser, heartbeatMs, ended.signal);
          if (why === 'quiet') await stream.write(': still here\n\n');
        }
      },
      async () => ended.abort(),
    );
  });

  app.get('/api/files/:id', async c => {
    const file = hub.file(c.var.browser, c.req.param('id'));
    const size = file
      ? await stat(file.path)
          .then(({ size }) => size)
          .catch(() => null)
      : null;
    if (!file || size === null) return refuse(c, 404, 'web:no-file', '文件已不在，请在对话中重新获取。');
    return new Response(Readable.toWeb(createReadStream(file.path)) as ReadableStream, {
      headers: {
        'content-type': 'application/octet-stream',
        'content-length': String(size),
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      },
    });
  });

  app.get('/api/home', async c =>
    c.json({
      notice: await house.notice(chatOf(c)),
      rehearsal: await house.rehearsal(rehearsalName(c.var.browser)),
      maxFileBytes,
    } satisfies HomeView),
  );

  app.get('/api/checklist', async c => c.json(await house.checklist(chatOf(c))));

  app.get('/api/preview', async c => {
    const form = await house.preview(chatOf(c));
    if (!form) return c.body(null, 204);
    return c.body(new Uint8Array(form), 200, { 'content-type': docxType });
  });

  app.put('/api/rehearsal/clock', async c => {
    const bytes = await bodyOf(c, maxSettingBytes);
    if (bytes instanceof Response) return bytes;
    const change = decodeClock(bytes);
    if (!change.ok) return unreadable(c, change.issues);
    const view = await house.setClock(rehearsalName(c.var.browser), change.value.date);
    return view.ok ? c.json({ rehearsal: view.value }) : unreadable(c, view.issues);
  });

  app.put('/api/rehearsal/reviewer', async c => {
    const bytes = await bodyOf(c, maxSettingBytes);
    if (bytes instanceof Response) return bytes;
    const chair = decodeChair(bytes);
    if (!chair.ok) return unreadable(c, chair.issues);
    const { browser } = c.var;
    if (!(await mayAct(browser, 'reviewer'))) return noRehearsal(c);
    const { section, role } = chair.value;
    const chat = addressOf(browser, 'reviewer');
    const view = await house.bindRehearsalReviewer(rehearsalName(browser), chat, section, role);
    return view.ok ? c.json({ rehearsal: view.value }) : unreadable(c, view.issues);
  });

  app.delete('/api/rehearsal', async c => {
    const { browser } = c.var;
    await house.wipeRehearsal(rehearsalName(browser));
    hub.clear(browser, ['rehearsal', 'reviewer']);
    return c.json({ rehearsal: null });
  });

  app.get('*', c => {
    const asset = assets.get(c.req.path);
    if (!asset) return c.text('Not found', 404);
    if (c.req.header('if-none-match') === asset.etag) return c.body(null, 304, { etag: asset.etag });
    return c.body(new Uint8Array(asset.body), 200, { ...asset.headers, etag: asset.etag });
  });

  app.onError((error, c) => {
    log.error({ error: error.name, at: error.stack?.split('\n')[1]?.trim(), path: c.req.path }, 'web:error');
    return refuse(c, 503, 'web:unavailable', '暂时不能处理，请稍后再试。');
  });
  return app;
};
