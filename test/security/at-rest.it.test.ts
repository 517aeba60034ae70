import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sessionKey } from '../../src/host/records.ts';
import { decrypted, masterKey, unwrapped } from '../../src/store/at-rest/data-key.ts';
import { KEY_PART, placeOf } from '../../src/store/at-rest/what-is-private.ts';
import { openStore } from '../../src/store/open.ts';
import type { StoredRecord } from '../../src/store/port.ts';
import { recordsOf } from '../../src/store/records-of.ts';
import { sealKey } from '../../src/store/seal.ts';
import { Office, testSecret } from '../engine/review/office.ts';
import { RedisServer } from '../setup/redis.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';
import { canaries, canariesIn, giveCanaries } from './canaries.ts';

let redis: RedisServer;
beforeAll(async () => {
  redis = await RedisServer.start();
});
afterAll(() => redis.stop());

let database = 0;
let folder: string;
let office: Office;
beforeEach(() => {
  database += 1;
  folder = mkdtempSync(join(tmpdir(), 'shenbao-at-rest-'));
});
afterEach(async () => {
  await office.house.close();
  rmSync(folder, { recursive: true, force: true });
});

const places = {
  SQLite: { address: () => join(folder, 'store.sqlite'), data: () => folder },
  Redis: { address: () => `${redis.url}/${database}`, data: () => redis.dir },
} as const;

/** A record as it lies in the store. */
const asItLies = async (id: string): Promise<StoredRecord> => {
  const { store, pack } = { store: office.house.store, pack: office.pack };
  for await (const record of recordsOf({ dump: space => store.dump(space) }, pack.id))
    if (record.key.kind === 'session' && record.key.id === id) return record;
  throw new Error(`no session ${id}`);
};

/** What can be read of one part of a record with the secret and the key that lies in another copy of it. */
const readWith = (keys: StoredRecord, of: StoredRecord, part: string): string | null => {
  const space = office.pack.id;
  const key = unwrapped(masterKey(sealKey(testSecret)), placeOf(space, keys.key), keys.parts[KEY_PART]!);
  return key && decrypted(key, placeOf(space, of.key, part), of.parts[part]!);
};

describe.each(Object.entries(places))('what people gave, on %s', (_, { address, data }) => {
  beforeEach(async () => {
    const { pack } = await noticeAt(wanzhouFolder);
    const store = await openStore(address(), { auditKey: testSecret });
    office = await Office.open({ pack, now: '2022-09-01', store, folder });
    await office.bind('联', 'enterprise', 'contact');
  });

  it('is nowhere readable: not in the store, its logs, a backup', async () => {
    await giveCanaries(office, '甲');
    const lines: string[] = [];
    for await (const line of office.house.store.dump(office.pack.id)) lines.push(line);
    writeFileSync(join(folder, 'backup.jsonl'), lines.join('\n'));
    expect({ ...canariesIn(data()), ...canariesIn(folder) }).toEqual({});
    expect((await office.house.store.verify(office.pack.id)).findings).toEqual([]);
    // The same words are there for whoever has the secret: they were given.
    const records: string[] = [];
    for await (const { parts } of recordsOf(office.house.store, office.pack.id))
      records.push(...Object.values(parts));
    for (const word of [canaries.unit, canaries.phone, canaries.ticket])
      expect(records.join()).toContain(word);
  });

  it('cannot be read with what is left after a deletion, whoever kept a copy', async () => {
    await giveCanaries(office, '乙');
    const [session] = await office.house.store.load(office.pack.id, [sessionKey('desk:乙')]);
    const part = Object.keys(session!.parts).find(name => session!.parts[name]!.includes(canaries.unit))!;
    const copy = await asItLies('desk:乙');
    expect(readWith(copy, copy, part)).toContain(canaries.unit);
    await office.say('乙', '删除我的资料');
    const told = await office.press('乙', '确定删除');
    expect(told.text('乙')).not.toBe('');
    expect(readWith(await asItLies('desk:乙'), copy, part)).toBeNull();
    expect((await office.house.store.verify(office.pack.id)).findings).toEqual([]);
  });
});
