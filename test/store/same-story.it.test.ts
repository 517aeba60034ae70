import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import type { Commit, CommitResult, Lease, RecordChange, RecordKey, Store } from '../../src/store/port.ts';
import { change, collect, commitOf, entry, fresh } from '../contracts/store/harness.ts';
import { RedisServer } from '../setup/redis.ts';

/*
 * The same story told to both stores: SQLite takes the settlements and commits of a round one after the other, Redis
 * all at once, so that they share one script call, whose cache of items and lanes must not be seen from outside. Without a
 * secret, because the same text is encrypted otherwise each time.
 */

const hour = 3_600_000;
const records: readonly RecordKey[] = ['a', 'b', 'c'].map(id => ({ kind: 'session', id }));
const itemIds = ['x', 'y', 'z', 'u', 'v'];
const lanes = ['left', 'right'];

let server: RedisServer;
let sqlite: Store;
let redis: Store;
let client: Redis;
beforeAll(async () => {
  server = await RedisServer.start();
  client = server.client();
  sqlite = await openStore(':memory:');
  redis = await openStore(server.url);
});
afterAll(async () => {
  await sqlite.close();
  await redis.close();
  client.disconnect();
  await server.stop();
});

interface PlannedCommit {
  /** Deliver the event of an earlier commit again, with the same or another body. */
  readonly again: { readonly pick: number; readonly sameBody: boolean } | null;
  readonly change: { readonly record: number; readonly how: 'current' | 'stale' | 'drop' } | null;
  readonly items: readonly { readonly id: string; readonly lane: string; readonly due: number }[];
  readonly cancel: readonly string[];
  readonly lease: boolean;
}

interface Round {
  readonly settlements: readonly { readonly pick: number; readonly kind: 'done' | 'retry' | 'dead' }[];
  readonly commits: readonly PlannedCommit[];
  /** Which of the commits adds to the audit chain. */
  readonly audited: number;
  readonly after: 'nothing' | 'claim' | 'revive';
}

