import { createReadStream } from 'node:fs';
import { connect } from 'node:net';

/** How long a scan may take, in milliseconds; ClamAV needs well below a second for a file of ours. */
const PATIENCE_MS = 15_000;
/** Longest answer that is listened to, in bytes: `stream: NAME FOUND`. */
const LONGEST_ANSWER = 4096;

/** Where clamd listens. */
export interface ClamdAddress {
  readonly host: string;
  readonly port: number;
}

/** `unscanned`: no answer, or one that is neither yes nor no; such a file is not taken. */
export type ScanResult = 'clean' | 'infected' | 'unscanned';

export type Scan = (path: string) => Promise<ScanResult>;

const resultOf = (answer: string): ScanResult => {
  const said = answer.replaceAll('\0', '').trim();
  if (said === 'stream: OK') return 'clean';
  return said.startsWith('stream: ') && said.endsWith(' FOUND') ? 'infected' : 'unscanned';
};

const lengthOf = (piece: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(piece.length);
  return length;
};

/** Has ClamAV look at files: INSTREAM of clamd(8), pieces with their length in four bytes in network order, then a zero. */
export const scanner =
  ({ host, port }: ClamdAddress, patience = PATIENCE_MS): Scan =>
  path =>
    new Promise(resolve => {
      const socket = connect(port, host);
      const content = createReadStream(path);
      let answer = '';
      const finish = (result: ScanResult): void => {
        clearTimeout(timer);
        content.destroy();
        socket.destroy();
        resolve(result);
      };
      const timer = setTimeout(() => finish('unscanned'), patience);
      socket.on('error', () => finish('unscanned'));
      content.on('error', () => finish('unscanned'));
      socket.on('connect', () => {
        socket.write('zINSTREAM\0');
        content.on('data', piece => {
          const bytes = Buffer.from(piece);
          socket.write(lengthOf(bytes));
          if (!socket.write(bytes)) {
            content.pause();
            socket.once('drain', () => content.resume());
          }
        });
        content.on('end', () => socket.write(Buffer.alloc(4)));
      });
      socket.on('data', piece => {
        answer += piece.toString('latin1');
        if (answer.length > LONGEST_ANSWER) finish('unscanned');
        else if (answer.includes('\0')) finish(resultOf(answer));
      });
      socket.on('end', () => finish(resultOf(answer)));
    });
