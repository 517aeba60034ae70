import { afterEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/port.ts';
import { change, commitOf, fresh } from '../contracts/store/harness.ts';
import { seeded } from './random.ts';
import { Stage } from './support.ts';

const stage = new Stage();
afterEach(() => stage.clear());

describe('duplicates and reordering', () => {
  it('applies each of 500 events once that come five times each, shuffled, over two clients', async () => {
    const server = await stage.server();
    const stores = [await stage.store(server.url), await stage.store(server.url)];
    const space = fresh('space');
    const random = seeded(11);
    const deliveries = Array.from({ length: 2_500 }, (_, n) => ({ event: n % 500, order: random() })).sort(
      (left, right) => left.order - right.order,
    );
    const deliver = async (event: number, store: Store): Promise<string> => {
      const key = { kind: 'session', id: `chat${event % 50}` };
      for (;;) {
        const [record] = await store.load(space, [key]);
        const set = {
          [`a${event}`]: String(Number(record!.parts[`a${event}`] ?? 0) + 1),
          count: String(Number(record!.parts.count ?? 0) + 1),
        };
        const result = await store.commit(
          space,
          commitOf({
            eventId: `event-${event}`,
            reply: `reply ${event}`,
            changes: [change(key, record!.revision, set)],
          }),
        );
        if (result.kind === 'duplicate') return result.reply;
        if (result.kind === 'committed') return `reply ${event}`;
      }
    };
    let next = 0;
    const run = async (): Promise<void> => {
      for (let mine = next++; mine < deliveries.length; mine = next++) {
        const { event } = deliveries[mine]!;
        expect(await deliver(event, stores[mine % 2]!)).toBe(`reply ${event}`);
      }
    };
    await Promise.all(Array.from({ length: 16 }, run));
    const keys = Array.from({ length: 50 }, (_, n) => ({ kind: 'session', id: `chat${n}` }));
    const records = await stores[0]!.load(space, keys);
    expect(records.map(record => record.parts.count)).toEqual(Array(50).fill('10'));
    const applied = records
      .flatMap(({ parts }) => Object.entries(parts))
      .filter(([name]) => name !== 'count');
    expect(applied).toHaveLength(500);
    expect(new Set(applied.map(([, times]) => times))).toEqual(new Set(['1']));
  });
});
