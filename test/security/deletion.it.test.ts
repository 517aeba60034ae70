import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SqliteStore } from '../../src/store/sqlite/store.ts';
import { Office, testSecret } from '../engine/review/office.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';
import { canaries, canariesIn, giveCanaries } from './canaries.ts';

const folder = mkdtempSync(join(tmpdir(), 'shenbao-deletion-'));
let office: Office;
beforeAll(async () => {
  const { pack } = await noticeAt(wanzhouFolder);
  // One that keeps everything as it is: what is not deleted shows.
  const store = new SqliteStore(join(folder, 'store.sqlite'), { auditKey: testSecret });
  office = await Office.open({ pack, now: '2022-09-01', store, folder, plainFiles: true });
  await office.bind('联', 'enterprise', 'contact');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const found = () => canariesIn(folder);

it('leaves nothing of what somebody gave, in no file of the data folder', async () => {
  await giveCanaries(office, '甲');
  // What is not there before cannot be missed after: this test can fail.
  expect(Object.keys(found()).sort()).toEqual(Object.keys(canaries).sort());
  await office.say('甲', '删除我的资料');
  await office.press('甲', '确定删除');
  expect(found()).toEqual({});
});

it('leaves what others gave where it is', async () => {
  await giveCanaries(office, '乙');
  await office.say('丙', '删除我的资料');
  await office.press('丙', '确定删除');
  expect(Object.keys(found())).toContain('ticket');
  const { findings } = await office.house.store.verify(office.pack.id);
  expect(findings).toEqual([]);
  await office.close();
});
