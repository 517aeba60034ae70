import { beforeEach, describe, expect, it } from 'vitest';
import { Clocks } from '../../src/host/clocks.ts';
import { spaceOf } from '../../src/host/space.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/port.ts';

const notice = spaceOf('home', null);
const rehearsal = spaceOf('home', 'web');
const others = spaceOf('other', 'web');

let real = 0;
let store: Store;
let clocks: Clocks;
const open = (): Clocks => new Clocks(() => real, store, 'home');
beforeEach(async () => {
  real = 1_000_000;
  store = await openStore(':memory:', { auditKey: Buffer.alloc(32, 1) });
  clocks = open();
  return () => store.close();
});

describe('business time', () => {
  it('is the real one until a rehearsal sets its own, and always for the notice itself', async () => {
    expect([clocks.now(notice), clocks.now(rehearsal), clocks.isSet(rehearsal)]).toEqual([real, real, false]);
    await clocks.set(rehearsal, 5000, false);
    expect([clocks.now(notice), clocks.now(rehearsal), clocks.isSet(rehearsal)]).toEqual([real, 5000, true]);
  });

  it('of a rehearsal goes on with the real one, or stands still when it is frozen', async () => {
    await clocks.set(rehearsal, 5000, false);
    real += 700;
    expect(clocks.now(rehearsal)).toBe(5700);
    await clocks.set(rehearsal, 9000, true);
    real += 700;
    expect(clocks.now(rehearsal)).toBe(9000);
  });

  it('is one for all notices of a rehearsal, and another for each rehearsal', async () => {
    await clocks.set(others, 5000, true);
    expect(clocks.now(rehearsal)).toBe(5000);
    expect(clocks.now(spaceOf('home', 'chat'))).toBe(real);
  });

  it('survives a restart once it was read, and ends with the rehearsal', async () => {
    await clocks.set(rehearsal, 5000, true);
    const next = open();
    expect(next.now(rehearsal)).toBe(real);
    await next.ready(others);
    expect(next.now(rehearsal)).toBe(5000);
    await next.stop(rehearsal);
    const last = open();
    await last.ready(rehearsal);
    expect([next.now(rehearsal), last.now(rehearsal)]).toEqual([real, real]);
  });

  it('set twice at once is one of the two, here and in the store', async () => {
    await Promise.all([clocks.set(rehearsal, 5000, true), open().set(rehearsal, 6000, true)]);
    const next = open();
    await next.ready(rehearsal);
    expect([5000, 6000]).toContain(next.now(rehearsal));
    await clocks.forget(rehearsal);
    await clocks.ready(rehearsal);
    expect(clocks.now(rehearsal)).toBe(next.now(rehearsal));
  });
});
