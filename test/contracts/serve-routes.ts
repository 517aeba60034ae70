import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpRoute, RawResponse } from '../../src/host/channel.ts';

export interface RouteServer {
  /** `http://127.0.0.1:PORT`, without trailing slash. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serve callback paths of an adapter over real HTTP on the loopback interface, as the house's server does: the body as
 * raw bytes, bounded; 404 for other paths; `drop` closes the connection; a handler that throws gives 500.
 */
export const serveRoutes = async (routes: readonly HttpRoute[]): Promise<RouteServer> => {
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const route = routes.find(({ path }) => path === url.pathname);
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      chunks.push(chunk);
    });
    request.on('end', async () => {
      if (!route) return void response.writeHead(404).end();
      if (bytes > route.maxBytes) return void response.writeHead(413).end();
      const headers = Object.fromEntries(
        Object.entries(request.headersDistinct).map(([name, values]) => [name, (values ?? []).join(', ')]),
      );
      let answer: RawResponse;
      try {
        answer = await route.handle({
          method: request.method ?? 'GET',
          path: url.pathname,
          query: url.searchParams,
          headers,
          body: Buffer.concat(chunks),
        });
      } catch {
        answer = { status: 500 };
      }
      if (answer === 'drop') request.socket.destroy();
      else response.writeHead(answer.status, answer.headers).end(answer.body);
    });
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
