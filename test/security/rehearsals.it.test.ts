import { afterAll, beforeAll, expect, it } from 'vitest';
import { isBrowsers } from '../../adapters/web/seat.ts';
import { webHouse } from '../../src/commands/web-house.ts';
import { Office } from '../engine/review/office.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

let office: Office;
beforeAll(async () => {
  const { pack } = await noticeAt(wanzhouFolder);
  office = await Office.open({ pack, now: '2022-09-01' });
});
afterAll(() => office.close());

const nameOf = (at: number): string => `rehearsal-${at.toString(16).padStart(32, '0')}`;
const DAY_MS = 24 * 3600 * 1000;

it('there is an end to rehearsals, and what nobody used for a day makes room', async () => {
  const page = webHouse(office.house);
  for (let at = 0; at < 300; at += 1) expect((await page.setClock(nameOf(at), '2022-09-01')).ok).toBe(true);
  const full = await page.setClock(nameOf(300), '2022-09-01');
  expect(full.ok ? '' : full.issues[0]?.code).toBe('rehearsal:too-many');
  // Whoever has one goes on with it.
  expect((await page.setClock(nameOf(7), '2022-09-05')).ok).toBe(true);
  await office.house.wipeIdle(isBrowsers, DAY_MS);
  expect(office.house.rehearsals).toBe(300);
  await office.at('2022-09-03');
  await office.house.wipeIdle(isBrowsers, DAY_MS);
  expect(office.house.rehearsals).toBe(0);
  expect((await page.setClock(nameOf(300), '2022-09-01')).ok).toBe(true);
});
