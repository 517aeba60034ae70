import { expect, it } from 'vitest';
import { Metrics, type Watched } from '../../src/host/metrics.ts';
import { openStore } from '../../src/store/open.ts';
import { commitWith } from '../../src/store/port.ts';

const now = 10_000_000;

const watching = async (more: Partial<Watched> = {}) => {
  const store = await openStore(':memory:');
  const metrics = new Metrics('1.2.3');
  metrics.watch({
    store,
    notices: ['notice'],
    channels: () => [],
    storeOk: async () => true,
    spooled: () => 0,
    diskFree: async () => 0.5,
    backedUpAt: async () => null,
    certificateEnds: () => null,
    now: () => now,
    ...more,
  });
  return { store, metrics };
};

it('says who it is, what was done, and what it found', async () => {
  const { metrics } = await watching({
    channels: () => [
      { name: 'telegram', health: () => ({ state: 'running' }) },
      { name: 'feishu', health: () => ({ state: 'degraded' }) },
    ],
    spooled: () => 3,
    backedUpAt: async () => 5_000,
    certificateEnds: () => 9_000,
  });
  const about = { event: 'e', space: 'notice', steps: [], items: [], item: 'i', attempt: 1 };
  metrics.turned({ kind: 'text', outcome: 'committed', ms: 4, ...about });
  metrics.sent({ channel: 'telegram', result: 'retry', ms: 80, ...about });
  metrics.called('/callback/feishu/event', 401);
  const text = await metrics.text();
  for (const line of [
    `shenbao_info{version="1.2.3",node="${process.versions.node}"} 1`,
    'shenbao_turns_total{kind="text",outcome="committed"} 1',
    'shenbao_turn_seconds_bucket{le="0.005"} 1',
    'shenbao_sends_total{channel="telegram",result="retry"} 1',
    'shenbao_callbacks_total{path="/callback/feishu/event",status="401"} 1',
    'shenbao_channel_up{channel="telegram"} 1',
    'shenbao_channel_up{channel="feishu"} 0',
    'shenbao_store_ok 1',
    'shenbao_spooled_events 3',
    'shenbao_disk_free_ratio 0.5',
    'shenbao_backup_timestamp_seconds 5',
    'shenbao_certificate_end_timestamp_seconds{address="public"} 9',
  ])
    expect(text).toContain(`${line}\n`);
  expect(text).toContain('nodejs_eventloop_lag_seconds');
});

it('counts what waits by door, and how long the oldest has been due; rehearsals do not count', async () => {
  const { store, metrics } = await watching();
  const item = (id: string, lane: string, due: number) => ({ id, lane, due, body: '{}' });
  await store.commit(
    'notice',
    commitWith('e1', 'h', 1, {
      outbox: [
        item('a', 'telegram:1', now - 90_000),
        item('b', 'telegram:2', now - 30_000),
        item('c', 'timer:x', now + 5_000),
      ],
    }),
  );
  await store.commit('notice~try', commitWith('e2', 'h', 1, { outbox: [item('d', 'telegram:3', 0)] }));
  const text = await metrics.text();
  expect(text).toContain('shenbao_outbox_waiting{door="telegram"} 2\n');
  expect(text).toContain('shenbao_outbox_due{door="telegram"} 2\n');
  expect(text).toContain('shenbao_outbox_oldest_seconds{door="telegram"} 90\n');
  expect(text).toContain('shenbao_outbox_due{door="timer"} 0\n');
});

it('still answers while the store does not', async () => {
  const { metrics } = await watching({ storeOk: () => Promise.reject(new Error('away')) });
  expect(await metrics.text()).toContain('shenbao_store_ok 0\n');
});
