import { z } from 'zod';

/**
 * What a Redis URL says. `?protocol=2` for proxies that do not speak RESP3, `?timeout=` milliseconds a command,
 * `?connections=` links to one server, `?name=` the primary's name at its Sentinels.
 */
export interface RedisAddress {
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  readonly cluster: boolean;
  /** Name of the primary that Sentinels on `nodes` watch over; null: `nodes` are the servers themselves. */
  readonly sentinel: string | null;
  readonly tls: boolean;
  readonly username?: string;
  readonly password?: string;
  readonly db: number;
  readonly protocol: 2 | 3;
  readonly timeoutMs: number;
  readonly connections: number;
}

const form = /^redis(s?)(\+cluster|\+sentinel)?:\/\/(?:([^@/]*)@)?([^/?]+)(?:\/(\d*))?(?:\?(.*))?$/;

const Query = z.strictObject({
  protocol: z.enum(['2', '3']).default('3'),
  timeout: z.coerce.number().int().min(50).max(60_000).default(1500),
  name: z.string().min(1).default('mymaster'),
  connections: z.coerce.number().int().min(1).max(32).default(4),
});

const node = (text: string, usual: number) => {
  const match = /^(\[[0-9a-fA-F:]+\]|[^:]+)(?::(\d{1,5}))?$/.exec(text);
  if (match === null) throw new TypeError(`not a Redis host: ${text}`);
  return { host: match[1]!.replace(/^\[|\]$/g, ''), port: Number(match[2] ?? usual) };
};

/**
 * Read `redis://[user:password@]host[:port][/db]`, `rediss://…` (TLS), `redis+cluster://` with one or more start nodes
 * separated by commas, or `redis+sentinel://…[/db][?name=mymaster]` with Sentinels so separated; login and TLS are the
 * servers'. Throws without repeating the password.
 */
export const parseRedisAddress = (url: string): RedisAddress => {
  const match = form.exec(url);
  if (match === null) throw new TypeError('not a Redis address: redis://[user:password@]host[:port][/db]');
  const [, tls, manner, login, hosts, db, search] = match;
  const cluster = manner === '+cluster' || undefined;
  const sentinel = manner === '+sentinel';
  const query = Query.safeParse(Object.fromEntries(new URLSearchParams(search ?? '')));
  if (!query.success) throw new TypeError(`Redis address, after "?": ${z.prettifyError(query.error)}`);
  const colon = login?.indexOf(':') ?? -1;
  const username = login === undefined ? '' : decodeURIComponent(colon < 0 ? login : login.slice(0, colon));
  const password = login === undefined || colon < 0 ? '' : decodeURIComponent(login.slice(colon + 1));
  if (cluster !== undefined && db !== undefined && !['', '0'].includes(db)) {
    throw new TypeError('a Redis cluster has no database numbers');
  }
  return {
    nodes: hosts!.split(',').map(host => node(host, sentinel ? 26_379 : 6_379)),
    cluster: cluster !== undefined,
    sentinel: sentinel ? query.data.name : null,
    tls: tls === 's',
    ...(username === '' ? {} : { username }),
    ...(password === '' ? {} : { password }),
    db: Number(db ?? 0),
    protocol: query.data.protocol === '2' ? 2 : 3,
    timeoutMs: query.data.timeout,
    connections: query.data.connections,
  };
};

/** The address without its secrets, for start lines and logs. */
export const describeRedis = (address: RedisAddress): string => {
  const nodes = address.nodes.map(({ host, port }) => `${host}:${port}`).join(',');
  const kind = address.cluster
    ? 'Redis cluster'
    : address.sentinel
      ? `Redis Sentinel ${address.sentinel}`
      : 'Redis';
  return `${kind} ${nodes}${address.cluster ? '' : `/${address.db}`}${address.tls ? ' (TLS)' : ''}`;
};

/** Whether `parseRedisAddress` reads it. */
export const isRedisAddress = (url: string): boolean => {
  try {
    parseRedisAddress(url);
    return true;
  } catch {
    return false;
  }
};
