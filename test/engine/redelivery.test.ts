import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { FileKeeper } from '../../src/host/files.ts';
import { House } from '../../src/host/house.ts';
import { silentLogger } from '../../src/host/log.ts';
import { Notices } from '../../src/host/notices.ts';
import { counterKey, readSession, sessionKey } from '../../src/host/records.ts';
import { instantOf } from '../../src/model/calendar.ts';
import type { Event, EventBody } from '../../src/model/event.ts';
import type { Session } from '../../src/model/session.ts';
import { SqliteStore } from '../../src/store/sqlite/store.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';
import { bodyOf, happening } from './events.arbitrary.ts';

const RUNS = process.env.SHENBAO_TEST === 'unit' ? 8 : 40;
const secret = new Uint8Array(32).fill(7);
const address = { channel: 'desk', chat: 'a', kind: 'private' as const };

let notices: Notices;
beforeAll(async () => {
  notices = new Notices([(await noticeAt(wanzhouFolder)).pack]);
});

/** A house on a store in memory, without channels: what it would send stays in the outbox. */
const openHouse = async () => {
  const { pack } = notices.newest;
  const at = instantOf('2022-09-01', '10:00', pack.manifest.timezone);
  const store = new SqliteStore(':memory:', { auditKey: secret });
  const house = new House({
    notices,
    store,
    secret,
    keeper: new FileKeeper('/nonexistent'),
    outFolder: '/nonexistent',
    log: silentLogger,
    clock: () => at,
    rehearsalOf: () => null,
    reading: async () => ({ kind: 'other' }),
  });
  const state = async (): Promise<{ session: Session | null; counter: unknown }> => {
    const [session, counter] = await store.load(pack.id, [sessionKey('desk:a'), counterKey]);
    return { session: readSession(session!), counter: counter!.parts };
  };
  const event = (id: string, body: EventBody): Event => ({
    id,
    at,
    address,
    actor: { id: 'desk:a' },
    body,
  });
  return { house, state, event };
};

const beginning: readonly EventBody[] = [
  { kind: 'text', text: '单位名称：重庆三峡智造有限公司\n单位性质：企业\n通讯地址：天城大道1号' },
  { kind: 'text', text: '同意' },
];

/** Play the happenings once and keep what each event turned out to be. */
const play = async (happenings: readonly Parameters<typeof bodyOf>[0][]) => {
  const { house, state, event } = await openHouse();
  const tokens: string[] = [];
  const played: Event[] = [];
  const take = async (body: EventBody): Promise<void> => {
    const next = event(`e${played.length}`, body);
    played.push(next);
    const { messages } = await house.receive(next);
    tokens.push(...messages.flatMap(({ choices }) => choices.map(({ token }) => token)));
  };
  for (const body of beginning) await take(body);
  for (const each of happenings) {
    const { session } = await state();
    await take(bodyOf(each, session ?? { prompt: null }, tokens));
  }
  const end = await state();
  await house.close();
  return { played, end };
};

describe('redelivery', () => {
  it('of any event, any number of times, at any later moment, leaves the same state', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(happening, { minLength: 1, maxLength: 10 }),
        fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 12 }),
        async (happenings, again) => {
          const { played, end } = await play(happenings);
          const { house, state } = await openHouse();
          for (const [index, next] of played.entries()) {
            const first = await house.receive(next);
            for (const [after, which] of again) {
              const repeated = played[which];
              if (after !== index || !repeated || which > index) continue;
              const receipt = await house.receive(JSON.parse(JSON.stringify(repeated)));
              expect(receipt.outcome).toBe('duplicate');
              if (which === index) expect(receipt.messages).toEqual(first.messages);
            }
          }
          expect(await state()).toEqual(end);
          await house.close();
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('under a new event id is not one: the same check would notice', async () => {
    const { played, end } = await play([]);
    const { house, state } = await openHouse();
    for (const next of played) await house.receive(next);
    await house.receive({ ...played[0]!, id: 'another' });
    expect(await state()).not.toEqual(end);
    await house.close();
  });

  it('with another body under the same id is refused and changes nothing', async () => {
    const { played, end } = await play([]);
    const { house, state } = await openHouse();
    for (const next of played) await house.receive(next);
    const forged = { ...played[0]!, body: { kind: 'text' as const, text: '删除我的资料' } };
    expect((await house.receive(forged)).outcome).toBe('refused');
    expect(await state()).toEqual(end);
    await house.close();
  });
});
