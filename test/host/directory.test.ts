import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Directory, noticeToken } from '../../src/host/directory.ts';
import { Notices } from '../../src/host/notices.ts';
import { sessionKey } from '../../src/host/records.ts';
import { spaceOf } from '../../src/host/space.ts';
import { sessionIdOf } from '../../src/model/address.ts';
import type { EventBody } from '../../src/model/event.ts';
import type { Pack } from '../../src/model/pack/pack.ts';
import { newSession } from '../../src/model/session.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/port.ts';
import { noticeAt, wanzhouFolder, yunxiFolder } from '../support/packs.ts';

let wanzhou: Pack;
let yunxi: Pack;
beforeAll(async () => {
  wanzhou = (await noticeAt(wanzhouFolder)).pack;
  yunxi = (await noticeAt(yunxiFolder)).pack;
});

const address = { channel: 'desk', chat: 'c', kind: 'private' as const };
const actor = { id: 'desk:c' };
let events = 0;
const eventOf = (body: EventBody = { kind: 'text', text: '你好' }) => {
  events += 1;
  return { id: `e${events}`, at: 0, address, actor, body };
};

let store: Store;
let reads: number;
let directory: Directory;
const open = (...packs: readonly Pack[]): Directory => new Directory(new Notices(packs), store);

beforeEach(async () => {
  const real = await openStore(':memory:', { auditKey: Buffer.alloc(32, 1) });
  reads = 0;
  store = new Proxy(real, {
    get: (target, name) => {
      const value = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]) => {
        if (name === 'load') reads += 1;
        return Reflect.apply(value, target, given);
      };
    },
  });
  directory = open(wanzhou, yunxi);
  return () => real.close();
});

const MINUTE = 60_000;
/** A day on which both windows have opened once, so that the later one is the newest. */
const today = '2030-01-01';
const noticeOf = async (body?: EventBody, now = 0, at: Directory = directory): Promise<string> =>
  (await at.noticeFor(eventOf(body), null, today, now)).pack.id;

/** A conversation about a notice that is under way. */
const beginIn = async (pack: Pack): Promise<void> => {
  const id = sessionIdOf(address, actor);
  const session = { ...newSession(id, address, actor.id, { id: pack.id, hash: pack.hash }), journey: 'form' };
  const set = Object.fromEntries(
    Object.entries(session).map(([name, value]) => [name, JSON.stringify(value)]),
  );
  const { answers: _, ...parts } = set;
  await store.commit(spaceOf(pack.id, null).name, {
    eventId: `begin:${pack.id}`,
    bodyHash: '',
    reply: '',
    changes: [{ key: sessionKey(id), expect: 0, set: parts, remove: [] }],
    expectations: [],
    indexes: [],
    outbox: [],
    cancel: [],
    audit: [],
    at: 0,
    leaseMs: 0,
  });
};

describe('which notice a chat is about', () => {
  it('is no question with one notice', async () => {
    expect(await noticeOf(undefined, 0, open(wanzhou))).toBe(wanzhou.id);
    expect(reads).toBe(0);
  });

  it('is the one whose window opened last, for somebody new, and is remembered', async () => {
    const newest = [wanzhou, yunxi].sort((a, b) =>
      a.manifest.window.opens < b.manifest.window.opens ? 1 : -1,
    )[0]!;
    expect(await noticeOf()).toBe(newest.id);
    const once = reads;
    expect(await noticeOf(undefined, MINUTE - 1)).toBe(newest.id);
    expect(reads).toBe(once);
    await noticeOf(undefined, MINUTE + 1);
    expect(reads).toBeGreaterThan(once);
  });

  it('is the one something is under way in', async () => {
    await beginIn(wanzhou);
    expect(await noticeOf()).toBe(wanzhou.id);
  });

  it.each(['press', 'enter'] as const)('is the one chosen by %s, also for another process', async kind => {
    const body: EventBody =
      kind === 'press' ? { kind, token: noticeToken(wanzhou.id) } : { kind, payload: wanzhou.id };
    await beginIn(yunxi);
    expect(await noticeOf()).toBe(yunxi.id);
    expect(await noticeOf(body)).toBe(wanzhou.id);
    expect(await noticeOf()).toBe(wanzhou.id);
    expect(await noticeOf(undefined, 0, open(wanzhou, yunxi))).toBe(wanzhou.id);
  });

  it('is none that does not exist', async () => {
    await beginIn(wanzhou);
    expect(await noticeOf({ kind: 'press', token: 'notice_no_such' })).toBe(wanzhou.id);
    expect(await noticeOf({ kind: 'enter', payload: '../../etc' })).toBe(wanzhou.id);
  });

  it('is forgotten with a rehearsal, and with that only', async () => {
    const ask = (rehearsal: string | null) => directory.noticeFor(eventOf(), rehearsal, today, 0);
    await ask('web');
    await ask(null);
    const before = reads;
    directory.forget('web');
    await ask(null);
    expect(reads).toBe(before);
    await ask('web');
    expect(reads).toBeGreaterThan(before);
  });
});
