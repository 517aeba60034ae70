import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Server, type Socket } from 'node:net';

/**
 * A TCP proxy that can swallow what the server says: the command is carried out, its reply never arrives, and the
 * connection breaks.
 */
export class SwallowingProxy {
  readonly port: number;
  swallowed = 0;
  /** How many of the next replies to a long enough command are lost. */
  #toSwallow = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server, targetPort: number) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', client =>
      this.#join(client, createConnection({ port: targetPort, host: '127.0.0.1' })),
    );
  }

  static async start(targetPort: number): Promise<SwallowingProxy> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new SwallowingProxy(server, targetPort);
  }

  /** Lose the reply to the next commit (recognised by what it contains), and cut the connection. */
  swallowNext(): void {
    this.#toSwallow = 1;
  }

  #join(client: Socket, server: Socket): void {
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    let armed = false;
    client.on('data', chunk => {
      if (this.#toSwallow > 0 && chunk.includes('lost-reply')) {
        this.#toSwallow -= 1;
        armed = true;
      }
      server.write(chunk);
    });
    server.on('data', chunk => {
      if (armed) {
        this.swallowed += 1;
        client.destroy();
      } else {
        client.write(chunk);
      }
    });
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
