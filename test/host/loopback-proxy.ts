import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** A real HTTP proxy on loopback: opens tunnels by CONNECT, and can be told to refuse them. */
export class LoopbackProxy {
  /** Where tunnels were asked for, `host:port`. */
  readonly tunnels: string[] = [];
  /** Answer to every CONNECT while set. */
  refusal: number | null = null;
  /** Tunnels whose first words asked for a WebSocket. */
  webSockets = 0;
  /** Logins of the tunnels that were asked for. */
  readonly logins: (string | undefined)[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  constructor() {
    this.#server = createServer((_, response) => response.writeHead(400).end());
    this.#server.on('connect', (request, client: Socket) => {
      const target = request.url ?? '';
      this.tunnels.push(target);
      this.logins.push(request.headers['proxy-authorization']);
      this.#keep(client);
      if (this.refusal !== null) {
        client.end(`HTTP/1.1 ${this.refusal} Refused\r\ncontent-length: 0\r\n\r\n`);
        return;
      }
      const [host = '', port = ''] = target.split(':');
      const server = this.#keep(
        connect(Number(port), host, () => {
          client.write('HTTP/1.1 200 Connection established\r\n\r\n');
          server.pipe(client);
          client.once('data', words => {
            if (/^upgrade: websocket/im.test(String(words))) this.webSockets += 1;
          });
          client.pipe(server);
        }),
      );
    });
  }

  async start(): Promise<string> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise(resolve => this.#server.close(resolve));
  }

  #keep(socket: Socket): Socket {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
    return socket;
  }
}
