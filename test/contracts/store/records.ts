import { expect, it } from 'vitest';
import type { Store } from '../../../src/store/port.ts';
import { application, change, commitOf, committed, fresh, hardTexts, roster, session } from './harness.ts';

/** Records, expectations, dedupe marks and lists. */
export const recordCases = (open: () => Store, second: () => Store): void => {
  it('gives a missing record as revision 0 without parts', async () => {
    expect(await open().load(fresh('space'), [session])).toEqual([{ key: session, revision: 0, parts: {} }]);
  });

  it('loads nothing for no keys', async () => {
    expect(await open().load(fresh('space'), [])).toEqual([]);
  });

  it('loads several records in the order asked for', async () => {
    const space = fresh('space');
    await open().commit(
      space,
      commitOf({ changes: [change(session, 0, { a: '1' }), change(roster, 0, { b: '2' })] }),
    );
    const found = await open().load(space, [roster, application, session]);
    expect(found.map(record => [record.key.kind, record.revision])).toEqual([
      ['roster', 1],
      ['application', 0],
      ['session', 1],
    ]);
  });

  it('raises the revision by one with every commit that touches a record', async () => {
    const space = fresh('space');
    for (let revision = 0; revision < 4; revision += 1) {
      committed(
        await open().commit(
          space,
          commitOf({ changes: [change(session, revision, { n: String(revision) })] }),
        ),
      );
    }
    expect(await open().load(space, [session])).toEqual([{ key: session, revision: 4, parts: { n: '3' } }]);
  });

  it('raises the revision even where no part changes', async () => {
    const space = fresh('space');
    committed(await open().commit(space, commitOf({ changes: [change(session, 0, {})] })));
    expect((await open().load(space, [session]))[0]).toEqual({ key: session, revision: 1, parts: {} });
  });

  it('leaves parts alone that are not named', async () => {
    const space = fresh('space');
    await open().commit(space, commitOf({ changes: [change(session, 0, { a: '1', b: '2' })] }));
    await open().commit(space, commitOf({ changes: [change(session, 1, { b: '3' })] }));
    expect((await open().load(space, [session]))[0]!.parts).toEqual({ a: '1', b: '3' });
  });

  it('removes parts', async () => {
    const space = fresh('space');
    await open().commit(space, commitOf({ changes: [change(session, 0, { a: '1', b: '2' })] }));
    await open().commit(
      space,
      commitOf({ changes: [change(session, 1, { c: '3' }, { remove: ['a', 'missing'] })] }),
    );
    expect((await open().load(space, [session]))[0]!.parts).toEqual({ b: '2', c: '3' });
  });

  it('drops a whole record and starts it anew at revision 1', async () => {
    const space = fresh('space');
    await open().commit(space, commitOf({ changes: [change(session, 0, { a: '1' })] }));
    committed(await open().commit(space, commitOf({ changes: [change(session, 1, {}, { drop: true })] })));
    expect((await open().load(space, [session]))[0]).toEqual({ key: session, revision: 0, parts: {} });
    committed(await open().commit(space, commitOf({ changes: [change(session, 0, { b: '2' })] })));
    expect((await open().load(space, [session]))[0]).toEqual({
      key: session,
      revision: 1,
      parts: { b: '2' },
    });
  });

  it('drops a record that does not exist without complaint', async () => {
    const space = fresh('space');
    committed(await open().commit(space, commitOf({ changes: [change(session, 0, {}, { drop: true })] })));
    expect((await open().stats(space)).records).toBe(0);
  });

  for (const expected of [0, 1, 3, 7]) {
    it(`refuses a change computed from revision ${expected} of a record at revision 2, and writes nothing`, async () => {
      const space = fresh('space');
      await open().commit(space, commitOf({ changes: [change(session, 0, { a: '1' })] }));
      await open().commit(space, commitOf({ changes: [change(session, 1, { a: '2' })] }));
      const refused = commitOf({
        changes: [change(application, 0, { x: 'y' }), change(session, expected, { a: 'wrong' })],
        indexes: [{ index: 'all', id: 'x', score: 1 }],
      });
      expect(await open().commit(space, refused)).toEqual({ kind: 'conflict', key: session });
      expect((await open().load(space, [session, application])).map(record => record.parts)).toEqual([
        { a: '2' },
        {},
      ]);
      expect(await open().list(space, 'all')).toEqual([]);
    });
  }

  it('lets a refused event be committed after loading again', async () => {
    const space = fresh('space');
    await open().commit(space, commitOf({ changes: [change(session, 0, { a: '1' })] }));
    const event = fresh('event');
    const stale = commitOf({ eventId: event, changes: [change(session, 0, { a: '2' })] });
    expect((await open().commit(space, stale)).kind).toBe('conflict');
    committed(
      await open().commit(space, commitOf({ eventId: event, changes: [change(session, 1, { a: '2' })] })),
    );
  });

  it('refuses a commit whose expectation has moved', async () => {
    const space = fresh('space');
    await open().commit(space, commitOf({ changes: [change(roster, 0, { a: '1' })] }));
    const press = (revision: number) =>
      commitOf({
        changes: [change(application, 0, { state: 'approved' })],
        expectations: [{ key: roster, revision }],
      });
    expect(await open().commit(space, press(0))).toEqual({ kind: 'conflict', key: roster });
    committed(await open().commit(space, press(1)));
  });

  it('may expect that a record does not exist', async () => {
    const space = fresh('space');
    committed(await open().commit(space, commitOf({ expectations: [{ key: roster, revision: 0 }] })));
    await open().commit(space, commitOf({ changes: [change(roster, 0, { a: '1' })] }));
    expect(await open().commit(space, commitOf({ expectations: [{ key: roster, revision: 0 }] }))).toEqual({
      kind: 'conflict',
      key: roster,
    });
  });

  it('keeps spaces apart', async () => {
    const [one, other] = [fresh('space'), fresh('space')];
    const event = fresh('event');
    committed(
      await open().commit(one, commitOf({ eventId: event, changes: [change(session, 0, { a: '1' })] })),
    );
    committed(
      await open().commit(other, commitOf({ eventId: event, changes: [change(session, 0, { a: '2' })] })),
    );
    expect((await open().load(one, [session]))[0]!.parts).toEqual({ a: '1' });
    expect((await open().load(other, [session]))[0]!.parts).toEqual({ a: '2' });
  });

  it('tells a kind with a colon from an id with one', async () => {
    const space = fresh('space');
    const keys = [
      { kind: 'note:unanswered', id: 'x' },
      { kind: 'note', id: 'unanswered:x' },
      { kind: 'note', id: 'unanswered/x' },
    ];
    await open().commit(space, commitOf({ changes: keys.map((key, n) => change(key, 0, { n: String(n) })) }));
    expect((await open().load(space, keys)).map(record => record.parts.n)).toEqual(['0', '1', '2']);
  });

  it('sees what another process wrote, and refuses what it computed before', async () => {
    const space = fresh('space');
    await open().commit(space, commitOf({ changes: [change(session, 0, { a: '1' })] }));
    await open().load(space, [session]);
    committed(await second().commit(space, commitOf({ changes: [change(session, 1, { a: '2' })] })));
    const stale = commitOf({ changes: [change(session, 1, { a: 'stale' })] });
    expect(await open().commit(space, stale)).toMatchObject({ kind: 'conflict', key: session });
    expect((await open().load(space, [session]))[0]).toMatchObject({ revision: 2, parts: { a: '2' } });
  });

  it('commits to a record that only another process has loaded', async () => {
    const space = fresh('space');
    await second().commit(space, commitOf({ changes: [change(session, 0, { a: '1', b: '2' })] }));
    committed(await open().commit(space, commitOf({ changes: [change(session, 1, { a: '3' })] })));
    expect((await second().load(space, [session]))[0]!.parts).toEqual({ a: '3', b: '2' });
    expect((await open().verify(space)).findings).toEqual([]);
  });

  for (const bad of ['', 'a b', '{x}', 'a}b', 'a\nb', 'a\0b', 'x'.repeat(201)]) {
    it(`refuses the space name ${JSON.stringify(bad.slice(0, 8))}`, async () => {
      await expect(open().load(bad, [session])).rejects.toThrow(TypeError);
    });
  }

  for (const [name, commit] of [
    ['the same record twice', commitOf({ changes: [change(session, 0, {}), change(session, 0, {})] })],
    ['an empty event id', commitOf({ eventId: '' })],
    ['a kind with a slash', commitOf({ changes: [change({ kind: 'a/b', id: 'c' }, 0, {})] })],
    ['half a millisecond', commitOf({ outbox: [{ id: 'a', lane: 'b', due: 0.5, body: '' }] })],
    ['a score that is no number', commitOf({ indexes: [{ index: 'a', id: 'b', score: Number.NaN }] })],
  ] as const) {
    it(`throws on a commit with ${name}: that is a bug of the caller`, async () => {
      await expect(open().commit(fresh('space'), commit)).rejects.toThrow(TypeError);
    });
  }

  for (const [name, text, back = text] of hardTexts) {
    it(`keeps as a part: ${name}`, async () => {
      const space = fresh('space');
      committed(await open().commit(space, commitOf({ changes: [change(session, 0, { text })] })));
      expect((await second().load(space, [session]))[0]!.parts).toEqual({ text: back });
      expect((await open().verify(space)).findings).toEqual([]);
    });

    it(`keeps as id, part name, list entry and event id: ${name}`, async () => {
      const space = fresh('space');
      const key = { kind: 'note', id: text };
      const commit = commitOf({
        eventId: `e${text}`,
        reply: text,
        changes: [change(key, 0, Object.fromEntries([[text, 'value']]))],
        indexes: [{ index: `i${text}`, id: text, score: 1 }],
      });
      committed(await open().commit(space, commit));
      expect((await second().load(space, [key]))[0]!.revision).toBe(1);
      expect(Object.entries((await second().load(space, [key]))[0]!.parts)).toEqual([[back, 'value']]);
      expect(await second().list(space, `i${text}`)).toEqual([back]);
      expect(await second().commit(space, commit)).toEqual({ kind: 'duplicate', reply: back });
    });
  }

  it('gives the stored reply to a redelivered event and changes nothing', async () => {
    const space = fresh('space');
    const commit = commitOf({
      reply: 'card 7',
      changes: [change(session, 0, { a: '1' })],
      outbox: [{ id: 'm1', lane: 'c', due: 1, body: 'hello' }],
      audit: [],
    });
    committed(await open().commit(space, commit));
    for (const store of [open(), second(), open()]) {
      expect(await store.commit(space, commit)).toEqual({ kind: 'duplicate', reply: 'card 7' });
    }
    expect((await open().load(space, [session]))[0]!.revision).toBe(1);
    expect(await open().stats(space)).toEqual({ records: 1, open: 1, dead: 0, marks: 1 });
  });

  it('knows a redelivered event whatever revision the redelivery was computed from', async () => {
    const space = fresh('space');
    const event = fresh('event');
    committed(
      await open().commit(
        space,
        commitOf({ eventId: event, reply: 'r', changes: [change(session, 0, { a: '1' })] }),
      ),
    );
    const again = commitOf({ eventId: event, changes: [change(session, 1, { a: '2' })] });
    expect(await open().commit(space, again)).toEqual({ kind: 'duplicate', reply: 'r' });
    expect((await open().load(space, [session]))[0]!.parts).toEqual({ a: '1' });
  });

  it('refuses the same event id with another body', async () => {
    const space = fresh('space');
    const event = fresh('event');
    await open().commit(space, commitOf({ eventId: event, bodyHash: 'one' }));
    expect(await open().commit(space, commitOf({ eventId: event, bodyHash: 'two' }))).toEqual({
      kind: 'collision',
    });
  });

  it('applies an event once that fifty deliveries bring at the same moment', async () => {
    const space = fresh('space');
    const event = fresh('event');
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        (n % 2 === 0 ? open() : second()).commit(
          space,
          commitOf({ eventId: event, reply: 'r', changes: [change(session, 0, { a: '1' })] }),
        ),
      ),
    );
    expect(results.filter(result => result.kind === 'committed')).toHaveLength(1);
    expect(results.filter(result => result.kind === 'duplicate')).toHaveLength(49);
  });

  it('lets one of many racing writers win each round and loses no update', async () => {
    const space = fresh('space');
    const add = async (store: Store): Promise<void> => {
      const event = fresh('event');
      for (;;) {
        const [found] = await store.load(space, [session]);
        const n = String(Number(found!.parts.n ?? 0) + 1);
        const result = await store.commit(
          space,
          commitOf({ eventId: event, changes: [change(session, found!.revision, { n })] }),
        );
        if (result.kind === 'committed') return;
        expect(result.kind).toBe('conflict');
      }
    };
    await Promise.all(Array.from({ length: 40 }, (_, n) => add(n % 2 === 0 ? open() : second())));
    expect((await open().load(space, [session]))[0]).toMatchObject({ revision: 40, parts: { n: '40' } });
    expect((await open().verify(space)).findings).toEqual([]);
  });

  it('lists by score, then by id', async () => {
    const space = fresh('space');
    await open().commit(
      space,
      commitOf({
        indexes: [
          { index: 'i', id: 'c', score: 2 },
          { index: 'i', id: 'b', score: 1.5 },
          { index: 'i', id: 'a', score: 2 },
          { index: 'i', id: 'd', score: -1 },
          { index: 'other', id: 'z', score: 0 },
        ],
      }),
    );
    expect(await open().list(space, 'i')).toEqual(['d', 'b', 'a', 'c']);
    expect(await open().list(space, 'i', { reverse: true })).toEqual(['c', 'a', 'b', 'd']);
    expect(await open().list(space, 'i', { limit: 2 })).toEqual(['d', 'b']);
    expect(await open().list(space, 'i', { limit: 1, reverse: true })).toEqual(['c']);
    expect(await open().list(space, 'i', { limit: 0 })).toEqual([]);
    expect(await open().list(space, 'none')).toEqual([]);
  });

  it('moves an entry of a list and takes it off', async () => {
    const space = fresh('space');
    const put = (id: string, score: number | null) =>
      open().commit(space, commitOf({ indexes: [{ index: 'i', id, score }] }));
    await put('a', 1);
    await put('b', 2);
    await put('a', 3);
    expect(await open().list(space, 'i')).toEqual(['b', 'a']);
    await put('b', null);
    await put('missing', null);
    expect(await open().list(space, 'i')).toEqual(['a']);
  });
};
