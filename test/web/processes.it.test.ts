import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { takeEvents } from '../../adapters/web/page/sse.ts';
import type { StreamEntry, TourView } from '../../adapters/web/wire.ts';
import { RedisServer } from '../setup/redis.ts';
import { ask, newKey, open } from './ask.ts';
import { type RealHouse, startHouse } from './real-house.ts';

let folder: string;
let redis: RedisServer;
let houses: readonly RealHouse[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shenbao-two-'));
  redis = await RedisServer.start();
  const env = { REDIS_URL: redis.url, SHENBAO_SECRET: 'a secret of the test, as long as it must be' };
  houses = await Promise.all(
    ['one', 'two'].map(name => startHouse(folder, 0, { ...env, SHENBAO_INSTANCE: name })),
  );
});
afterAll(async () => {
  await Promise.all((houses ?? []).map(house => house.stop()));
  await redis?.stop();
  await rm(folder, { recursive: true, force: true });
});

const key = newKey();
/** As behind one address: each request goes to the process after the one before. */
let turn = 0;
const next = (): RealHouse => {
  turn += 1;
  return houses[turn % houses.length]!;
};
const call = (method: string, path: string, body?: unknown) =>
  ask(`${next().url}${path}`, {
    method,
    headers: { 'x-shenbao-key': key },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

/** What a stream shows until a line of it holds, and the place of that line. */
const follow = async (
  house: RealHouse,
  until: (entry: StreamEntry) => boolean,
  from?: string,
): Promise<{ readonly shown: StreamEntry[]; readonly cursor: string; readonly gap: boolean }> => {
  const response = await open(`${house.url}/api/stream`, {
    headers: { 'x-shenbao-key': key, ...(from === undefined ? {} : { 'last-event-id': from }) },
  });
  const shown: StreamEntry[] = [];
  let gap = false;
  let pending = '';
  for await (const chunk of response.setEncoding('utf8')) {
    const taken = takeEvents(pending + chunk);
    pending = taken.rest;
    for (const event of taken.events) {
      if (event.event === 'gap') gap = true;
      if (event.id === null || event.data === '') continue;
      const entry = JSON.parse(event.data) as StreamEntry;
      shown.push(entry);
      if (until(entry)) {
        response.destroy();
        return { shown, cursor: event.id, gap };
      }
    }
  }
  throw new Error('the stream ended');
};

const holds = (words: string) => (entry: StreamEntry) =>
  entry.kind === 'message' && JSON.stringify(entry.message.blocks).includes(words);

it('a browser is shown everything, whichever of two processes takes in what it does', async () => {
  const [one, two] = houses as [RealHouse, RealHouse];
  const isAnswer = (entry: StreamEntry) => entry.kind === 'message';
  const atOne = follow(one, isAnswer);
  await ask(`${two.url}/api/events`, {
    method: 'POST',
    headers: { 'x-shenbao-key': key },
    body: JSON.stringify({ kind: 'text', id: 'question-1', seat: 'self', text: '申报截止到什么时候？' }),
  }).then(({ status }) => expect(status).toBe(200));
  const { cursor } = await atOne;
  // The stream breaks off and goes on at the other process, without a gap.
  await ask(`${one.url}/api/events`, {
    method: 'POST',
    headers: { 'x-shenbao-key': key },
    body: JSON.stringify({ kind: 'text', id: 'question-2', seat: 'self', text: '菜单' }),
  });
  const goneOn = await follow(two, holds('请选择要办理的事项'), cursor);
  expect(goneOn.gap).toBe(false);
});

it('a rehearsal goes from the first question to the approval with every second request at the other process', async () => {
  expect((await call('PUT', '/api/rehearsal/clock', { date: '2022-08-22' })).status).toBe(200);
  for (let n = 1; ; n += 1) {
    expect(n).toBeLessThan(120);
    const answer = await call('POST', '/api/rehearsal/tour', { id: `tour-step-${n}` });
    expect([answer.status, answer.status === 200 ? '' : answer.text]).toEqual([200, '']);
    if ((JSON.parse(answer.text) as TourView).over) break;
  }
  const [first, second] = await Promise.all(houses.map(house => follow(house, holds('已通过全部审查环节'))));
  const refs = ({ shown }: { shown: StreamEntry[] }) =>
    new Set(
      shown.flatMap(entry => (entry.kind === 'message' && entry.seat === 'rehearsal' ? entry.ref : [])),
    );
  expect(refs(first!)).toEqual(refs(second!));
  const files = first!.shown.flatMap(entry => (entry.kind === 'message' ? entry.message.files : []));
  expect(files.length).toBeGreaterThan(0);
  for (const house of houses) {
    const got = await ask(`${house.url}/api/files/${files[0]!.id}`, { headers: { 'x-shenbao-key': key } });
    expect([got.status, got.text.slice(0, 2)]).toEqual([200, 'PK']);
  }
});
