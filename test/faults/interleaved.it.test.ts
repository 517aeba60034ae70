import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Fleet } from './fleet.ts';
import { type Report, sessionKey, space } from './protocol.ts';
import { seeded } from './random.ts';
import { Stage } from './support.ts';

const stage = new Stage();
afterEach(() => stage.clear());

const messages = 150;
const inFlight = 10;

/** Two processes get the messages of one chat, in any order and some of them twice, ten at a time. */
const interleave = async (url: string) => {
  const random = seeded(5);
  const acked = new Set<string>();
  const sent: { place: number; at: number }[] = [];
  let next = 0;
  let finished = (): void => undefined;
  const done = new Promise<void>(resolve => {
    finished = resolve;
  });
  const hear = (report: Report): void => {
    if (report.kind === 'sent') sent.push({ place: Number(report.body), at: report.at });
    if (report.kind === 'nack') throw new Error(report.error);
    if (report.kind === 'ready') for (let n = 0; n < inFlight; n += 1) deliver();
    if (report.kind === 'ack' && !acked.has(report.id)) {
      acked.add(report.id);
      deliver();
    }
    if (acked.size === messages && new Set(sent.map(({ place }) => place)).size === messages) finished();
  };
  const fleet = new Fleet({ url, variant: 'right' }, 2, 0, random, hear);
  const deliver = (): void => {
    if (next >= messages) return;
    next += 1;
    const delivery = { kind: 'answer' as const, id: `chat-${next}`, chat: 'chat', n: next };
    fleet.deliver(delivery);
    if (random() < 0.3) fleet.deliver(delivery);
  };
  await done;
  await fleet.stop();
  const inOrder = sent.sort((left, right) => left.at - right.at).map(({ place }) => place);
  return { acked, sent: inOrder };
};

describe('two processes, one chat, interleaved messages and duplicates', () => {
  const check = async (url: string): Promise<void> => {
    const { acked, sent } = await interleave(url);
    expect(acked.size).toBe(messages);
    // A message may leave twice, but never before one that was committed earlier.
    const firsts = sent.filter((place, index) => sent.indexOf(place) === index);
    expect(firsts).toEqual(Array.from({ length: messages }, (_, n) => n + 1));
    const store = await stage.store(url);
    const [record] = await store.load(space, [sessionKey('chat')]);
    expect(record).toMatchObject({ revision: messages, parts: { count: String(messages) } });
    expect(Object.keys(record!.parts)).toHaveLength(messages + 1);
  };

  it('on Redis: no update lost, order kept', async () => {
    await check((await stage.server()).url);
  });

  it('on a SQLite file: no update lost, order kept', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'shenbao-interleaved-'));
    stage.later(() => rmSync(folder, { recursive: true, force: true }));
    await check(join(folder, 'store.db'));
  });
});
