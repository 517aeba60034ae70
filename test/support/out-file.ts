import { readFileSync } from 'node:fs';
import type { OutFile } from '../../src/host/channel.ts';

/** A file to be sent whose content lies at a path, now or by the time it is read. */
export const outFile = (name: string, path: string, bytes: number): OutFile => ({
  name,
  bytes,
  content: async () => new Uint8Array(readFileSync(path)),
});
