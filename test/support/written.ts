import { Writable } from 'node:stream';

/** Keeps what a command prints. */
export class Written extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
