import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reachLines } from '../../src/commands/reach-lines.ts';
import { LoopbackProxy } from '../host/loopback-proxy.ts';

let server: Server;
let address: string;
let aheadMs: number;
const before = process.env.HTTP_PROXY;
beforeEach(async () => {
  aheadMs = 0;
  server = createServer((_, response) => {
    response.writeHead(404, { date: new Date(Date.now() - aheadMs).toUTCString() }).end();
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  if (before === undefined) delete process.env.HTTP_PROXY;
  else process.env.HTTP_PROXY = before;
  server.closeAllConnections();
  await new Promise(resolve => server.close(resolve));
});

describe('our clock', () => {
  it('is compared with the platform: a little off is a warning, five minutes are a fault', async () => {
    expect(await reachLines(address)).toEqual([]);
    aheadMs = 100_000;
    expect(await reachLines(address)).toMatchObject([{ level: 'warn' }]);
    aheadMs = 400_000;
    const [line] = await reachLines(address.replace('http:', 'ws:'));
    expect(line).toMatchObject({ level: 'fail', remedy: expect.stringContaining('NTP') });
    expect(line!.text).toMatch(/快约(?:399|400|401)秒/);
    aheadMs = -400_000;
    expect((await reachLines(address))[0]!.text).toContain('慢约');
  });

  it('is not judged where nobody answers', async () => {
    expect(await reachLines('http://127.0.0.1:9')).toEqual([]);
  });
});

describe('the way through a proxy', () => {
  it.each([
    [null, 'ok', '通'],
    [407, 'fail', '407'],
    [403, 'fail', '403'],
  ] as const)('that answers %s is %s', async (refusal, level, words) => {
    const proxy = new LoopbackProxy();
    process.env.HTTP_PROXY = await proxy.start();
    proxy.refusal = refusal;
    const [line] = await reachLines(address);
    expect(line).toMatchObject({ level });
    expect(line!.text).toContain(words);
    expect(refusal === null || line!.remedy).toBeTruthy();
    await proxy.close();
  });
});
