import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** RFC 6455, as much of it as a server of binary messages needs. */
const magic = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const binary = 2;
const closing = 8;
const pinging = 9;
const ponging = 10;

const header = (opcode: number, length: number): Buffer => {
  const first = 0x80 | opcode;
  if (length < 126) return Buffer.from([first, length]);
  const long = Buffer.alloc(length < 65_536 ? 4 : 10);
  long[0] = first;
  long[1] = length < 65_536 ? 126 : 127;
  if (length < 65_536) long.writeUInt16BE(length, 2);
  else long.writeBigUInt64BE(BigInt(length), 2);
  return long;
};

export interface Socket {
  send(message: Buffer): void;
  /** End without a closing handshake, as when a network breaks. */
  drop(): void;
}

/** Answer an upgrade and hand on each whole binary message. */
export const acceptWebSocket = (
  request: IncomingMessage,
  stream: Duplex,
  on: { message(data: Buffer): void; closed(): void },
): Socket => {
  const accept = createHash('sha1')
    .update(`${request.headers['sec-websocket-key']}${magic}`)
    .digest('base64');
  stream.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  const send = (opcode: number, data: Buffer) => {
    if (!stream.destroyed) stream.write(Buffer.concat([header(opcode, data.length), data]));
  };
  let pending = Buffer.alloc(0);
  let message: Buffer[] = [];

  const readOne = (): boolean => {
    if (pending.length < 2) return false;
    const [first = 0, second = 0] = pending;
    const short = second & 127;
    const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
    const start = 2 + lengthBytes + 4;
    if (pending.length < start) return false;
    let length = short;
    if (lengthBytes === 2) length = pending.readUInt16BE(2);
    if (lengthBytes === 8) length = Number(pending.readBigUInt64BE(2));
    if (pending.length < start + length) return false;
    const mask = pending.subarray(start - 4, start);
    const data = Buffer.from(
      pending.subarray(start, start + length).map((byte, index) => byte ^ mask[index % 4]!),
    );
    pending = pending.subarray(start + length);
    const opcode = first & 15;
    if (opcode === closing) {
      send(closing, data);
      stream.end();
    } else if (opcode === pinging) {
      send(ponging, data);
    } else if (opcode <= binary) {
      message.push(data);
      if (first & 0x80) {
        on.message(Buffer.concat(message));
        message = [];
      }
    }
    return true;
  };

  stream.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    while (readOne());
  });
  stream.on('error', () => {});
  stream.on('close', on.closed);
  return { send: data => send(binary, data), drop: () => stream.destroy() };
};
