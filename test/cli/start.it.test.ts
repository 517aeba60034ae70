import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { logFilesIn, logFolder } from '../../src/host/log-file.ts';
import { startHouse } from '../web/real-house.ts';

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'shenbao-start-'));
});
afterEach(() => rm(data, { recursive: true, force: true }));

describe('start', () => {
  it('says its address, version and figures, keeps a log beside its data, and ends cleanly when asked to', async () => {
    const house = await startHouse(data);
    expect(house.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const ready = await fetch(`${house.url}/readyz`);
    expect([ready.status, await ready.json()]).toMatchObject([200, { ok: true, parts: { store: 'ok' } }]);
    expect(await (await fetch(`${house.url}/healthz`)).json()).toEqual({
      ok: true,
      version: manifest.version,
    });
    const figures = await fetch(`${house.url}/metrics`);
    expect(figures.headers.get('content-type')).toContain('version=0.0.4');
    const text = await figures.text();
    expect(text).toContain('shenbao_store_ok 1\n');
    expect(text).toContain('shenbao_channel_up{channel="web"} 1\n');
    const behindProxy = { headers: { 'x-forwarded-for': '192.0.2.7' } };
    expect((await fetch(`${house.url}/metrics`, behindProxy)).status).toBe(404);
    expect(await house.stop()).toBe(0);
    await expect(fetch(`${house.url}/readyz`)).rejects.toThrow();
    expect(logFilesIn(logFolder(data))).toHaveLength(1);
  });

  it('starts again on what a power cut left behind', async () => {
    const first = await startHouse(data);
    await first.kill();
    const second = await startHouse(data);
    expect((await fetch(`${second.url}/readyz`)).status).toBe(200);
    expect(await second.stop()).toBe(0);
  });

  it('says so in a sentence when the port it was told to use is taken', async () => {
    const first = await startHouse(data);
    const other = await mkdtemp(join(tmpdir(), 'shenbao-start-'));
    await expect(startHouse(other, first.port)).rejects.toThrow(/已被占用/);
    await first.stop();
    await rm(other, { recursive: true, force: true });
  });
});
