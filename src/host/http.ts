import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Result } from '../model/issue.ts';
import { readBody } from './body.ts';
import type { HttpRoute, RawResponse } from './channel.ts';
import { hostAllowed, localRequest } from './host-name.ts';
import { isInsider } from './insider.ts';
import type { Logger } from './log.ts';
import { arriving } from './steps.ts';
import { nobody, type Watcher } from './watcher.ts';

const defaultPort = 8080;
/** How many ports above the wanted one are tried when none was asked for by name. */
const portsTried = 50;
/** A client that has not sent its whole request after this long is cut off; enough for 20 MB at 200 kB/s. */
const requestTimeoutMs = 120_000;
/** How long running requests may take to end once the server stops; open event streams are cut after it. */
const stopGraceMs = 1_000;

export interface HttpSettings {
  readonly host: string;
  readonly port: number;
  /** The operator named this port: if it is taken, say so instead of moving on. */
  readonly exact: boolean;
}

const Port = z
  .string()
  .trim()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .refine(port => port <= 65_535)
  .optional();
const Env = z.object({
  HOST: z.string().trim().min(1).default('127.0.0.1'),
  PORT: Port,
  CALLBACK_PORT: Port,
});

/** HOST, PORT and CALLBACK_PORT: a port of their own for the platforms' callbacks, or null. PORT=0 takes any free port. */
export const httpSettings = (
  env: Readonly<Record<string, string | undefined>>,
): Result<{ readonly page: HttpSettings; readonly callbacks: HttpSettings | null }> => {
  const parsed = Env.safeParse({
    HOST: env.HOST || undefined,
    PORT: env.PORT || undefined,
    CALLBACK_PORT: env.CALLBACK_PORT || undefined,
  });
  if (!parsed.success) {
    const [name = 'PORT'] = parsed.error.issues.map(({ path }) => String(path[0]));
    return {
      ok: false,
      issues: [
        {
          code: 'http:bad-settings',
          message: `${name} 应为 0 到 65535 的整数，现在是“${env[name]}”。`,
          hint: '例如 PORT=8080；不设则从 8080 起找空闲端口。',
        },
      ],
    };
  }
  const { HOST: host, PORT: port, CALLBACK_PORT: own } = parsed.data;
  return {
    ok: true,
    value: {
      page: { host, port: port ?? defaultPort, exact: port !== undefined },
      callbacks: own === undefined ? null : { host, port: own, exact: true },
    },
  };
};

/** What `/readyz` answers: ready or not, and the state of each part by name. */
interface Readiness {
  readonly ok: boolean;
  readonly parts: Readonly<Record<string, string>>;
}

/** A web-standard handler that gets everything no other path took; it also sees Node's own request. */
export interface Site {
  fetch(request: Request, env: HttpBindings): Response | Promise<Response>;
  /** The JSON that answers a request that is too much (429) before anything of it is read, or null: it is to be taken. */
  turnsAway?(incoming: IncomingMessage): string | null;
}

/** What whoever watches over the house may ask it. */
export interface HttpWatch {
  /** Version of the program, told to whoever asks whether it lives. */
  readonly version: string;
  /** Figures for Prometheus. */
  metrics(): Promise<string>;
  /** To be borne by whoever asks for figures; null: this machine may ask, and nobody else. */
  readonly token: string | null;
  readonly watcher: Watcher;
}

export interface HttpOptions {
  readonly settings: HttpSettings;
  readonly routes: readonly HttpRoute[];
  readonly site?: Site;
  /** Names this server is called by from outside, besides addresses and localhost. */
  readonly names?: readonly string[];
  readonly watch?: HttpWatch;
  ready(): Promise<Readiness>;
  readonly log: Logger;
}

export interface HttpServer {
  /** Address for people on this machine, e.g. `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly port: number;
  /** Stop accepting, give running requests one second, cut what is left (event streams). Idempotent. */
  close(): Promise<void>;
}

type App = Hono<{ Bindings: HttpBindings }>;

const mountRoute = (app: App, route: HttpRoute, watcher: Watcher): void => {
  app.all(route.path, async (c, next) => {
    await arriving(watcher, next);
    watcher.called(route.path, c.res.status);
  });
  app.all(route.path, async c => {
    const { incoming } = c.env;
    const headers = Object.fromEntries(
      Object.entries(incoming.headersDistinct).map(([name, values]) => [name, (values ?? []).join(', ')]),
    );
    const url = new URL(c.req.url);
    const head = { method: c.req.method, path: url.pathname, query: url.searchParams, headers };
    const answered = (answer: RawResponse, closes: boolean): Response => {
      if (answer === 'drop') {
        incoming.socket.destroy();
        return RESPONSE_ALREADY_SENT;
      }
      return new Response((answer.body ?? null) as ConstructorParameters<typeof Response>[0], {
        status: answer.status,
        headers: { ...answer.headers, ...(closes ? { connection: 'close' } : {}) },
      });
    };
    const refused = route.admit?.(head);
    if (refused) return answered(refused, c.req.method !== 'GET');
    const body = await readBody(incoming, route.maxBytes);
    switch (body.kind) {
      case 'read':
        return answered(await route.handle({ ...head, body: body.bytes }), false);
      case 'broken':
        return c.body(null, 400);
      case 'too-large':
        return c.body(null, 413, { connection: 'close' });
      case 'no-room':
        return c.body(null, 503, { connection: 'close', 'retry-after': '5' });
      default:
        return body satisfies never;
    }
  });
};

