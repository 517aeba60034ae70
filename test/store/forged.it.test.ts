import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applicationKey, rosterKey } from '../../src/host/records.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/port.ts';
import { recordRedisKey, spaceKey } from '../../src/store/redis/keys.ts';
import { RecordTampered } from '../../src/store/tampered.ts';
import { submitWanzhou } from '../engine/review/applicants.ts';
import { Office, testSecret } from '../engine/review/office.ts';
import { RedisServer } from '../setup/redis.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

const folder = mkdtempSync(join(tmpdir(), 'shenbao-forged-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const space = 'wanzhou-2022';
const options = { auditKey: testSecret };

interface Told {
  readonly rejected: string;
  readonly open: string;
}

/** An office that has rejected one case and has another before it; `early` is called before the rejection. */
const story = async (store: Store, early: () => void | Promise<void>): Promise<Told> => {
  const office = await Office.open({
    pack: (await noticeAt(wanzhouFolder)).pack,
    now: '2022-09-01 10:00',
    store,
  });
  await office.bind('审', 'enterprise', 'reviewer');
  const { number: rejected } = await submitWanzhou(office, '王');
  await early();
  const { number: open } = await submitWanzhou(office, '赵');
  await office.say('审', `不通过 ${rejected} 材料不实`);
  await office.say('钱', '转人工');
  await office.say('钱', '请问地址在哪里');
  expect((await store.verify(space)).findings).toEqual([]);
  await office.close();
  return { rejected, open };
};

const forgedMessage = JSON.stringify({
  kind: 'message',
  message: {
    key: 'forged',
    to: { channel: 'desk', chat: '王', kind: 'private' },
    blocks: [{ kind: 'text', text: '您的申请已批准' }],
    choices: [],
    files: [],
    prompt: null,
  },
});
const forgedForget = JSON.stringify({
  kind: 'forget',
  address: { channel: 'desk', chat: '王', kind: 'private' },
  files: ['./../secret.key'],
});
const xor = (left: string, right: string): string =>
  (BigInt(`0x${left}`) ^ BigInt(`0x${right.slice(0, 32)}`)).toString(16).padStart(32, '0');

describe('whoever can write the SQLite file', () => {
  const path = join(folder, 'store.db');
  let old: DatabaseSync;
  let told: Told;
  beforeAll(async () => {
    const store = await openStore(path, options);
    const early = new DatabaseSync(path);
    told = await story(store, () => {
      early.exec(`VACUUM INTO '${join(folder, 'early.db')}'`);
      early.close();
    });
    old = new DatabaseSync(join(folder, 'early.db'));
  });
  afterAll(() => old.close());

  type Row = Record<string, string | number | null>;
  const drop = (db: DatabaseSync, kind: string, id: string): void => {
    const seal = (
      db.prepare('SELECT seal FROM record WHERE kind = ? AND id = ?').get(kind, id) as { seal: string }
    ).seal;
    db.prepare('DELETE FROM part WHERE kind = ? AND id = ?').run(kind, id);
    db.prepare('DELETE FROM record WHERE kind = ? AND id = ?').run(kind, id);
    mend(db, seal);
  };
  const mend = (db: DatabaseSync, seal: string): void => {
    const { register } = db.prepare('SELECT register FROM space WHERE space = ?').get(space) as {
      register: string;
    };
    db.prepare('UPDATE space SET register = ? WHERE space = ?').run(xor(register, seal), space);
  };
  const setBack = (db: DatabaseSync, kind: string, id: string): void => {
    drop(db, kind, id);
    const record = old.prepare('SELECT * FROM record WHERE kind = ? AND id = ?').get(kind, id) as Row;
    const put = (table: string, row: Row): void => {
      const values = Object.values(row);
      db.prepare(`INSERT INTO ${table} VALUES (${values.map(() => '?').join()})`).run(...values);
    };
    put('record', record);
    for (const part of old.prepare('SELECT * FROM part WHERE kind = ? AND id = ?').all(kind, id))
      put('part', part as Row);
    mend(db, String(record.seal));
  };
  const outbox = (db: DatabaseSync, body: string): void => {
    db.prepare(
      `INSERT INTO outbox (space, id, lane, due, body, attempts, fence, until, state)
       VALUES (?, 'forged', 'desk:x', 0, ?, 0, NULL, 0, 'open')`,
    ).run(space, body);
  };
  const run = (db: DatabaseSync, sql: string): void => db.exec(sql);

  const forgeries: readonly (readonly [string, (db: DatabaseSync) => void])[] = [
    ['deletes a case and mends the register', db => drop(db, 'application', told.rejected)],
    ['sets a rejected case back and mends the register', db => setBack(db, 'application', told.rejected)],
    ['deletes the roster and mends the register', db => drop(db, 'roster', 'staff')],
    ['sets the counter back and mends the register', db => setBack(db, 'counter', 'applications')],
    ['takes a case off its lists', db => run(db, `DELETE FROM listing WHERE id = '${told.rejected}'`)],
    ['takes a case off one list', db => run(db, `DELETE FROM listing WHERE name = 'open'`)],
    [
      'puts a decided case on the list of open ones',
      db => run(db, `INSERT INTO listing VALUES ('${space}', 'open', '${told.rejected}', 1)`),
    ],
    [
      'moves a case in its list',
      db => run(db, `UPDATE listing SET score = score + 1 WHERE name = 'applications'`),
    ],
    [
      'puts a case on a list that is none',
      db => run(db, `INSERT INTO listing VALUES ('${space}', 'applications', 'WZ22-9999-X', 1)`),
    ],
    ['puts a message into the outbox', db => outbox(db, forgedMessage)],
    [
      'puts a message with a seal of another into the outbox',
      db => outbox(db, '0'.repeat(64) + forgedMessage),
    ],
    ['puts a deletion into the outbox', db => outbox(db, forgedForget)],
    ['changes a message that waits', db => run(db, `UPDATE outbox SET body = body || ' '`)],
    ['removes dedupe marks', db => run(db, "DELETE FROM mark WHERE event LIKE '%3'")],
    ['changes the reply of a mark', db => run(db, `UPDATE mark SET reply = reply || 'x'`)],
    [
      'exchanges the replies of two marks',
      db => run(db, `UPDATE mark SET reply = (SELECT reply FROM mark ORDER BY event LIMIT 1)`),
    ],
    [
      'cuts the last entry off and sets the head back',
      db => {
        const [last, before] = db
          .prepare('SELECT * FROM audit ORDER BY sequence DESC LIMIT 2')
          .all() as Row[];
        db.prepare('DELETE FROM audit WHERE sequence = ?').run(last!.sequence!);
        db.prepare('UPDATE space SET head = ?, length = ?').run(before!.mac!, before!.sequence!);
      },
    ],
    [
      'puts an old row of the space back',
      db => {
        const row = old.prepare('SELECT * FROM space WHERE space = ?').get(space) as Row;
        db.prepare('UPDATE space SET head = ?, length = ?, register = ?, marks = ?, high = ?, seal = ?').run(
          row.head!,
          row.length!,
          row.register!,
          row.marks!,
          row.high!,
          row.seal!,
        );
      },
    ],
    [
      'adds an officer',
      db => run(db, `UPDATE part SET value = replace(value, 'desk:审', 'desk:假') WHERE kind = 'roster'`),
    ],
  ];

  it.each(forgeries)('and %s is found', async (name, forge) => {
    const copy = join(folder, `${forgeries.findIndex(([other]) => other === name)}.db`);
    cpSync(path, copy);
    const db = new DatabaseSync(copy);
    forge(db);
    db.close();
    const store = await openStore(copy, options);
    expect((await store.verify(space)).findings).not.toEqual([]);
    await store.close();
  });

  it('gets no forged item carried out: it is given up, and the staff see it', async () => {
    const copy = join(folder, 'carried.db');
    cpSync(path, copy);
    const db = new DatabaseSync(copy);
    outbox(db, forgedMessage);
    const store = await openStore(copy, options);
    const leases = await store.claim(space, Number.MAX_SAFE_INTEGER, 1_000, 1_000);
    expect(leases.map(({ item }) => item.id)).not.toContain('forged');
    expect((await store.dead(space)).map(({ item }) => item.id)).toContain('forged');
    db.close();
    await store.close();
  });

  it('gets nothing computed from a record that was changed', async () => {
    const copy = join(folder, 'loaded.db');
    cpSync(path, copy);
    const db = new DatabaseSync(copy);
    const store = await openStore(copy, options);
    await store.load(space, [rosterKey, applicationKey(told.open)]);
    run(db, `UPDATE part SET value = replace(value, 'desk:审', 'desk:假') WHERE kind = 'roster'`);
    await expect(store.load(space, [rosterKey])).rejects.toThrow(RecordTampered);
    run(db, `DELETE FROM part WHERE kind = 'application' AND name = 'status'`);
    await expect(store.load(space, [applicationKey(told.open)])).rejects.toThrow(RecordTampered);
    db.close();
    await store.close();
  });
});

describe('whoever can write Redis', () => {
  let server: RedisServer;
  let client: Redis;
  let told: Told;
  const before = new Map<string, Record<string, string>>();
  const back = new Map<string, Buffer>();
  const record = (name: string): string => recordRedisKey(space, name);
  const meta = spaceKey(space, 'meta');

  beforeAll(async () => {
    server = await RedisServer.start();
    client = server.client();
    const store = await openStore(server.url, options);
    told = await story(store, async () => {
      for (const key of await client.keys(record('application/*')))
        before.set(key, await client.hgetall(key));
    });
    for (const key of await client.keys('*')) back.set(key, (await client.dumpBuffer(key))!);
  });
  afterAll(async () => {
    client.disconnect();
    await server.stop();
  });

  const drop = async (name: string): Promise<void> => {
    const seal = (await client.hget(record(name), 'seal'))!;
    await client.del(record(name));
    await client.zrem(spaceKey(space, 'records'), name);
    await client.hset(meta, 'register', xor((await client.hget(meta, 'register'))!, seal));
  };

  const forgeries: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['deletes a case and mends the register', () => drop(`application/${told.rejected}`)],
    ['deletes the roster and mends the register', () => drop('roster/staff')],
    [
      'sets a rejected case back and mends the register',
      async () => {
        const name = `application/${told.rejected}`;
        await drop(name);
        const fields = before.get(record(name))!;
        await client.hset(record(name), fields);
        await client.zadd(spaceKey(space, 'records'), 0, name);
        await client.hset(meta, 'register', xor((await client.hget(meta, 'register'))!, fields.seal!));
      },
    ],
    [
      'takes a case off its lists',
      async () => {
        for (const key of await client.keys('*:i:*')) await client.zrem(key, told.rejected);
      },
    ],
    [
      'cuts the audit list and sets the head back',
      async () => {
        const audit = spaceKey(space, 'audit');
        for (;;) {
          const gone = await client.rpop(audit);
          if (gone?.includes('application.reject')) break;
        }
        const [sequence, mac] = (await client.lindex(audit, -1))!.split(' ');
        await client.hset(meta, 'head', mac!, 'length', sequence!);
      },
    ],
    [
      'puts a message into the outbox',
      async () => {
        await client.hset(spaceKey(space, 'items'), 'forged', '9999 0 0 open 0  desk:x');
        await client.hset(spaceKey(space, 'body'), 'forged', forgedMessage);
      },
    ],
    [
      'changes the reply of a mark',
      async () => {
        const key = spaceKey(space, 'mark');
        const [event, text] = Object.entries(await client.hgetall(key))[0]!;
        await client.hset(key, event, `${text}x`);
      },
    ],
    [
      'adds an officer',
      async () => {
        const key = record('roster/staff');
        await client.hset(key, 'p:staff', (await client.hget(key, 'p:staff'))!.replace('desk:审', 'desk:假'));
      },
    ],
  ];

  it.each(forgeries)('and %s is found', async (_, forge) => {
    await client.flushall();
    for (const [key, value] of back) await client.restore(key, 0, value);
    await forge();
    const store = await openStore(server.url, options);
    expect((await store.verify(space)).findings).not.toEqual([]);
    await store.close();
  });

  it('gets nothing computed from a roster that was changed', async () => {
    const store = await openStore(server.url, options);
    await expect(store.load(space, [rosterKey])).rejects.toThrow(RecordTampered);
    await store.close();
  });
});
