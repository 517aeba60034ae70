import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/port.ts';
import { StoreUnavailable } from '../../src/store/unavailable.ts';
import { committed, session } from '../contracts/store/harness.ts';
import { seeded } from './random.ts';
import { append, Stage } from './support.ts';

const stage = new Stage();
afterEach(() => stage.clear());

describe('an append-only file with a torn tail', () => {
  it('keeps every commit before the tear, whole, and the lost tail shows against a remembered head', async () => {
    const server = await stage.server();
    const store = await stage.store(server.url);
    const total = 30;
    for (let n = 0; n < total; n += 1) committed(await append(store, 'space', n));
    const remembered = await store.verify('space');
    await server.kill();
    const folder = join(server.dir, 'appendonlydir');
    const file = join(folder, readdirSync(folder).find(name => name.endsWith('.incr.aof'))!);
    const whole = readFileSync(file);
    const random = seeded(7);
    for (let round = 0; round < 6; round += 1) {
      writeFileSync(file, whole);
      truncateSync(file, whole.length - 1 - Math.floor(random() * 3_000));
      await server.launch();
      const restored = await stage.store(server.url);
      const [record] = await restored.load('space', [session]);
      const kept = record!.revision;
      expect(kept).toBeGreaterThan(0);
      expect(kept).toBeLessThan(total);
      expect(await restored.stats('space')).toEqual({ records: 1, open: kept, dead: 0, marks: kept });
      expect(await restored.verify('space')).toMatchObject({ ok: true, length: kept });
      const missing = await restored.verify('space', { length: remembered.length, head: remembered.head });
      expect(missing.findings).toEqual([
        expect.stringMatching(new RegExp(`按外部留存的校验值，末尾缺第(?:${kept + 1}至)?${total}条办理记录`)),
      ]);
      // The platform delivers again what it saw no acknowledgement for; here, everything.
      for (let n = kept; n < total; n += 1) committed(await append(restored, 'space', n));
      expect(await append(restored, 'space', kept - 1)).toEqual({
        kind: 'duplicate',
        reply: `reply ${kept - 1}`,
      });
      await server.kill();
    }
  });
});

/** A small disk of our own; needs root, as the test machines have. */
const smallDisk = (megabytes: number): string | null => {
  const dir = mkdtempSync(join(tmpdir(), 'shenbao-disk-'));
  try {
    execFileSync('/usr/bin/mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', dir], {
      stdio: 'pipe',
    });
  } catch {
    rmSync(dir, { recursive: true });
    return null;
  }
  stage.later(() => {
    execFileSync('/usr/bin/umount', ['-l', dir]);
    rmSync(dir, { recursive: true });
  });
  return dir;
};

const mountable = smallDisk(1) !== null;

/** Write until nothing more fits; gives the path of what is to be removed again. */
const fill = (dir: string): string => {
  const path = join(dir, 'ballast');
  const block = Buffer.alloc(64 * 1024);
  try {
    for (;;) writeFileSync(path, block, { flag: 'a' });
  } catch {
    return path;
  }
};

/** Commit until the store refuses; gives the number of the first refused event, and the refusal. */
const untilRefused = async (store: Store, from: number): Promise<{ n: number; refusal: unknown }> => {
  for (let n = from; ; n += 1) {
    try {
      committed(await append(store, 'space', n));
    } catch (refusal) {
      return { n, refusal };
    }
  }
};

describe.skipIf(!mountable)('a disk that is full (skipped where mounting a tmpfs is not permitted)', () => {
  it('makes Redis stop; nothing acknowledged is lost and nothing half is kept', async () => {
    const dir = smallDisk(8)!;
    const server = await stage.server([], dir);
    const store = await stage.store(server.url);
    for (let n = 0; n < 20; n += 1) committed(await append(store, 'space', n));
    const ballast = fill(dir);
    const { n, refusal } = await untilRefused(store, 20);
    expect(refusal).toBeInstanceOf(StoreUnavailable);
    rmSync(ballast);
    await server.kill();
    const began = performance.now();
    await server.launch();
    const result = await append(store, 'space', n);
    console.info(
      `Redis took commits again ${Math.round(performance.now() - began)} ms after the disk was freed`,
    );
    expect(['committed', 'duplicate']).toContain(result.kind);
    expect((await store.load('space', [session]))[0]!.revision).toBe(n + 1);
    expect(await store.verify('space')).toMatchObject({ ok: true, length: n + 1 });
  });

  it('makes SQLite refuse commits whole, and take them again when there is room', async () => {
    const dir = smallDisk(2)!;
    const store = await stage.store(join(dir, 'store.db'));
    for (let n = 0; n < 20; n += 1) committed(await append(store, 'space', n));
    const ballast = fill(dir);
    const { n, refusal } = await untilRefused(store, 20);
    expect(refusal).toBeInstanceOf(StoreUnavailable);
    expect((await store.load('space', [session]))[0]!.revision).toBe(n);
    rmSync(ballast);
    committed(await append(store, 'space', n));
    expect(await store.verify('space')).toMatchObject({ ok: true, length: n + 1, findings: [] });
  });
});
