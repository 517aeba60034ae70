import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/**
 * A stand-in for clamd that takes INSTREAM as clamd(8) words it and nothing else: a bad command, a piece without its
 * length or an end without the zero is answered with an error. `finds` says whether a content is infected.
 */
export class FakeClamd {
  readonly scanned: Buffer[] = [];
  readonly #server = createServer(socket => this.#serve(socket));
  readonly #finds: (content: Buffer) => boolean;
  /** What it answers instead, as when its database is broken. */
  says: string | null = null;

  constructor(finds: (content: Buffer) => boolean) {
    this.#finds = finds;
  }

  async listen(): Promise<{ host: string; port: number }> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return { host: '127.0.0.1', port: (this.#server.address() as AddressInfo).port };
  }

  close(): void {
    this.#server.close();
  }

  #serve(socket: Socket): void {
    const command = 'zINSTREAM\0';
    let waiting = Buffer.alloc(0);
    let begun = false;
    const content: Buffer[] = [];
    socket.on('error', () => {});
    socket.on('data', piece => {
      waiting = Buffer.concat([waiting, piece]);
      if (!begun) {
        if (waiting.length < command.length) return;
        if (waiting.toString('latin1', 0, command.length) !== command) {
          socket.end('UNKNOWN COMMAND\0');
          return;
        }
        begun = true;
        waiting = waiting.subarray(command.length);
      }
      while (waiting.length >= 4) {
        const length = waiting.readUInt32BE(0);
        if (length === 0) {
          this.scanned.push(Buffer.concat(content));
          socket.end(
            this.says ??
              (this.#finds(Buffer.concat(content)) ? 'stream: Eicar-Signature FOUND\0' : 'stream: OK\0'),
          );
          return;
        }
        if (waiting.length < 4 + length) return;
        content.push(waiting.subarray(4, 4 + length));
        waiting = waiting.subarray(4 + length);
      }
    });
  }
}