const someIds = fc.uniqueArray(fc.constantFrom(...itemIds), { maxLength: 3 });
const rounds: fc.Arbitrary<Round[]> = fc.array(
  fc.record({
    settlements: fc.array(
      fc.record({ pick: fc.nat(), kind: fc.constantFrom('done', 'done', 'retry', 'dead') }),
      {
        maxLength: 4,
      },
    ),
    commits: fc.array(
      fc.record({
        again: fc.option(fc.record({ pick: fc.nat(), sameBody: fc.boolean() }), { freq: 5 }),
        change: fc.option(
          fc.record({
            record: fc.nat({ max: records.length - 1 }),
            how: fc.constantFrom('current', 'current', 'stale', 'drop'),
          }),
        ),
        items: someIds.chain(ids =>
          fc.tuple(
            ...ids.map(id =>
              fc.record({
                id: fc.constant(id),
                lane: fc.constantFrom(...lanes),
                due: fc.constantFrom(500, 2_000),
              }),
            ),
          ),
        ),
        cancel: someIds,
        lease: fc.boolean(),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    audited: fc.nat({ max: 8 }),
    after: fc.constantFrom('nothing', 'claim', 'revive'),
  }),
  { minLength: 1, maxLength: 8 },
);

const told = (result: CommitResult): unknown =>
  result.kind === 'committed'
    ? { kind: 'committed', chain: result.chain, leases: result.leases.map(({ item }) => item) }
    : result;

/** Everything in the space but when marks were set, which orders them. */
const picture = async (store: Store, space: string): Promise<unknown[]> => {
  const lines = (await collect(store.dump(space))).map(line => JSON.parse(line) as Record<string, unknown>);
  const marks = lines.filter(line => line.is === 'mark').map(({ kept: _, ...line }) => line);
  return [
    ...lines.filter(line => line.is !== 'mark' && line.is !== 'end'),
    ...marks.sort((one, other) => String(one.event).localeCompare(String(other.event))),
  ];
};

class Story {
  readonly #space = fresh('story');
  /** Those that were committed. */
  readonly #events: Commit[] = [];
  /** The same lease as either store gave it, also when it is long over. */
  readonly #leases: (readonly [Lease, Lease])[] = [];

  async #changeOf({ change: planned }: PlannedCommit): Promise<RecordChange[]> {
    if (planned === null) return [];
    const key = records[planned.record]!;
    const [found] = await sqlite.load(this.#space, [key]);
    const revision = found!.revision;
    if (planned.how === 'drop') return revision === 0 ? [] : [change(key, revision, {}, { drop: true })];
    const expected = planned.how === 'stale' && revision > 1 ? revision - 1 : revision;
    return [change(key, expected, { value: fresh('value') })];
  }

  async #commitOf(planned: PlannedCommit, audited: boolean): Promise<Commit> {
    const earlier = planned.again && this.#events[planned.again.pick % this.#events.length];
    if (earlier) return planned.again.sameBody ? earlier : { ...earlier, bodyHash: 'another' };
    const commit = commitOf({
      reply: fresh('reply'),
      changes: await this.#changeOf(planned),
      outbox: planned.items.map(item => ({ ...item, body: fresh('body') })),
      cancel: planned.cancel,
      audit: audited ? [entry(fresh('subject'))] : [],
      leaseMs: planned.lease ? hour : 0,
    });
    return commit;
  }

  #remember(left: readonly Lease[], right: readonly Lease[]): void {
    for (const lease of left)
      this.#leases.push([lease, right.find(({ item }) => item.id === lease.item.id)!]);
  }

  async play(round: Round): Promise<void> {
    const space = this.#space;
    const commits: Commit[] = [];
    // A refused link to the chain makes the next one try again, after the others: no two in one round.
    const links = round.commits.some(({ again }) => again) ? -1 : round.audited;
    for (const [place, planned] of round.commits.entries())
      commits.push(await this.#commitOf(planned, place === links));
    const settlements = round.settlements.flatMap(({ pick, kind }) => {
      const pair = this.#leases[pick % this.#leases.length];
      const result = kind === 'done' ? { kind } : { kind, due: 700, error: 'why' };
      return pair ? [{ pair, result: result as Parameters<Store['settle']>[1][number]['result'] }] : [];
    });
    const settle = (store: Store, side: 0 | 1) =>
      store.settle(
        space,
        settlements.map(({ pair, result }) => ({ lease: pair[side], result })),
      );
    // Redis then knows where the chain stands and what the records are: nothing waits for a load of its own.
    await redis.load(space, records);
    const settledLeft = await settle(sqlite, 0);
    const left: CommitResult[] = [];
    for (const commit of commits) left.push(await sqlite.commit(space, commit));
    const [settledRight, ...right] = await Promise.all([
      settle(redis, 1),
      ...commits.map(commit => redis.commit(space, commit)),
    ]);
    expect(settledRight).toEqual(settledLeft);
    expect(right.map(told)).toEqual(left.map(told));
    for (const [place, result] of left.entries()) {
      const other = right[place]!;
      if (result.kind !== 'committed' || other.kind !== 'committed') continue;
      this.#remember(result.leases, other.leases);
      this.#events.push(commits[place]!);
    }
    await this.#afterwards(round);
    expect(await picture(redis, space)).toEqual(await picture(sqlite, space));
  }

  async #afterwards({ after }: Round): Promise<void> {
    const space = this.#space;
    expect(await redis.nextDue(space)).toBe(await sqlite.nextDue(space));
    if (after === 'claim') {
      const byId = (one: Lease, other: Lease) => one.item.id.localeCompare(other.item.id);
      const left = (await sqlite.claim(space, 1_000, 10, hour)).sort(byId);
      const right = (await redis.claim(space, 1_000, 10, hour)).sort(byId);
      const shown = ({ item, attempts }: Lease) => ({ item, attempts });
      expect(right.map(shown)).toEqual(left.map(shown));
      this.#remember(left, right);
    }
    if (after === 'revive') {
      const [dead] = await sqlite.dead(space);
      if (dead) {
        expect(await redis.revive(space, dead.item.id, 600)).toBe(true);
        expect(await sqlite.revive(space, dead.item.id, 600)).toBe(true);
      }
    }
  }

  async end(): Promise<void> {
    expect((await redis.verify(this.#space)).findings).toEqual([]);
    const sizes = await Promise.all(
      ['items', 'body'].map(name => client.hlen(`shenbao:{${this.#space}}:${name}`)),
    );
    expect(sizes[1]).toBe(sizes[0]);
    await redis.wipe(this.#space);
    await sqlite.wipe(this.#space);
  }
}

it('is told by both stores alike, whatever shares a script call', async () => {
  await fc.assert(
    fc.asyncProperty(rounds, async planned => {
      const story = new Story();
      for (const round of planned) await story.play(round);
      await story.end();
    }),
    { numRuns: Number(process.env.SHENBAO_STORIES ?? 150), interruptAfterTimeLimit: 120_000 },
  );
});
