import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { storeTrouble } from '../../src/store/trouble.ts';
import { commitOf } from '../contracts/store/harness.ts';
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

const openedWith = async (address: string, auditKey: string): Promise<string | undefined> => {
  try {
    await (await openStore(address, { auditKey })).close();
    return undefined;
  } catch (error) {
    return storeTrouble(error, address)?.[0]?.code;
  }
};

/** What another process wrote under its secret. */
const written = async (address: string, auditKey: string): Promise<void> => {
  const store = await openStore(address, { auditKey });
  for (const space of ['one', 'two']) await store.commit(space, commitOf());
  await store.close();
};

describe('a process with another secret', () => {
  it.each([
    ['Redis', () => `redis://:right-password@127.0.0.1:${server.port}/1`],
    ['SQLite', () => join(folder, 'secret.sqlite')],
  ])('is refused, before it could write what the others cannot read: %s', async (_, addressOf) => {
    const address = addressOf();
    await written(address, 'a secret');
    expect(await openedWith(address, 'another')).toBe('store:other-secret');
    expect(await openedWith(address, 'a secret')).toBeUndefined();
  });

  it('is not what one changed mark looks like', async () => {
    const path = join(folder, 'changed.sqlite');
    await written(path, 'a secret');
    const db = new DatabaseSync(path);
    db.exec("UPDATE mark SET reply = 'changed' WHERE space = 'one'");
    db.close();
    expect(await openedWith(path, 'a secret')).toBeUndefined();
  });
});

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
