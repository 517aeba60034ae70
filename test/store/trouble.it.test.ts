import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { storeTrouble } from '../../src/store/trouble.ts';
import { RedisServer } from '../setup/redis.ts';

let server: RedisServer;
let folder: string;
beforeAll(async () => {
  server = await RedisServer.start(['--requirepass', 'right-password']);
  folder = mkdtempSync(join(tmpdir(), 'shenbao-trouble-'));
  writeFileSync(join(folder, 'broken.sqlite'), 'no database '.repeat(100));
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const told = async (address: string): Promise<string | undefined> => {
  try {
    await (await openStore(address)).close();
    return undefined;
  } catch (error) {
    const issues = storeTrouble(error, address);
    expect(JSON.stringify(issues)).not.toContain('-password');
    return issues?.[0]?.code;
  }
};

describe('an operator whose store cannot be opened is told', () => {
  it.each([
    ['that the password is missing', (port: number) => `redis://127.0.0.1:${port}`, 'store:bad-login'],
    [
      'that the password is wrong',
      (port: number) => `redis://:wrong-password@127.0.0.1:${port}`,
      'store:bad-login',
    ],
    ['that nobody answers', () => 'redis://127.0.0.1:1', 'store:unavailable'],
    ['that the file is broken', () => join(folder, 'broken.sqlite'), 'store:broken-file'],
  ])('%s', async (_, address, code) => {
    expect(await told(address(server.port))).toBe(code);
  });
});
