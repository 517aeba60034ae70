import { expect, it } from 'vitest';
import type { RecordKey, Store } from '../../../src/store/port.ts';
import { application, change, commitOf, committed, entry, fresh, item, roster, session } from './harness.ts';

/** What a process remembers, and turns that come in together. */
export const togetherCases = (open: () => Store, second: () => Store): void => {
  it('recalls what was loaded, what was written, and what a conflict showed', async () => {
    const space = fresh('space');
    const store = open();
    if (store.recall === undefined) return;
    expect(store.recall(space, [session])).toBeUndefined();
    await store.load(space, [session, roster]);
    expect(store.recall(space, [session])).toEqual([{ key: session, revision: 0, parts: {} }]);
    expect(store.recall(space, [session, application])).toBeUndefined();
    committed(await store.commit(space, commitOf({ changes: [change(session, 0, { a: '1', b: '1' })] })));
    expect(store.recall(space, [session])).toEqual([
      { key: session, revision: 1, parts: { a: '1', b: '1' } },
    ]);
    await second().commit(space, commitOf({ changes: [change(session, 1, { b: '2', c: '2' })] }));
    const refused = change(session, 1, { a: '3' }, { remove: ['b'] });
    expect((await store.commit(space, commitOf({ changes: [refused] }))).kind).toBe('conflict');
    const [shown] = store.recall(space, [session])!;
    expect(shown).toEqual({ key: session, revision: 2, parts: { a: '1', b: '2', c: '2' } });
    committed(await store.commit(space, commitOf({ changes: [{ ...refused, expect: 2 }] })));
    expect(store.recall(space, [session])).toEqual(await second().load(space, [session]));
    expect((await store.verify(space)).findings).toEqual([]);
  });

  it('learns from a conflict what it only expected', async () => {
    const space = fresh('space');
    const store = open();
    if (store.recall === undefined) return;
    await store.load(space, [roster]);
    await second().commit(space, commitOf({ changes: [change(roster, 0, { a: '1' })] }));
    const expecting = (revision: number) =>
      commitOf({
        changes: [change(session, 0, { a: '1' })],
        expectations: [{ key: roster, revision }],
      });
    expect((await store.commit(space, expecting(0))).kind).toBe('conflict');
    expect(store.recall(space, [roster])![0]).toMatchObject({ revision: 1 });
    committed(await store.commit(space, expecting(1)));
  });

  it('tells a record that was dropped and made anew from the one it remembers', async () => {
    const space = fresh('space');
    const store = open();
    if (store.recall === undefined) return;
    await store.commit(space, commitOf({ changes: [change(session, 0, { a: 'old' })] }));
    await second().commit(space, commitOf({ changes: [change(session, 1, {}, { drop: true })] }));
    await second().commit(space, commitOf({ changes: [change(session, 0, { a: 'new' })] }));
    expect(store.recall(space, [session])![0]).toMatchObject({ revision: 1, parts: { a: 'old' } });
    const looked = commitOf({ expectations: [{ key: session, revision: 1 }] });
    expect((await store.commit(space, looked)).kind).toBe('conflict');
    expect(store.recall(space, [session])![0]).toMatchObject({ revision: 1, parts: { a: 'new' } });
  });

  it('takes turns that come in together, each on its own', async () => {
    const space = fresh('space');
    await open().commit(space, commitOf({ changes: [change(session, 0, { a: '1' })] }));
    const again = commitOf({ eventId: fresh('event'), reply: 'said' });
    await open().commit(space, again);
    const key = (n: number): RecordKey => ({ kind: 'session', id: `many-${n}` });
    const many = Array.from({ length: 40 }, (_, n) =>
      commitOf({
        changes: [change(key(n), 0, { n: String(n) })],
        outbox: [item(`m${n}`, { lane: `l${n % 5}` })],
        audit: n % 3 === 0 ? [entry(`s${n}`)] : [],
        leaseMs: 60_000,
      }),
    );
    const results = await Promise.all([
      open().commit(space, commitOf({ changes: [change(session, 0, { a: 'stale' })] })),
      ...many.map(commit => open().commit(space, commit)),
      open().commit(space, again),
      open().commit(space, { ...again, bodyHash: 'other' }),
      open().commit(space, commitOf({ changes: [change(session, 1, { a: '2' })] })),
    ]);
    const kinds = results.map(result => result.kind);
    expect(kinds).toEqual([
      'conflict',
      ...many.map(() => 'committed'),
      'duplicate',
      'collision',
      'committed',
    ]);
    const leased = results.flatMap(result => (result.kind === 'committed' ? result.leases : []));
    expect(leased.map(lease => lease.item.lane).sort()).toEqual(['l0', 'l1', 'l2', 'l3', 'l4']);
    const found = await second().load(
      space,
      many.map((_, n) => key(n)),
    );
    expect(found.map(record => record.parts.n)).toEqual(many.map((_, n) => String(n)));
    expect(await open().stats(space)).toEqual({ records: 41, open: 40, dead: 0, marks: 43 });
    expect(await open().verify(space)).toMatchObject({ ok: true, length: 14 });
  });

  it('lets only the first of two turns that come in together change a record', async () => {
    const space = fresh('space');
    const results = await Promise.all([
      open().commit(space, commitOf({ changes: [change(session, 0, { a: 'first' })] })),
      open().commit(space, commitOf({ changes: [change(session, 0, { a: 'second' })] })),
    ]);
    expect(results.map(result => result.kind)).toEqual(['committed', 'conflict']);
    expect((await open().verify(space)).findings).toEqual([]);
  });
};
