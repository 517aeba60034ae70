import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileLock } from '../../src/host/file-lock.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shenbao-lock-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const source = new URL('../../src/host/file-lock.ts', import.meta.url).href;

describe('a file lock', () => {
  it('is held once, and free again when it was given back', () => {
    const path = join(folder, 'a', 'one.lock');
    const first = FileLock.take(path)!;
    expect(FileLock.take(path)).toBeNull();
    first.release();
    first.release();
    const second = FileLock.take(path);
    expect(second).not.toBeNull();
    second!.release();
  });

  it('keeps another process out, and goes with it when it is killed', async () => {
    const path = join(folder, 'two.lock');
    const other = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `const { FileLock } = await import(${JSON.stringify(source)});
         globalThis.lock = FileLock.take(${JSON.stringify(path)});
         console.log('held'); setInterval(() => {}, 1000);`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await once(other.stdout, 'data');
    expect(FileLock.take(path)).toBeNull();
    other.kill('SIGKILL');
    await once(other, 'exit');
    const lock = FileLock.take(path);
    expect(lock).not.toBeNull();
    lock!.release();
  });
});
