import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { digest } from '../../../src/store/dump.ts';
import type { Store } from '../../../src/store/port.ts';
import {
  application,
  change,
  collect,
  commitOf,
  committed,
  entry,
  fresh,
  item,
  replay,
  roster,
  session,
} from './harness.ts';

type Line = Record<string, unknown>;

/** A space with something of everything. */
export const furnish = async (store: Store, space: string): Promise<void> => {
  for (let n = 0; n < 3; n += 1) {
    await store.commit(
      space,
      commitOf({
        reply: `reply ${n}`,
        changes: [
          change(session, n, { a: `answer ${n}`, [`field${n}`]: '申报' }),
          change({ kind: 'application', id: `WZ-${n}` }, 0, { state: 'review' }),
        ],
        indexes: [{ index: 'stage:review', id: `WZ-${n}`, score: n }],
        outbox: [item(`m${n}`), item(`timer${n}`, { lane: `timer${n}`, due: 50_000 })],
        audit: [entry(`WZ-${n}`), entry(`again WZ-${n}`)],
      }),
    );
  }
  const [lease] = await store.claim(space, 10_000, 1, 60_000);
  await store.settle(space, [{ lease: lease!, result: { kind: 'dead', error: 'blocked' } }]);
};

/** Change lines of a dump as a forger without the key would, and make count and digest fit again. */
const forged = (lines: readonly string[], edit: (lines: Line[]) => Line[]): string[] => {
  const texts = edit(lines.slice(0, -1).map(line => JSON.parse(line) as Line)).map(line =>
    JSON.stringify(line),
  );
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text).update('\n');
  return [...texts, JSON.stringify({ is: 'end', lines: texts.length, sha256: hash.digest('hex') })];
};

const onLine =
  (is: string, place: number, edit: (line: Line) => Line | null) =>
  (lines: Line[]): Line[] => {
    const target = lines.filter(line => line.is === is)[place]!;
    return lines.flatMap(line => {
      const edited = line === target ? edit(line) : line;
      return edited === null ? [] : [edited];
    });
  };

type Part = [string, string, string];
const parts = (line: Line): Part[] => line.parts as Part[];

const forgeries: readonly (readonly [name: string, edit: (lines: Line[]) => Line[], finding: RegExp])[] = [
  [
    'a decision in the audit trail edited',
    onLine('audit', 2, line => ({ ...line, text: String(line.text).replace('approved', 'rejected') })),
    /第3条办理记录或其前面的记录被改动/,
  ],
  ['an audit entry removed', onLine('audit', 2, () => null), /缺第3条办理记录/],
  ['the first audit entry removed', onLine('audit', 0, () => null), /缺第1条办理记录/],
  ['the last audit entry removed', onLine('audit', 5, () => null), /末尾缺第6条办理记录/],
  [
    'a mac edited',
    onLine('audit', 3, line => ({ ...line, mac: '0'.repeat(64) })),
    /第4条办理记录或其前面的记录被改动/,
  ],
  [
    'two audit entries exchanged',
    lines => {
      const audits = lines.filter(line => line.is === 'audit');
      const [one, two] = [audits[1]!, audits[2]!];
      return lines.map(line =>
        line === one
          ? { ...two, sequence: one.sequence }
          : line === two
            ? { ...one, sequence: two.sequence }
            : line,
      );
    },
    /第2条办理记录或其前面的记录被改动/,
  ],
  [
    'the chain head edited',
    onLine('space', 0, line => ({ ...line, head: 'f'.repeat(64) })),
    /校验值与第6条办理记录不符/,
  ],
  [
    'the length of the chain edited',
    onLine('space', 0, line => ({ ...line, length: 9 })),
    /末尾缺第7至9条办理记录/,
  ],
  [
    'a part edited',
    onLine('record', 0, line => ({ ...line, parts: parts(line).map(([n, , s]) => [n, 'approved', s]) })),
    /application\/WZ-0：内容 state 被改动/,
  ],
  [
    'a part removed',
    onLine('record', 3, line => ({ ...line, parts: parts(line).slice(1) })),
    /session\/s1：有内容被改动、删除或退回旧值/,
  ],
  [
    'a part renamed',
    onLine('record', 3, line => ({ ...line, parts: parts(line).map(([, v, s], i) => [`x${i}`, v, s]) })),
    /session\/s1：内容 x0 被改动/,
  ],
  [
    'the values of two parts exchanged, seals and all',
    onLine('record', 3, line => ({
      ...line,
      parts: parts(line).map(([n], i, all) => [n, all.at(-1 - i)![1], all.at(-1 - i)![2]]),
    })),
    /session\/s1：内容 .* 被改动/,
  ],
  [
    'a revision edited',
    onLine('record', 0, line => ({ ...line, revision: 2 })),
    /application\/WZ-0：版本号 2/,
  ],
  ['a seal edited', onLine('record', 0, line => ({ ...line, seal: 'a'.repeat(64) })), /application\/WZ-0：/],
  ['a sum edited', onLine('record', 0, line => ({ ...line, sum: 'a'.repeat(64) })), /application\/WZ-0：/],
  [
    'a record taken for another',
    onLine('record', 0, line => ({ ...line, id: 'WZ-9' })),
    /application\/WZ-9：/,
  ],
  ['a record removed', onLine('record', 1, () => null), /有数据缺失/],
];

