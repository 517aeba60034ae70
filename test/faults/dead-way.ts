import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';

/** A way to the server that may go dead without a word: connections stay open and nothing passes. */
export const deadWay = async (port: number) => {
  let dead: ReadonlySet<Socket> = new Set();
  const all = new Set<Socket>();
  const server = createServer(client => {
    const target = createConnection({ port, host: '127.0.0.1' });
    for (const [from, to] of [
      [client, target],
      [target, client],
    ] as const) {
      all.add(from);
      from.on('data', piece => {
        if (!dead.has(from)) to.write(piece);
      });
      from.on('error', () => undefined);
      from.on('close', () => {
        all.delete(from);
        to.destroy();
      });
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    /** What is open now is dead; who connects anew gets through. */
    die: () => {
      dead = new Set(all);
    },
    close: () => {
      for (const socket of all) socket.destroy();
      server.close();
    },
  };
};
