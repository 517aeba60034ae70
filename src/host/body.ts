import type { IncomingMessage } from 'node:http';

export type Body =
  | { readonly kind: 'read'; readonly bytes: Uint8Array }
  | { readonly kind: 'too-large' }
  /** As much is being received at the moment as this process has room for. */
  | { readonly kind: 'no-room' }
  /** The sender went away before the body was complete. */
  | { readonly kind: 'broken' };

/** Bytes that may be on their way into this process at a time, over all requests. */
export class Room {
  #left: number;

  constructor(bytes: number) {
    this.#left = bytes;
  }

  take(bytes: number): boolean {
    if (bytes > this.#left) return false;
    this.#left -= bytes;
    return true;
  }

  give(bytes: number): void {
    this.#left += bytes;
  }
}

/** Of all requests of this process together: three of the largest uploads, thousands of ordinary messages. */
const inFlight = new Room(64 * 1024 * 1024);

/**
 * Read a request body of at most `maxBytes` as bytes. A declared length above the cap is refused before reading; a
 * chunked body is refused at the first byte too many. What follows is never kept, and the socket stays usable for the
 * answer.
 */
export const readBody = async (
  incoming: IncomingMessage,
  maxBytes: number,
  room = inFlight,
): Promise<Body> => {
  if (Number(incoming.headers['content-length'] ?? 0) > maxBytes) return { kind: 'too-large' };
  const chunks: Buffer[] = [];
  let size = 0;
  let taken = 0;
  try {
    for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
      const bytes = (chunk as Buffer).byteLength;
      size += bytes;
      if (size > maxBytes) return { kind: 'too-large' };
      if (!room.take(bytes)) return { kind: 'no-room' };
      taken += bytes;
      chunks.push(chunk as Buffer);
    }
  } catch {
    return { kind: 'broken' };
  } finally {
    room.give(taken);
  }
  return incoming.complete ? { kind: 'read', bytes: Buffer.concat(chunks, size) } : { kind: 'broken' };
};
