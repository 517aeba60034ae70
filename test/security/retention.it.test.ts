import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { commitWith, type Store } from '../../src/store/port.ts';
import { recordsOf } from '../../src/store/records-of.ts';
import { beginWanzhou, submitWanzhou } from '../engine/review/applicants.ts';
import { Office, testSecret } from '../engine/review/office.ts';
import { RedisServer } from '../setup/redis.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

let redis: RedisServer;
let databases = 0;
const nextDatabase = (): number => {
  databases += 1;
  return databases;
};
beforeAll(async () => {
  redis = await RedisServer.start();
});
afterAll(() => redis.stop());

const stores: Readonly<Record<string, () => Promise<Store>>> = {
  SQLite: () => openStore(':memory:', { auditKey: testSecret }),
  Redis: () => openStore(`redis://127.0.0.1:${redis.port}/${nextDatabase()}`, { auditKey: testSecret }),
};

describe.each(Object.entries(stores))('on %s', (_, open) => {
  let office: Office;
  let store: Store;
  beforeEach(async () => {
    const { pack } = await noticeAt(wanzhouFolder);
    store = await open();
    office = await Office.open({
      store,
      pack: { ...pack, retention: { drafts: { days: 30 }, decided: { years: 2 }, tickets: { days: 60 } } },
      now: '2022-09-01',
    });
    await office.bind('审', 'enterprise', 'reviewer');
  });
  afterEach(async () => {
    expect((await store.verify(office.pack.id)).findings).toEqual([]);
    await office.close();
  });

  const everything = async (): Promise<string> => {
    const records: string[] = [];
    for await (const { parts } of recordsOf(store, office.pack.id)) records.push(JSON.stringify(parts));
    return records.join('\n');
  };

  /** The daily look, at a moment. */
  const tidyAt = async (moment: string): Promise<void> => {
    await office.at(moment);
    await office.house.keepNoLonger();
    await office.house.drain();
  };

  const actions = async (): Promise<string[]> =>
    (await office.house.store.audit(office.pack.id)).map(({ entry }) => entry.action);

  it('a draft goes its days after the window, not before, with a line in the audit', async () => {
    await beginWanzhou(office, '甲');
    for (const line of ['同意', '三峡留存科技有限公司']) await office.say('甲', line);
    await tidyAt('2022-10-01');
    expect(await everything()).toContain('三峡留存');
    await tidyAt('2022-11-01');
    expect(await everything()).not.toContain('三峡留存');
    expect(await actions()).toContain('retention.draft');
  });

  it('a decided case goes its years after the last act; number, dates and decision stay', async () => {
    const { number } = await submitWanzhou(office, '乙', { 单位名称: '三峡留存科技有限公司' });
    await office.say('审', `不通过 ${number} 留存理由不合要求`);
    const open = await submitWanzhou(office, '丙', { 单位名称: '三峡在办科技有限公司' });
    expect((await office.application(number)).status).toBe('rejected');
    await tidyAt('2024-08-01');
    expect(await everything()).toContain('三峡留存');
    await tidyAt('2024-10-01');
    const left = await everything();
    expect(left).not.toMatch(/三峡留存|留存理由/);
    // What is still being decided stays however old it is.
    expect(left).toContain('三峡在办');
    expect((await office.application(open.number)).snapshots[0]!.rows.length).toBeGreaterThan(0);
    const { status, snapshots, decisions } = await office.application(number);
    expect([status, snapshots.length, decisions.map(({ verb }) => verb)]).toEqual([
      'rejected',
      1,
      ['reject'],
    ]);
    expect(await actions()).toContain('retention.case');
  });

  it('what was refused goes after half a year, unused codes after a day', async () => {
    await beginWanzhou(office, '丁');
    for (const line of ['同意', '三峡丁科技有限公司', '转移草稿', '/绑定 deadbeef00'])
      await office.say('丁', line);
    await tidyAt('2022-09-05');
    expect(await office.house.store.list(office.pack.id, 'note:claims')).toEqual([]);
    expect(await office.house.store.list(office.pack.id, 'note:refused')).toHaveLength(1);
    await tidyAt('2023-04-01');
    expect(await office.house.store.list(office.pack.id, 'note:refused')).toEqual([]);
  });

  it('a day on which nothing is over reads the front of the lists, not what people gave', async () => {
    for (const who of ['己', '庚', '辛']) {
      await beginWanzhou(office, who);
      for (const line of ['同意', `三峡${who}科技有限公司`]) await office.say(who, line);
    }
    await tidyAt('2022-09-05');
    await office.at('2022-09-06');
    let read = 0;
    const { load, dump } = store;
    store.load = (space, keys) => {
      read += keys.length;
      return load.call(store, space, keys);
    };
    store.dump = () => {
      throw new Error('read the whole space');
    };
    await office.house.keepNoLonger();
    // The mark that the lists are there, and all three drafts in one round trip.
    expect(read).toBeLessThanOrEqual(4);
    Object.assign(store, { load, dump });
  });

  it('a little at a time where much is over, and all of it in the end', async () => {
    for (const who of ['子', '丑', '寅']) {
      await beginWanzhou(office, who);
      for (const line of ['同意', `三峡${who}科技有限公司`]) await office.say(who, line);
    }
    await office.at('2022-11-01');
    const gone = async (): Promise<number> =>
      (await actions()).filter(each => each === 'retention.draft').length;
    const steps: number[] = [];
    for (let look = 0; look < 4; look += 1) {
      await office.house.keepNoLonger(2);
      steps.push(await gone());
    }
    expect(steps).toEqual([2, 3, 3, 3]);
    await office.house.drain();
    expect(await everything()).not.toMatch(/三峡[子丑寅]/);
  });

  it('finds what a version without lists wrote', async () => {
    await beginWanzhou(office, '壬');
    for (const line of ['同意', '三峡留存科技有限公司']) await office.say('壬', line);
    const [id = ''] = await store.list(office.pack.id, 'retention:drafts');
    const off = { indexes: [{ index: 'retention:drafts', id, score: null }] };
    await store.commit(office.pack.id, commitWith('off', 'off', 0, off));
    await tidyAt('2022-11-01');
    expect(await actions()).toContain('retention.draft');
  });
});

it('without a period nothing goes', async () => {
  const { pack } = await noticeAt(wanzhouFolder);
  const keeps = await Office.open({ pack: { ...pack, retention: {} }, now: '2022-09-01' });
  await beginWanzhou(keeps, '戊');
  await keeps.at('2042-09-01');
  await keeps.house.keepNoLonger();
  const session = await keeps.house.store.audit(keeps.pack.id);
  expect(session.map(({ entry }) => entry.action)).not.toContain('retention.draft');
  await keeps.close();
});
