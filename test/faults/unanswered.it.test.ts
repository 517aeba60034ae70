import { afterEach, describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../../src/store/unavailable.ts';
import { change, commitOf, committed, entry, item, session } from '../contracts/store/harness.ts';
import { SwallowingProxy } from './proxy.ts';
import { append, Stage } from './support.ts';

const stage = new Stage();
afterEach(() => stage.clear());

describe('a reply that is lost after the commit', () => {
  it('is repaired inside the store: one effect, the leases and the chain as if nothing had been', async () => {
    const server = await stage.server();
    const proxy = await SwallowingProxy.start(server.port);
    stage.later(() => proxy.stop());
    const store = await stage.store(`redis://127.0.0.1:${proxy.port}`);
    const direct = await stage.store(server.url);
    for (let n = 0; n < 20; n += 1) {
      await store.load('space', [session]);
      proxy.swallowNext();
      const { leases, chain } = committed(
        await store.commit(
          'space',
          commitOf({
            eventId: `lost-reply-${n}`,
            changes: [change(session, n, { count: String(n + 1) })],
            outbox: [item(`m${n}`, { lane: `l${n}` })],
            audit: [entry(`s${n}`)],
            leaseMs: 60_000,
          }),
        ),
      );
      expect(leases.map(lease => lease.item.id)).toEqual([`m${n}`]);
      expect((await direct.verify('space')).head).toBe(chain);
    }
    expect(proxy.swallowed).toBe(20);
    expect((await direct.load('space', [session]))[0]).toMatchObject({
      revision: 20,
      parts: { count: '20' },
    });
    expect(await direct.stats('space')).toMatchObject({ open: 20, marks: 20 });
  });
});

describe('a server that does not answer', () => {
  it('lets a call fail within its time, and a late application is harmless', async () => {
    const server = await stage.server();
    const store = await stage.store(`${server.url}?timeout=200`);
    committed(await append(store, 'space', 0));
    server.signal('SIGSTOP');
    await expect(append(store, 'space', 1)).rejects.toThrow(StoreUnavailable);
    server.signal('SIGCONT');
    const again = await append(store, 'space', 1);
    expect(['committed', 'duplicate']).toContain(again.kind);
    expect((await store.load('space', [session]))[0]).toMatchObject({ revision: 2, parts: { count: '2' } });
    expect(await store.audit('space')).toHaveLength(2);
  });

  it('is reached again after a restart, without opening the store anew', async () => {
    const server = await stage.server();
    const store = await stage.store(server.url);
    committed(await append(store, 'space', 0));
    await server.kill();
    await expect(append(store, 'space', 1)).rejects.toThrow(StoreUnavailable);
    await server.launch();
    const began = performance.now();
    committed(await append(store, 'space', 1));
    console.info(`the first commit after a restart took ${Math.round(performance.now() - began)} ms`);
  });
});