const mountMetrics = (app: App, { metrics, token }: HttpWatch): void => {
  app.get('/metrics', async c =>
    isInsider(c, token)
      ? c.text(await metrics(), 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' })
      : c.text('Not found', 404),
  );
};

/** What every answer bears that does not say otherwise itself: nothing of it runs, is framed or is guessed at. */
const cautious: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy':
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
};
/** A year, as hstspreload.org asks for; sent only over https, which a proxy in front of this server speaks. */
const onlyHttps = 'max-age=31536000; includeSubDomains';

const application = ({ routes, site, names = [], ready, log, watch }: HttpOptions): App => {
  const app: App = new Hono();
  app.use('*', async (c, next) => {
    await next();
    // What an unchanged page was first sent with goes on to count.
    if (c.res.status === 304) return;
    for (const [name, value] of Object.entries(cautious))
      if (!c.res.headers.has(name)) c.res.headers.set(name, value);
    if (c.req.header('x-forwarded-proto') === 'https')
      c.res.headers.set('strict-transport-security', onlyHttps);
  });
  app.on('GET', ['/healthz', '/readyz'], async (c, next) => {
    // A name with a dot that is not ours was pointed at this machine from outside; one without is a service's in a cluster.
    const host = c.req.header('host');
    return hostAllowed(host, names) || !host?.includes('.') ? next() : c.text('Forbidden', 403);
  });
  app.get('/healthz', c =>
    c.json({ ok: true, version: watch?.version }, 200, { 'cache-control': 'no-store' }),
  );
  if (watch) mountMetrics(app, watch);
  app.get('/readyz', async c => {
    const state = await ready().catch((): Readiness => ({ ok: false, parts: { ready: 'error' } }));
    // Which channels there are and how they do is for the operator on this machine.
    const shown = localRequest(c) ? state : { ok: state.ok };
    return c.json(shown, state.ok ? 200 : 503, { 'cache-control': 'no-store' });
  });
  for (const route of routes) mountRoute(app, route, watch?.watcher ?? nobody);
  if (site) app.all('*', c => site.fetch(c.req.raw, c.env));
  app.notFound(c => c.text('Not found', 404));
  app.onError((error, c) => {
    // The message may quote what a person sent; the name and the place in the code cannot.
    log.error({ error: error.name, at: error.stack?.split('\n')[1]?.trim(), path: c.req.path }, 'http:error');
    return c.text('Internal error', 500);
  });
  return app;
};

const listen = (server: Server, host: string, port: number): Promise<NodeJS.ErrnoException | null> =>
  new Promise(resolve => {
    const failed = (error: NodeJS.ErrnoException) => resolve(error);
    server.once('error', failed);
    server.listen(port, host, () => {
      server.off('error', failed);
      resolve(null);
    });
  });

const refused = (error: NodeJS.ErrnoException, { host, port }: HttpSettings): Result<never> => {
  const reason = error.code === 'EADDRINUSE' ? '已被占用' : `不能使用（${error.code ?? error.name}）`;
  return {
    ok: false,
    issues: [
      {
        code: error.code === 'EADDRINUSE' ? 'http:port-taken' : 'http:cannot-listen',
        message: `网页地址 ${host}:${port} ${reason}。`,
        hint: '请用 PORT 指定另一个端口，或不设 PORT 让程序自己找空闲端口；HOST 应是本机的地址。',
      },
    ],
  };
};

const shownHost = (host: string): string => {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return isIP(host) === 6 ? `[${host}]` : host;
};

/** Refusing has to cost next to nothing, or a flood of refusals would be one itself. */
const turnAway = (incoming: IncomingMessage, outgoing: ServerResponse, json: string): void => {
  incoming.resume();
  const bytes = Buffer.from(json);
  outgoing.writeHead(429, {
    ...cautious,
    'content-type': 'application/json',
    'content-length': bytes.length,
    'cache-control': 'no-store',
    'retry-after': '5',
    ...(incoming.headers['x-forwarded-proto'] === 'https' ? { 'strict-transport-security': onlyHttps } : {}),
  });
  outgoing.end(bytes);
};

/** The house's one HTTP server: health, the callback routes of channels, and the page behind everything else. */
export const startHttp = async (options: HttpOptions): Promise<Result<HttpServer>> => {
  const { settings, site } = options;
  const server = createAdaptorServer({
    createServer: ((own: object, listener: (incoming: IncomingMessage, outgoing: ServerResponse) => void) =>
      createServer(own, (incoming, outgoing) => {
        const away = site?.turnsAway?.(incoming) ?? null;
        if (away === null) listener(incoming, outgoing);
        else turnAway(incoming, outgoing, away);
      })) as typeof createServer,
    fetch: application(options).fetch,
    overrideGlobalObjects: false,
    serverOptions: { requestTimeout: requestTimeoutMs },
  }) as Server;
  const last = settings.exact ? settings.port : Math.min(settings.port + portsTried, 65_535);
  for (let port = settings.port; ; port += 1) {
    const error = await listen(server, settings.host, port);
    if (!error) break;
    if (error.code !== 'EADDRINUSE' || port >= last) return refused(error, settings);
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('HTTP server listens on no port');
  let closing: Promise<void> | null = null;
  const close = () =>
    new Promise<void>(resolve => {
      const cut = setTimeout(() => server.closeAllConnections(), stopGraceMs);
      server.close(() => {
        clearTimeout(cut);
        resolve();
      });
    });
  return {
    ok: true,
    value: {
      url: `http://${shownHost(settings.host)}:${address.port}`,
      port: address.port,
      close: () => {
        closing ??= close();
        return closing;
      },
    },
  };
};