/**
 * Audit chain, seals, dumps and the life of a space; long, because every way of tampering stands in the table above.
 */
export const evidenceCases = (open: () => Store, second: () => Store): void => {
  it('keeps audit entries in commit order, numbered from 1', async () => {
    const space = fresh('space');
    await open().commit(space, commitOf({ audit: [entry('a'), entry('b')] }));
    await second().commit(space, commitOf({ audit: [{ ...entry('c'), hash: 'ff' }] }));
    const found = await open().audit(space);
    expect(found.map(({ sequence, entry: { subject } }) => [sequence, subject])).toEqual([
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
    ]);
    expect(found[2]!.entry).toEqual({ ...entry('c'), hash: 'ff' });
    expect(new Set(found.map(({ mac }) => mac)).size).toBe(3);
  });

  it('gives the chain head after each commit', async () => {
    const space = fresh('space');
    const empty = committed(await open().commit(space, commitOf())).chain;
    const first = committed(await open().commit(space, commitOf({ audit: [entry('a')] }))).chain;
    expect(first).not.toBe(empty);
    expect(committed(await second().commit(space, commitOf())).chain).toBe(first);
    expect(await open().verify(space)).toEqual({ ok: true, length: 1, head: first, findings: [] });
    expect((await open().audit(space)).at(-1)!.mac).toBe(first);
  });

  it('writes no audit entry for a redelivered or refused event', async () => {
    const space = fresh('space');
    const commit = commitOf({ audit: [entry('a')], changes: [change(session, 0, { a: '1' })] });
    await open().commit(space, commit);
    await open().commit(space, commit);
    await open().commit(space, { ...commit, bodyHash: 'other' });
    await open().commit(space, { ...commit, eventId: fresh('event') });
    expect(await open().audit(space)).toHaveLength(1);
    committed(await open().commit(space, commitOf({ audit: [entry('b')] })));
    expect((await open().verify(space)).findings).toEqual([]);
  });

  it('keeps one chain while two processes write to it at once', async () => {
    const space = fresh('space');
    const results = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        (n % 2 === 0 ? open() : second()).commit(space, commitOf({ audit: [entry(`s${n}`)] })),
      ),
    );
    expect(new Set(results.map(result => committed(result).chain)).size).toBe(40);
    expect(await open().verify(space)).toMatchObject({ ok: true, length: 40, findings: [] });
    expect(new Set((await open().audit(space)).map(({ entry: { subject } }) => subject)).size).toBe(40);
  });

  it('keeps one chain where conflicts fall between chained commits', async () => {
    const space = fresh('space');
    await open().commit(space, commitOf({ changes: [change(session, 0, {})] }));
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        open().commit(
          space,
          commitOf({
            audit: [entry(`s${n}`)],
            changes: n % 3 === 0 ? [change(session, 7, { wrong: 'x' })] : [],
          }),
        ),
      ),
    );
    expect(results.filter(result => result.kind === 'committed')).toHaveLength(13);
    expect(await open().verify(space)).toMatchObject({ ok: true, length: 13 });
  });

  it('verifies a space nobody wrote', async () => {
    expect(await open().verify(fresh('space'))).toMatchObject({ ok: true, length: 0, findings: [] });
  });

  it('verifies after changes, removals, drops and settlements', async () => {
    const space = fresh('space');
    await furnish(open(), space);
    await open().commit(space, commitOf({ changes: [change(session, 3, { b: 'x' }, { remove: ['a'] })] }));
    await open().commit(
      space,
      commitOf({ changes: [change({ kind: 'application', id: 'WZ-1' }, 1, {}, { drop: true })] }),
    );
    expect(await second().verify(space)).toMatchObject({ ok: true, length: 6, findings: [] });
  });

  it('accepts a head remembered earlier, and finds a tail lost since', async () => {
    const space = fresh('space');
    await open().commit(space, commitOf({ audit: [entry('a')] }));
    const { length, head } = await open().verify(space);
    const backup = await collect(open().dump(space));
    await open().commit(space, commitOf({ audit: [entry('b'), entry('c')] }));
    const later = await open().verify(space, { length, head });
    expect(later.findings).toEqual([]);
    await open().wipe(space);
    await open().restore(space, replay(backup));
    expect((await open().verify(space)).ok).toBe(true);
    const lost = await open().verify(space, { length: later.length, head: later.head });
    expect(lost.ok).toBe(false);
    expect(lost.findings.join()).toMatch(/按外部留存的校验值，末尾缺第2至3条办理记录/);
  });

  it('finds a chain that is not the one remembered outside', async () => {
    const space = fresh('space');
    await open().commit(space, commitOf({ audit: [entry('a')] }));
    const report = await open().verify(space, { length: 1, head: '0'.repeat(64) });
    expect(report.findings).toEqual(['第1条办理记录与外部留存的校验值不符']);
  });

  for (const [name, edit, finding] of forgeries) {
    it(`finds ${name}`, async () => {
      const space = fresh('space');
      await furnish(open(), space);
      const lines = await collect(open().dump(space));
      await open().wipe(space);
      await open().restore(space, replay(forged(lines, edit)));
      const report = await second().verify(space);
      expect(report.ok).toBe(false);
      expect(report.findings.join('\n')).toMatch(finding);
    });
  }

  it('restores what it dumped, line by line', async () => {
    const space = fresh('space');
    await furnish(open(), space);
    const lines = await collect(open().dump(space));
    const before = await digest(open(), space);
    const stats = await open().stats(space);
    await open().wipe(space);
    await open().restore(space, replay(lines));
    expect(await collect(second().dump(space))).toEqual(lines);
    expect(await digest(second(), space)).toEqual(before);
    expect(await open().stats(space)).toEqual(stats);
    expect((await open().verify(space)).findings).toEqual([]);
  });

  it('goes on after a restore as if nothing had been', async () => {
    const space = fresh('space');
    const known = commitOf({ reply: 'r', changes: [change(roster, 0, { a: '1' })], audit: [entry('x')] });
    await open().commit(space, known);
    await furnish(open(), space);
    const lines = await collect(open().dump(space));
    await open().wipe(space);
    await open().restore(space, replay(lines));
    expect(await open().commit(space, known)).toEqual({ kind: 'duplicate', reply: 'r' });
    expect(await open().commit(space, { ...known, bodyHash: 'x' })).toEqual({ kind: 'collision' });
    committed(
      await open().commit(
        space,
        commitOf({ changes: [change(roster, 1, { b: '2' })], audit: [entry('y')], outbox: [item('new')] }),
      ),
    );
    expect(await open().revive(space, 'm0', 1_000)).toBe(true);
    const sent: string[] = [];
    for (;;) {
      const [lease] = await open().claim(space, 10_000, 1, 60_000);
      if (lease === undefined) break;
      sent.push(lease.item.id);
      await open().settle(space, [{ lease, result: { kind: 'done' } }]);
    }
    expect(sent).toEqual(['m1', 'm2', 'new', 'm0']);
    expect(await open().verify(space)).toMatchObject({ ok: true, length: 8, findings: [] });
  });

  it('dumps an item under lease as one to be sent again', async () => {
    const space = fresh('space');
    await open().commit(space, commitOf({ outbox: [item('a')] }));
    const [lease] = await open().claim(space, 10_000, 10, 60_000);
    const lines = await collect(open().dump(space));
    await open().wipe(space);
    await open().restore(space, replay(lines));
    expect(await open().settle(space, [{ lease: lease!, result: { kind: 'done' } }])).toEqual([false]);
    expect(await open().claim(space, 10_000, 10, 60_000)).toHaveLength(1);
  });

  const torn: readonly (readonly [string, (lines: string[]) => string[], RegExp])[] = [
    ['is torn', lines => lines.slice(0, -1), /torn/],
    ['lacks a line', lines => lines.filter((_, n) => n !== 2), /changed/],
    [
      'has a changed line',
      lines => lines.map(line => line.replace(/"revision":\d+/, '"revision":77')),
      /changed/,
    ],
    ['is empty', () => [], /torn/],
    [
      'is of another space',
      lines => lines.map(line => line.replace('"space-', '"other-')),
      /changed|not a dump/,
    ],
  ];
  for (const [name, edit, message] of torn) {
    it(`refuses a dump that ${name}, and writes nothing`, async () => {
      const space = fresh('space');
      await furnish(open(), space);
      const lines = await collect(open().dump(space));
      await open().wipe(space);
      await expect(open().restore(space, replay(edit(lines)))).rejects.toThrow(message);
      expect((await open().stats(space)).records).toBe(0);
    });
  }

  it('refuses to restore over what is there', async () => {
    const space = fresh('space');
    await furnish(open(), space);
    const lines = await collect(open().dump(space));
    await expect(open().restore(space, replay(lines))).rejects.toThrow(/not empty/);
    expect(await collect(open().dump(space))).toEqual(lines);
  });

  it('dumps a space nobody wrote', async () => {
    const space = fresh('space');
    expect(await collect(open().dump(space))).toHaveLength(2);
  });

  it('knows its spaces', async () => {
    const [one, other, never] = [fresh('space'), fresh('space'), fresh('space')];
    await open().commit(one, commitOf());
    await second().commit(other, commitOf());
    await open().load(never, [session]);
    const found = await open().spaces();
    expect(found).toContain(one);
    expect(found).toContain(other);
    expect(found).not.toContain(never);
    await open().wipe(other);
    expect(await second().spaces()).not.toContain(other);
  });

  it('wipes one space and leaves the others', async () => {
    const [one, other] = [fresh('space'), fresh('space')];
    await furnish(open(), one);
    await furnish(open(), other);
    const kept = await digest(open(), other);
    await open().wipe(one);
    expect(await open().stats(one)).toEqual({ records: 0, open: 0, dead: 0, marks: 0 });
    expect(await open().audit(one)).toEqual([]);
    expect(await open().list(one, 'stage:review')).toEqual([]);
    expect(await open().claim(one, 100_000, 10, 1)).toEqual([]);
    expect(await digest(open(), other)).toEqual(kept);
  });

  it('uses a wiped space again from the start', async () => {
    const space = fresh('space');
    await furnish(open(), space);
    await second().load(space, [session, application]);
    await open().wipe(space);
    committed(
      await second().commit(
        space,
        commitOf({ changes: [change(session, 0, { a: '1' })], audit: [entry('a')] }),
      ),
    );
    expect(await second().verify(space)).toMatchObject({ ok: true, length: 1, findings: [] });
    expect((await open().load(space, [session]))[0]).toMatchObject({ revision: 1, parts: { a: '1' } });
  });

  it('does not take a record made anew for the one it had loaded before', async () => {
    const space = fresh('space');
    await open().commit(space, commitOf({ changes: [change(session, 0, { old: '1' })] }));
    await open().load(space, [session]);
    await second().commit(space, commitOf({ changes: [change(session, 1, {}, { drop: true })] }));
    await second().commit(space, commitOf({ changes: [change(session, 0, { fresh: '1' })] }));
    await open().load(space, [session]);
    committed(await open().commit(space, commitOf({ changes: [change(session, 1, { more: '2' })] })));
    expect((await open().load(space, [session]))[0]!.parts).toEqual({ fresh: '1', more: '2' });
    expect((await open().verify(space)).findings).toEqual([]);
  });

  it('counts records, open and dead items and marks', async () => {
    const space = fresh('space');
    await furnish(open(), space);
    expect(await open().stats(space)).toEqual({ records: 4, open: 5, dead: 1, marks: 3 });
  });

  it('describes itself without a password', () => {
    expect(open().description).not.toBe('');
    expect(open().description).not.toContain('secret');
  });
};
