import { expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { change, commitOf, committed, session } from '../contracts/store/harness.ts';
import { deadWay } from '../faults/dead-way.ts';
import { RedisServer } from '../setup/redis.ts';

it('leaves connections that are dead without saying so, and goes on over new ones', async () => {
  const server = await RedisServer.start();
  const way = await deadWay(server.port);
  const store = await openStore(`redis://127.0.0.1:${way.port}/0?timeout=200`);
  onTestFinished(async () => {
    await store.close();
    way.close();
    await server.stop();
  });
  committed(await store.commit('space', commitOf({ changes: [change(session, 0, { a: '1' })] })));
  way.die();
  const again = commitOf({ eventId: 'after', changes: [change(session, 1, { a: '2' })] });
  await expect
    .poll(() => store.commit('space', again).catch(() => null), { timeout: 20_000 })
    .toMatchObject({ kind: expect.stringMatching('committed|duplicate') });
  expect((await store.load('space', [session]))[0]).toMatchObject({ revision: 2 });
});
