import { connect } from 'node:tls';

/** Longest wait for a connection, in milliseconds. */
const patienceMs = 5_000;
/** A certificate that ends within this is worth a word, in milliseconds: half of what Let's Encrypt leaves when it renews. */
export const CERTIFICATE_SOON_MS = 15 * 86_400_000;

/**
 * When the certificate of an https address ends, in milliseconds since 1970, whoever vouches for it; null: the address is no
 * https, or cannot be reached from here.
 */
export const certificateEnd = (address: string | null): Promise<number | null> => {
  if (address === null || !address.startsWith('https://')) return Promise.resolve(null);
  const { hostname, port } = new URL(address);
  const host = hostname.replace(/^\[|\]$/g, '');
  const named = /^[\d.]+$|:/.test(host) ? {} : { servername: host };
  return new Promise(resolve => {
    // Looked at, not trusted: nothing is sent over it.
    const socket = connect({ host, port: Number(port || 443), rejectUnauthorized: false, ...named });
    const end = (found: number | null): void => {
      socket.destroy();
      resolve(found);
    };
    socket.setTimeout(patienceMs, () => end(null));
    socket.once('error', () => end(null));
    socket.once('secureConnect', () => {
      const until = Date.parse(socket.getPeerCertificate().valid_to);
      end(Number.isNaN(until) ? null : until);
    });
  });
};

/** How often an address is looked at, and how soon again where it could not be reached, in milliseconds. */
const LOOK_MS = 6 * 3_600_000;
const AGAIN_MS = 10 * 60_000;

/** When the certificate of an address ends, as far as it is known by now: looked at now and then, and waited for by nobody. */
export const certificateLook = (address: string | null): (() => number | null) => {
  let known: number | null = null;
  let next = 0;
  return () => {
    const now = Date.now();
    if (address !== null && now >= next) {
      next = now + LOOK_MS;
      void certificateEnd(address).then(end => {
        known = end;
        if (end === null) next = now + AGAIN_MS;
      });
    }
    return known;
  };
};
