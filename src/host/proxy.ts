import http, { type Agent } from 'node:http';
import createTunnel from 'https-proxy-agent';
import { getProxyForUrl } from 'proxy-from-env';
import type { Issue, Result } from '../model/issue.ts';

/**
 * The way out where an office lets nothing out but through a proxy: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, in
 * either case, as curl and most programs read them (everything.curl.dev/usingcurl/proxies/env). Nobody else reads them.
 */

type Env = Readonly<Record<string, string | undefined>>;

const variables = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'] as const;

const setting = (env: Env, name: string): string | undefined =>
  (env[name.toLowerCase()] || env[name])?.trim() || undefined;

const issue = (message: string, hint: string): Issue => ({ code: 'proxy:bad-setting', message, hint });

/** Without the password. */
const shown = (proxy: string): string => {
  const { protocol, host } = new URL(proxy);
  return `${protocol}//${host}`;
};

/** The proxy that serves this address, or null when the way is direct. WebSocket addresses go the way of HTTP ones. */
export const proxyFor = (url: string): string | null => getProxyForUrl(url.replace(/^ws/i, 'http')) || null;

/** The same for a person to read. */
export const wayTo = (url: string): string | null => {
  const proxy = proxyFor(url);
  return proxy === null ? null : shown(proxy);
};

const agents = new Map<string, Agent>();

/**
 * What carries a connection to this address through its proxy by CONNECT, WebSockets as well (RFC 6455, 4.1); undefined
 * when the way is direct. For clients that take an agent of `node:http`; those that use `fetch` need `proxyFetch`.
 */
export const agentFor = (url: string): Agent | undefined => {
  const proxy = proxyFor(url);
  if (proxy === null) return undefined;
  const agent = agents.get(proxy) ?? (createTunnel(proxy) as unknown as Agent);
  agents.set(proxy, agent);
  return agent;
};

/**
 * Let `fetch` go through the proxies of the environment. Gives null when none is set, or what to say of them. Issues:
 * an address that is none, a kind of proxy we do not speak, or a Node that cannot do it.
 */
export const proxyFetch = (env: Env): Result<string | null> => {
  const set = variables.flatMap(name => {
    const value = setting(env, name);
    return value === undefined ? [] : [{ name, value }];
  });
  const wrong = set.filter(({ value }) => !/^https?:\/\//i.test(value) || !URL.canParse(value));
  if (wrong.length > 0)
    return {
      ok: false,
      issues: wrong.map(({ name }) =>
        issue(
          `${name} 不是可用的代理地址。`,
          '请写完整的 HTTP 代理地址，如 http://10.0.0.1:3128 或 http://用户:密码@主机:端口；不支持 socks 代理。',
        ),
      ),
    };
  if (set.length === 0) return { ok: true, value: null };
  if (http.setGlobalProxyFromEnv === undefined)
    return {
      ok: false,
      issues: [
        issue(
          `设置了代理，但 Node ${process.versions.node} 不能经代理访问外网。`,
          '请使用 Node 24.14 或更高版本。',
        ),
      ],
    };
  const all = setting(env, 'ALL_PROXY');
  const httpProxy = setting(env, 'HTTP_PROXY') ?? all;
  const httpsProxy = setting(env, 'HTTPS_PROXY') ?? all;
  const noProxy = setting(env, 'NO_PROXY');
  http.setGlobalProxyFromEnv({
    ...(httpProxy === undefined ? {} : { HTTP_PROXY: httpProxy }),
    ...(httpsProxy === undefined ? {} : { HTTPS_PROXY: httpsProxy }),
    ...(noProxy === undefined ? {} : { NO_PROXY: noProxy }),
  });
  const ways = set.map(({ name, value }) => `${name}=${shown(value)}`);
  return {
    ok: true,
    value: [...ways, ...(noProxy === undefined ? [] : [`NO_PROXY=${noProxy}`])].join('，'),
  };
};

/** Milliseconds a proxy may take to open a tunnel when it is only being tried. */
const trialMs = 5_000;

/**
 * Try the way to an address. `open`; or why not: `unreachable`, the proxy itself does not answer; or the HTTP status
 * with which it refuses (407: it wants a name and password; 403: it does not let this host through).
 */
export const tryTunnel = (proxy: string, url: string): Promise<'open' | 'unreachable' | number> => {
  const { hostname, port, protocol, username, password } = new URL(proxy);
  const target = new URL(url.replace(/^ws/i, 'http'));
  const to = `${target.hostname}:${target.port || (target.protocol === 'https:' ? 443 : 80)}`;
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return new Promise(resolve => {
    const request = http.request({
      host: hostname,
      port: port || (protocol === 'https:' ? 443 : 80),
      method: 'CONNECT',
      path: to,
      agent: false,
      headers: {
        host: to,
        ...(username === ''
          ? {}
          : { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` }),
      },
      timeout: trialMs,
    });
    request.once('connect', (answer, socket) => {
      socket.destroy();
      resolve(answer.statusCode === 200 ? 'open' : (answer.statusCode ?? 'unreachable'));
    });
    request.once('response', answer => {
      answer.resume();
      resolve(answer.statusCode ?? 'unreachable');
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve('unreachable'));
    request.end();
  });
};
