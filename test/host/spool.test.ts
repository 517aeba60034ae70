import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Spool } from '../../src/host/spool.ts';
import { fileKey } from '../../src/store/at-rest/data-key.ts';

const folder = mkdtempSync(join(tmpdir(), 'shenbao-spool-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const newPath = (): string => {
  files += 1;
  return join(folder, 'deeper', `spool-${files}`);
};

const plenty = { limitBytes: 1_000_000 };

const drained = async (spool: Spool): Promise<string[]> => {
  const found: string[] = [];
  await spool.drain(async payload => {
    found.push(payload);
  });
  return found;
};

const filled = async (path: string, ...payloads: string[]): Promise<void> => {
  const spool = await Spool.open(path, plenty);
  for (const payload of payloads) expect(await spool.append(payload)).toBeNull();
  await spool.close();
};

describe('spool', () => {
  it('gives back what was appended, in order, and is empty then', async () => {
    const path = newPath();
    const spool = await Spool.open(path, plenty);
    const payloads = ['one', '', '二', '🇨🇳', 'x'.repeat(50_000)];
    for (const payload of payloads) await spool.append(payload);
    expect(spool.pending).toBe(payloads.length);
    expect(await drained(spool)).toEqual(payloads);
    expect(spool.pending).toBe(0);
    expect(statSync(path).size).toBe(0);
    expect(await drained(spool)).toEqual([]);
    await spool.close();
  });

  it('has nothing readable on the disk where it has a key, and reads what lies there without one', async () => {
    const path = newPath();
    await filled(path, '明文');
    const spool = await Spool.open(path, { ...plenty, key: fileKey(Buffer.alloc(32, 1)) });
    await spool.append('机密内容');
    expect(readFileSync(path).includes('机密内容')).toBe(false);
    expect(await drained(spool)).toEqual(['明文', '机密内容']);
    await spool.close();
  });

  it('keeps what was written with another secret', async () => {
    const path = newPath();
    const spool = await Spool.open(path, { ...plenty, key: fileKey(Buffer.alloc(32, 1)) });
    await spool.append('机密内容');
    await spool.close();
    const other = await Spool.open(path, { ...plenty, key: fileKey(Buffer.alloc(32, 2)) });
    await expect(drained(other)).rejects.toThrow('another secret');
    expect(other.pending).toBe(1);
    await other.close();
  });

  it('keeps what was acknowledged over a crash', async () => {
    const path = newPath();
    const crashed = await Spool.open(path, plenty);
    for (const payload of ['a', 'b', 'c']) await crashed.append(payload);
    const next = await Spool.open(path, plenty);
    expect(next.issues).toEqual([]);
    expect(await drained(next)).toEqual(['a', 'b', 'c']);
    await next.close();
    await crashed.close();
  });

  it('keeps the order of appends that are made at once', async () => {
    const spool = await Spool.open(newPath(), plenty);
    const payloads = Array.from({ length: 100 }, (_, n) => String(n));
    await Promise.all(payloads.map(payload => spool.append(payload)));
    expect(await drained(spool)).toEqual(payloads);
    await spool.close();
  });

  it('drains what comes in while it drains', async () => {
    const spool = await Spool.open(newPath(), plenty);
    await spool.append('first');
    const found: string[] = [];
    await spool.drain(async payload => {
      found.push(payload);
      if (found.length < 4) await spool.append(`after ${payload}`);
    });
    expect(found).toEqual(['first', 'after first', 'after after first', 'after after after first']);
    await spool.close();
  });

  it('stops where the handler fails, and hands the same record out again', async () => {
    const path = newPath();
    const spool = await Spool.open(path, plenty);
    for (const payload of ['a', 'b', 'c']) await spool.append(payload);
    const found: string[] = [];
    const failing = spool.drain(async payload => {
      if (payload === 'b') throw new Error('store away');
      found.push(payload);
    });
    await expect(failing).rejects.toThrow('store away');
    expect(found).toEqual(['a']);
    expect(spool.pending).toBe(2);
    expect(await drained(spool)).toEqual(['b', 'c']);
    await spool.close();
  });

  it('cuts a torn tail at every length, and goes on from there', async () => {
    const whole = newPath();
    await filled(whole, 'first', 'second');
    const bytes = readFileSync(whole);
    const firstEnd = 8 + 'first'.length;
    for (let length = 0; length < bytes.length; length += 1) {
      const path = newPath();
      writeFileSync(path, bytes.subarray(0, length));
      const spool = await Spool.open(path, plenty);
      const kept = length >= firstEnd ? ['first'] : [];
      const torn = length !== 0 && length !== firstEnd;
      expect(spool.issues.map(({ code }) => code)).toEqual(torn ? ['spool:torn-tail'] : []);
      await spool.append('third');
      expect(await drained(spool)).toEqual([...kept, 'third']);
      await spool.close();
    }
  });

  it('skips a damaged record in the middle, says so, and keeps a copy of the file', async () => {
    const path = newPath();
    await filled(path, 'first', 'second', 'third');
    const bytes = readFileSync(path);
    bytes[8 + 5 + 8] = bytes[8 + 5 + 8]! ^ 1;
    writeFileSync(path, bytes);
    const spool = await Spool.open(path, plenty);
    expect(spool.issues.map(({ code }) => code)).toEqual(['spool:damaged']);
    expect(readFileSync(`${path}.damaged`)).toEqual(bytes);
    expect(await drained(spool)).toEqual(['first', 'third']);
    await spool.close();
  });

  it('does not believe a damaged length', async () => {
    const path = newPath();
    await filled(path, 'first', 'second');
    const bytes = readFileSync(path);
    bytes.writeUInt32LE(0xffffffff, 8 + 5);
    writeFileSync(path, bytes);
    const spool = await Spool.open(path, plenty);
    expect(await drained(spool)).toEqual(['first']);
    await spool.close();
  });

  it('refuses what goes beyond its limit, keeps nothing of it, and takes more once drained', async () => {
    const spool = await Spool.open(newPath(), { limitBytes: 40 });
    expect(await spool.append('x'.repeat(20))).toBeNull();
    expect(await spool.append('y'.repeat(20))).toMatchObject({ code: 'spool:full' });
    expect(await spool.append('z')).toBeNull();
    expect(await drained(spool)).toEqual(['x'.repeat(20), 'z']);
    expect(await spool.append('y'.repeat(20))).toBeNull();
    await spool.close();
  });

  it('says when the disk does not take a record', async () => {
    const spool = await Spool.open('/dev/full', plenty);
    expect(await spool.append('x')).toMatchObject({ code: 'spool:write-failed' });
    expect(spool.pending).toBe(0);
    await spool.close();
  });

  it('is readable by its owner only', async () => {
    const path = newPath();
    await filled(path, 'x');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('finds nothing in a file cut to nothing', async () => {
    const path = newPath();
    await filled(path, 'x');
    truncateSync(path, 0);
    const spool = await Spool.open(path, plenty);
    expect(spool.pending).toBe(0);
    await spool.close();
  });
});
