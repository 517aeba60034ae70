import { expect, it } from 'vitest';
import type { Settlement, Store } from '../../../src/store/port.ts';
import { claimedEventually, commitOf, committed, fresh, hardTexts, ids, item } from './harness.ts';

const hour = 3_600_000;

/** The outbox: lanes, leases, fences, retries and the dead. */
export const outboxCases = (open: () => Store, second: () => Store): void => {
  const put = (space: string, ...items: ReturnType<typeof item>[]) =>
    open().commit(space, commitOf({ outbox: items }));

  it('has nothing to do in a space nobody wrote', async () => {
    const space = fresh('space');
    expect(await open().claim(space, 10_000, 10, hour)).toEqual([]);
    expect(await open().nextDue(space)).toBeNull();
    expect(await open().dead(space)).toEqual([]);
  });

  it('leases a due item with everything it was committed with', async () => {
    const space = fresh('space');
    await put(space, item('a', { lane: 'x', due: 5_000, body: 'hello' }));
    const [lease] = await second().claim(space, 5_000, 10, hour);
    expect(lease).toMatchObject({ item: { id: 'a', lane: 'x', due: 5_000, body: 'hello' }, attempts: 0 });
    expect(lease!.fence).not.toBe('');
  });

  it('does not lease what is not due yet', async () => {
    const space = fresh('space');
    await put(space, item('a', { due: 5_000 }));
    expect(await open().claim(space, 4_999, 10, hour)).toEqual([]);
    expect(await open().nextDue(space)).toBe(5_000);
  });

  it('lists what waits, due or not and leased or not, without what was settled or taken back', async () => {
    const space = fresh('space');
    await put(space, item('a', { lane: 'x' }), item('b', { lane: 'y:with space' }), item('c'), item('d'));
    await put(space, item('late', { lane: 'timer:t', due: 90_000 }), item('dead', { lane: 'z' }));
    const leases = await open().claim(space, 10_000, 10, hour);
    const leaseOf = (id: string) => leases.find(lease => lease.item.id === id)!;
    const later: Settlement = { kind: 'retry', due: 20_000, error: 'no' };
    await open().settle(space, [
      { lease: leaseOf('a'), result: { kind: 'done' } },
      { lease: leaseOf('b'), result: later },
      { lease: leaseOf('dead'), result: { kind: 'dead', error: 'gone' } },
    ]);
    await open().commit(space, commitOf({ cancel: ['d'] }));
    expect(await second().waiting(space)).toEqual([
      { id: 'b', lane: 'y:with space', due: 20_000, attempts: 1 },
      { id: 'c', lane: 'chat', due: 1_000, attempts: 0 },
      { id: 'late', lane: 'timer:t', due: 90_000, attempts: 0 },
    ]);
  });

  it('leases the oldest item of each lane only', async () => {
    const space = fresh('space');
    await put(space, item('a1', { lane: 'a' }), item('a2', { lane: 'a' }), item('b1', { lane: 'b' }));
    await put(space, item('b2', { lane: 'b' }), item('c1', { lane: 'c' }));
    expect(ids(await open().claim(space, 10_000, 10, hour)).sort()).toEqual(['a1', 'b1', 'c1']);
    expect(await second().claim(space, 10_000, 10, hour)).toEqual([]);
  });

  it('keeps commit order in a lane, even where a later item is due earlier', async () => {
    const space = fresh('space');
    await put(space, item('first', { due: 9_000 }));
    await put(space, item('second', { due: 1_000 }));
    expect(await open().claim(space, 8_999, 10, hour)).toEqual([]);
    const [lease] = await open().claim(space, 9_000, 10, hour);
    expect(lease!.item.id).toBe('first');
    await open().settle(space, [{ lease: lease!, result: { kind: 'done' } }]);
    expect(ids(await open().claim(space, 9_000, 10, hour))).toEqual(['second']);
  });

  it('drains a lane in commit order', async () => {
    const space = fresh('space');
    const all = Array.from({ length: 12 }, (_, n) => `m${n}`);
    for (const id of all) await put(space, item(id));
    const sent: string[] = [];
    for (;;) {
      const [lease] = await open().claim(space, 10_000, 5, hour);
      if (lease === undefined) break;
      sent.push(lease.item.id);
      expect(await open().settle(space, [{ lease, result: { kind: 'done' } }])).toEqual([true]);
    }
    expect(sent).toEqual(all);
    expect((await open().stats(space)).open).toBe(0);
  });

  it('gives the earliest due first and no more than asked for', async () => {
    const space = fresh('space');
    await put(
      space,
      item('late', { lane: 'l', due: 3_000 }),
      item('soon', { lane: 's', due: 1_000 }),
      item('middle', { lane: 'm', due: 2_000 }),
    );
    expect(ids(await open().claim(space, 10_000, 2, hour))).toEqual(['soon', 'middle']);
    expect(ids(await open().claim(space, 10_000, 2, hour))).toEqual(['late']);
    expect(await open().claim(space, 10_000, 0, hour)).toEqual([]);
  });

  it('leases each item to one of two processes that claim at once', async () => {
    const space = fresh('space');
    await put(space, ...Array.from({ length: 40 }, (_, n) => item(`m${n}`, { lane: `l${n}` })));
    const claims = await Promise.all(
      Array.from({ length: 10 }, (_, n) => (n % 2 === 0 ? open() : second()).claim(space, 10_000, 7, hour)),
    );
    const all = claims.flat().map(lease => lease.item.id);
    expect(all).toHaveLength(40);
    expect(new Set(all).size).toBe(40);
  });

  it('says when the next item is due', async () => {
    const space = fresh('space');
    await put(space, item('a', { lane: 'a', due: 7_000 }), item('b', { lane: 'b', due: 4_000 }));
    expect(await open().nextDue(space)).toBe(4_000);
    await open().claim(space, 4_000, 10, hour);
    expect(await open().nextDue(space)).toBe(7_000);
    await open().claim(space, 7_000, 10, hour);
    expect(await open().nextDue(space)).toBeNull();
  });

  it('leases to the committer what is due and heads its lane', async () => {
    const space = fresh('space');
    await put(space, item('before', { lane: 'busy' }));
    const { leases } = committed(
      await open().commit(
        space,
        commitOf({
          at: 2_000,
          leaseMs: hour,
          outbox: [
            item('own', { lane: 'mine', due: 2_000 }),
            item('next', { lane: 'mine', due: 2_000 }),
            item('queued', { lane: 'busy', due: 2_000 }),
            item('later', { lane: 'timer', due: 2_001 }),
          ],
        }),
      ),
    );
    expect(ids(leases)).toEqual(['own']);
    expect(ids(await second().claim(space, 2_000, 10, hour))).toEqual(['before']);
    expect(await open().settle(space, [{ lease: leases[0]!, result: { kind: 'done' } }])).toEqual([true]);
    expect(ids(await second().claim(space, 2_000, 10, hour))).toEqual(['next']);
  });

  it('leases nothing to a committer that does not ask', async () => {
    const space = fresh('space');
    expect(committed(await put(space, item('a'))).leases).toEqual([]);
    expect(ids(await open().claim(space, 1_000, 10, hour))).toEqual(['a']);
  });

  it('leases to a claimer only what leaves through its doors, however much waits at others', async () => {
    const space = fresh('space');
    const others = Array.from({ length: 130 }, (_, n) =>
      item(`x${n}`, { lane: `telegram:${n}`, due: 1_000 }),
    );
    await put(
      space,
      ...others,
      item('f', { lane: 'feishu:1', due: 2_000 }),
      item('t', { lane: 'timer:x', due: 3_000 }),
    );
    expect(await open().claim(space, 10_000, 10, hour, [])).toEqual([]);
    expect(await open().claim(space, 10_000, 10, hour, ['wecom'])).toEqual([]);
    expect(ids(await open().claim(space, 10_000, 10, hour, ['timer', 'feishu']))).toEqual(['f', 't']);
    expect(await open().claim(space, 10_000, 200, hour, ['telegram'])).toHaveLength(130);
  });

  it('leases to a committer only what leaves through its doors', async () => {
    const space = fresh('space');
    const outbox = [item('f', { lane: 'feishu:1' }), item('t', { lane: 'telegram:1' })];
    const { leases } = committed(
      await open().commit(space, commitOf({ outbox, leaseMs: hour, doors: ['telegram', 'timer'] })),
    );
    expect(ids(leases)).toEqual(['t']);
    expect(ids(await second().claim(space, 10_000, 10, hour, ['feishu']))).toEqual(['f']);
  });

  it('keeps a lease that is renewed in time, and says when it is lost', async () => {
    const space = fresh('space');
    await put(space, item('a'));
    const [lease] = await open().claim(space, 10_000, 10, 5);
    expect(await open().renew(space, [lease!], hour)).toEqual(['held']);
    await new Promise(resolve => setTimeout(resolve, 10));
    expect(await second().claim(space, 10_000, 10, hour)).toEqual([]);
    expect(await open().renew(space, [lease!], 0)).toEqual(['held']);
    const [now] = await claimedEventually(second(), space);
    expect(await open().renew(space, [lease!, { ...now!, fence: 'no' }, now!], hour)).toEqual([
      'lost',
      'lost',
      'held',
    ]);
    await second().settle(space, [{ lease: now!, result: { kind: 'done' } }]);
    expect(await second().renew(space, [now!], hour)).toEqual(['lost']);
  });

  it('says at a renewal that the item was taken back or replaced meanwhile', async () => {
    const space = fresh('space');
    await put(space, item('a', { lane: 'a' }), item('b', { lane: 'b' }));
    const leases = await open().claim(space, 10_000, 10, hour);
    await open().commit(space, commitOf({ cancel: ['a'], outbox: [item('b', { lane: 'b', body: 'new' })] }));
    const named = new Map(
      (await open().renew(space, leases, hour)).map((state, n) => [leases[n]!.item.id, state]),
    );
    expect(named).toEqual(
      new Map([
        ['a', 'changed'],
        ['b', 'changed'],
      ]),
    );
  });

  it('does not count as an attempt what was only told to wait', async () => {
    const space = fresh('space');
    await put(space, item('a'));
    const [lease] = await open().claim(space, 10_000, 10, hour);
    const result = { kind: 'retry', due: 11_000, error: 'rate', counted: false } as const;
    await open().settle(space, [{ lease: lease!, result }]);
    expect(await open().claim(space, 10_999, 10, hour)).toEqual([]);
    expect((await open().claim(space, 11_000, 10, hour))[0]!.attempts).toBe(0);
  });

  it('gives no lease to a redelivery', async () => {
    const space = fresh('space');
    const commit = commitOf({ outbox: [item('a')], leaseMs: hour });
    expect(committed(await open().commit(space, commit)).leases).toHaveLength(1);
    expect(await open().commit(space, commit)).toEqual({ kind: 'duplicate', reply: '' });
    expect(await open().claim(space, 10_000, 10, hour)).toEqual([]);
  });

  it('has the bodies of items that wait, and for a while of those that were sent to be kept', async () => {
    const space = fresh('space');
    await put(space, item('a', { body: '甲' }), item('b', { lane: 'y' }), item('c', { lane: 'z' }));
    await put(space, item('d', { lane: 'w', due: 20_000 }));
    const named = async () => (await second().itemsOf(space, ['c', 'x', 'd', 'b', 'a'])).map(({ id }) => id);
    expect(await named()).toEqual(['c', 'd', 'b', 'a']);
    const leases = await open().claim(space, 10_000, 10, hour);
    expect(await named()).toEqual(['c', 'd', 'b', 'a']);
    const results = { a: { kind: 'done', keep: true }, b: { kind: 'done' }, c: { kind: 'dead', error: '' } };
    for (const lease of leases)
      await open().settle(space, [{ lease, result: results[lease.item.id as 'a'] as Settlement }]);
    expect(await named()).toEqual(['d', 'a']);
    expect(await second().itemsOf(space, ['a'])).toEqual([{ id: 'a', body: '甲' }]);
    await open().commit(space, commitOf({ cancel: ['d'], outbox: [item('a', { body: '乙' })] }));
    expect(await second().itemsOf(space, ['a', 'd'])).toEqual([{ id: 'a', body: '乙' }]);
    expect(await second().itemsOf(fresh('space'), ['a'])).toEqual([]);
  });

  it('passes an item on when its lease has run out, and refuses the late owner', async () => {
    const space = fresh('space');
    await put(space, item('a'));
    const [late] = await open().claim(space, 10_000, 10, 5);
    const [now] = await claimedEventually(second(), space);
    expect(now!.item.id).toBe('a');
    expect(now!.fence).not.toBe(late!.fence);
    const remember = { id: 'late', value: 'x' };
    expect(await open().settle(space, [{ lease: late!, result: { kind: 'done' }, remember }])).toEqual([
      false,
    ]);
    expect((await open().load(space, [{ kind: 'ref', id: 'late' }]))[0]!.revision).toBe(0);
    expect(await second().settle(space, [{ lease: now!, result: { kind: 'done' } }])).toEqual([true]);
    expect((await open().stats(space)).open).toBe(0);
  });

  it('lets a late owner settle as long as nobody else has the item', async () => {
    const space = fresh('space');
    await put(space, item('a'));
    const [lease] = await open().claim(space, 10_000, 10, 0);
    expect(await open().settle(space, [{ lease: lease!, result: { kind: 'done' } }])).toEqual([true]);
  });

  it('refuses to settle twice', async () => {
    const space = fresh('space');
    await put(space, item('a'));
    const [lease] = await open().claim(space, 10_000, 10, hour);
    const done = [{ lease: lease!, result: { kind: 'done' as const } }];
    expect(await open().settle(space, done)).toEqual([true]);
    expect(await open().settle(space, done)).toEqual([false]);
  });

  it('refuses an invented fence', async () => {
    const space = fresh('space');
    await put(space, item('a'));
    for (const fence of ['', 'nonsense']) {
      const lease = { item: item('a'), fence, attempts: 0 };
      expect(await open().settle(space, [{ lease, result: { kind: 'done' } }])).toEqual([false]);
    }
    expect((await open().stats(space)).open).toBe(1);
  });

  it('settles several at once, each on its own', async () => {
    const space = fresh('space');
    await put(space, item('a', { lane: 'a' }), item('b', { lane: 'b' }), item('c', { lane: 'c' }));
    const leases = await open().claim(space, 10_000, 10, hour);
    const wrong = { ...leases[1]!, fence: 'no' };
    expect(
      await open().settle(space, [
        { lease: leases[0]!, result: { kind: 'done' }, remember: { id: 'r1', value: 'v1' } },
        { lease: wrong, result: { kind: 'done' }, remember: { id: 'r2', value: 'v2' } },
        { lease: leases[2]!, result: { kind: 'done' }, remember: { id: 'r3', value: 'v3' } },
      ]),
    ).toEqual([true, false, true]);
    const refs = await open().load(
      space,
      ['r1', 'r2', 'r3'].map(id => ({ kind: 'ref', id })),
    );
    expect(refs.map(ref => ref.parts.value)).toEqual(['v1', undefined, 'v3']);
    expect((await open().verify(space)).findings).toEqual([]);
  });

  it('settles nothing', async () => {
    expect(await open().settle(fresh('space'), [])).toEqual([]);
  });

  it('remembers the last of two values for one reference, and raises its revision', async () => {
    const space = fresh('space');
    await put(space, item('a', { lane: 'a' }), item('b', { lane: 'b' }));
    const leases = await open().claim(space, 10_000, 10, hour);
    await open().settle(
      space,
      leases.map((lease, n) => ({
        lease,
        result: { kind: 'done' as const },
        remember: { id: 'card', value: `message ${n}` },
      })),
    );
    expect((await second().load(space, [{ kind: 'ref', id: 'card' }]))[0]).toMatchObject({
      revision: 2,
      parts: { value: 'message 1' },
    });
    await put(space, item('c'));
    const [third] = await second().claim(space, 10_000, 10, hour);
    await second().settle(space, [
      { lease: third!, result: { kind: 'done' }, remember: { id: 'card', value: 'message 2' } },
    ]);
    expect((await open().load(space, [{ kind: 'ref', id: 'card' }]))[0]!.parts.value).toBe('message 2');
    expect((await open().verify(space)).findings).toEqual([]);
  });

  it('tries again at the time asked for, counts attempts, and blocks the lane meanwhile', async () => {
    const space = fresh('space');
    await put(space, item('a'), item('b'));
    const [first] = await open().claim(space, 10_000, 10, hour);
    const retry = { kind: 'retry' as const, due: 20_000, error: '429' };
    expect(await open().settle(space, [{ lease: first!, result: retry }])).toEqual([true]);
    expect(await open().claim(space, 19_999, 10, hour)).toEqual([]);
    expect(await open().nextDue(space)).toBe(20_000);
    const [again] = await open().claim(space, 20_000, 10, hour);
    expect(again).toMatchObject({ item: { id: 'a', due: 20_000 }, attempts: 1 });
    await open().settle(space, [{ lease: again!, result: { ...retry, due: 30_000 } }]);
    expect((await open().claim(space, 30_000, 10, hour))[0]!.attempts).toBe(2);
  });

  it('keeps what was given up for the staff to see, and lets the lane go on', async () => {
    const space = fresh('space');
    await put(space, item('a', { body: 'lost message' }), item('b'));
    const [lease] = await open().claim(space, 10_000, 10, hour);
    const settlement = { lease: lease!, result: { kind: 'dead' as const, error: '403 blocked' } };
    expect(await open().settle(space, [settlement])).toEqual([true]);
    expect(await second().dead(space)).toEqual([
      { item: item('a', { body: 'lost message' }), error: '403 blocked', attempts: 1 },
    ]);
    expect(ids(await open().claim(space, 10_000, 10, hour))).toEqual(['b']);
    expect(await open().stats(space)).toMatchObject({ open: 1, dead: 1 });
  });

  it('revives a dead item at the end of its lane', async () => {
    const space = fresh('space');
    await put(space, item('a'), item('b'));
    const [lease] = await open().claim(space, 10_000, 10, hour);
    await open().settle(space, [{ lease: lease!, result: { kind: 'dead', error: 'x' } }]);
    expect(await open().revive(space, 'a', 11_000)).toBe(true);
    expect(await open().revive(space, 'a', 11_000)).toBe(false);
    expect(await open().revive(space, 'nobody', 11_000)).toBe(false);
    expect(await open().dead(space)).toEqual([]);
    const [next] = await open().claim(space, 12_000, 10, hour);
    expect(next!.item.id).toBe('b');
    await open().settle(space, [{ lease: next!, result: { kind: 'done' } }]);
    expect(await open().claim(space, 12_000, 10, hour)).toMatchObject([
      { item: { id: 'a', due: 11_000, body: 'body of a' }, attempts: 0 },
    ]);
  });

  it('lists the dead in the order they died', async () => {
    const space = fresh('space');
    await put(space, item('z', { lane: 'z' }), item('a', { lane: 'a' }));
    const leases = await open().claim(space, 10_000, 10, hour);
    for (const id of ['z', 'a']) {
      const lease = leases.find(found => found.item.id === id)!;
      await open().settle(space, [{ lease, result: { kind: 'dead', error: id } }]);
    }
    expect((await open().dead(space)).map(({ error }) => error)).toEqual(['z', 'a']);
  });

  it('replaces an unsettled item that is committed again, at the end of its lane', async () => {
    const space = fresh('space');
    await put(space, item('a', { body: 'old' }), item('b'));
    await put(space, item('a', { body: 'new' }));
    expect((await open().stats(space)).open).toBe(2);
    const [first] = await open().claim(space, 10_000, 10, hour);
    expect(first!.item.id).toBe('b');
    await open().settle(space, [{ lease: first!, result: { kind: 'done' } }]);
    expect((await open().claim(space, 10_000, 10, hour))[0]!.item.body).toBe('new');
  });

  it('moves a timer that is committed again', async () => {
    const space = fresh('space');
    await put(space, item('timer', { due: 5_000 }));
    await put(space, item('timer', { due: 9_000 }));
    expect(await open().nextDue(space)).toBe(9_000);
    expect(await open().claim(space, 8_999, 10, hour)).toEqual([]);
    expect(ids(await open().claim(space, 9_000, 10, hour))).toEqual(['timer']);
  });

  it('moves an item to another lane', async () => {
    const space = fresh('space');
    await put(space, item('a', { lane: 'one' }), item('b', { lane: 'one' }));
    await put(space, item('a', { lane: 'two' }));
    expect(ids(await open().claim(space, 10_000, 10, hour)).sort()).toEqual(['a', 'b']);
  });

  it('sends the replacement of an item under way afterwards, never beside it', async () => {
    const space = fresh('space');
    await put(space, item('card', { body: 'old' }));
    const [lease] = await open().claim(space, 10_000, 10, hour);
    await put(space, item('card', { body: 'new' }), item('next'));
    expect(await second().claim(space, 10_000, 10, hour)).toEqual([]);
    expect(await open().settle(space, [{ lease: lease!, result: { kind: 'done' } }])).toEqual([true]);
    const [next] = await open().claim(space, 10_000, 10, hour);
    expect(next!.item.id).toBe('next');
    await open().settle(space, [{ lease: next!, result: { kind: 'done' } }]);
    expect(await open().claim(space, 10_000, 10, hour)).toMatchObject([
      { item: { id: 'card', body: 'new' }, attempts: 0 },
    ]);
  });

  it('forgets a dead item whose id is committed again', async () => {
    const space = fresh('space');
    await put(space, item('a'));
    const [lease] = await open().claim(space, 10_000, 10, hour);
    await open().settle(space, [{ lease: lease!, result: { kind: 'dead', error: 'x' } }]);
    await put(space, item('a', { body: 'fresh' }));
    expect(await open().dead(space)).toEqual([]);
    expect((await open().claim(space, 10_000, 10, hour))[0]!.item.body).toBe('fresh');
  });

  it('takes back an item that was not sent, and lets the lane go on', async () => {
    const space = fresh('space');
    await put(space, item('a', { due: 90_000 }), item('b'));
    await open().commit(space, commitOf({ cancel: ['a', 'nobody'] }));
    expect(ids(await open().claim(space, 10_000, 10, hour))).toEqual(['b']);
    expect((await open().stats(space)).open).toBe(1);
  });

  it('takes back and replaces in one commit', async () => {
    const space = fresh('space');
    await put(space, item('a'));
    await open().commit(space, commitOf({ cancel: ['a'], outbox: [item('b')] }));
    expect(ids(await open().claim(space, 10_000, 10, hour))).toEqual(['b']);
  });

  for (const result of [
    { kind: 'done' },
    { kind: 'retry', due: 10_000, error: 'x' },
    { kind: 'dead', error: 'x' },
  ] as const) {
    it(`drops a cancelled item under way when it is settled as ${result.kind}`, async () => {
      const space = fresh('space');
      await put(space, item('a'), item('b'));
      const [lease] = await open().claim(space, 10_000, 10, hour);
      await open().commit(space, commitOf({ cancel: ['a'] }));
      expect(await open().claim(space, 10_000, 10, hour)).toEqual([]);
      expect(await open().settle(space, [{ lease: lease!, result }])).toEqual([true]);
      expect(await open().dead(space)).toEqual([]);
      expect(ids(await open().claim(space, 10_000, 10, hour))).toEqual(['b']);
    });
  }

  it('drops a cancelled item whose owner never comes back', async () => {
    const space = fresh('space');
    await put(space, item('a'), item('b'));
    await open().claim(space, 10_000, 10, 5);
    await open().commit(space, commitOf({ cancel: ['a'] }));
    expect(ids(await claimedEventually(open(), space))).toEqual(['b']);
    expect((await open().stats(space)).open).toBe(1);
  });

  it('keeps outbox and records of a commit together: a conflict enqueues and cancels nothing', async () => {
    const space = fresh('space');
    await put(space, item('a'));
    const key = { kind: 'session', id: 's' };
    const refused = commitOf({
      changes: [{ key, expect: 3, set: {}, remove: [] }],
      outbox: [item('b', { lane: 'b' })],
      cancel: ['a'],
    });
    expect((await open().commit(space, refused)).kind).toBe('conflict');
    expect(ids(await open().claim(space, 10_000, 10, hour))).toEqual(['a']);
  });

  for (const [name, text, back = text] of hardTexts) {
    it(`carries as id, lane, body and reference: ${name}`, async () => {
      const space = fresh('space');
      await put(space, { id: text, lane: text, due: 1, body: text });
      const [lease] = await second().claim(space, 10_000, 10, hour);
      expect(lease!.item).toEqual({ id: back, lane: back, due: 1, body: back });
      const remember = { id: text, value: text };
      expect(
        await open().settle(space, [{ lease: lease!, result: { kind: 'dead', error: text }, remember }]),
      ).toEqual([true]);
      expect(await open().dead(space)).toMatchObject([{ item: lease!.item, error: back }]);
      expect((await open().load(space, [{ kind: 'ref', id: text }]))[0]!.parts).toEqual({ value: back });
    });
  }
};
