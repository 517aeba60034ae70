import type { IncomingMessage } from 'node:http';

export type Body =
  | { readonly kind: 'read'; readonly bytes: Uint8Array }
  | { readonly kind: 'too-large' }
  /** The sender went away before the body was complete. */
  | { readonly kind: 'broken' };

/**
 * Read a request body of at most `maxBytes` as bytes. A declared length above the cap is refused before reading; a
 * chunked body is refused at the first byte too many. What follows is never kept, and the socket stays usable for the
 * answer.
 */
export const readBody = async (incoming: IncomingMessage, maxBytes: number): Promise<Body> => {
  if (Number(incoming.headers['content-length'] ?? 0) > maxBytes) return { kind: 'too-large' };
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
      size += (chunk as Buffer).byteLength;
      if (size > maxBytes) return { kind: 'too-large' };
      chunks.push(chunk as Buffer);
    }
  } catch {
    return { kind: 'broken' };
  }
  return incoming.complete ? { kind: 'read', bytes: Buffer.concat(chunks, size) } : { kind: 'broken' };
};
