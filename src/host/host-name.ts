import { isIP } from 'node:net';
import type { HttpBindings } from '@hono/node-server';

/** Host name of a `Host` header without its port, lower case, IPv6 without brackets; null when there is none. */
export const hostName = (host: string | undefined): string | null => {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^\s:/@[\]]+))(?::\d{1,5})?$/i.exec(host ?? '');
  return match ? (match[1] ?? match[2]!).toLowerCase() : null;
};

/**
 * May this `Host` be served? A page of another site that points its own name at this machine (DNS rebinding) comes
 * with that name, so names must be known; addresses and localhost cannot be rebound.
 */
export const hostAllowed = (host: string | undefined, names: readonly string[]): boolean => {
  const name = hostName(host);
  return name !== null && (name === 'localhost' || isIP(name) !== 0 || names.includes(name));
};

const isLoopback = (address: string | undefined): boolean =>
  address === '::1' || /^(?:::ffff:)?127\./.test(address ?? '');

/** Whether a request was made on this machine itself, and not handed on by a proxy for somebody else. */
export const localRequest = ({
  env,
  req,
}: {
  readonly env: HttpBindings;
  readonly req: { header(name: string): string | undefined };
}): boolean =>
  isLoopback(env.incoming.socket.remoteAddress) &&
  hostAllowed(req.header('host'), []) &&
  ['forwarded', 'x-forwarded-for', 'x-real-ip'].every(name => req.header(name) === undefined);
