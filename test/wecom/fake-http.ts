import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** `lost`: the connection is closed without an answer. */
export type FakeAnswer =
  | { readonly json: unknown }
  | { readonly status: number }
  | { readonly file: Buffer; readonly name: string }
  | 'lost';

const readAll = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

/** A loopback HTTP server for a fake; `url` has no trailing slash. */
export const listen = async (
  answer: (request: FakeRequest) => Promise<FakeAnswer>,
): Promise<{ url: string; close(): Promise<void> }> => {
  const server: Server = createServer(async (incoming, response) => {
    const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const result = await answer({
      method: incoming.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      headers: incoming.headers as Record<string, string>,
      body: await readAll(incoming),
    });
    if (result === 'lost') incoming.socket.destroy();
    else if ('status' in result) response.writeHead(result.status).end();
    else if ('file' in result) {
      const name = Buffer.from(result.name, 'utf8').toString('latin1');
      response
        .writeHead(200, {
          'content-type': 'application/octet-stream',
          'content-disposition': `attachment; filename="${name}"`,
        })
        .end(result.file);
    } else {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result.json));
    }
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
