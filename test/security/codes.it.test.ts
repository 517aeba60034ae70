import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Roster } from '../../src/model/staff.ts';
import { beginWanzhou } from '../engine/review/applicants.ts';
import { Office } from '../engine/review/office.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

let office: Office;
beforeAll(async () => {
  const { pack } = await noticeAt(wanzhouFolder);
  office = await Office.open({ pack, now: '2022-09-01' });
});
afterAll(() => office.close());

const code = (seed: string): string => createHash('sha256').update(seed).digest('hex').slice(0, 32);
const invite = (seed: string, role = 'leader') =>
  office.take('操作台', {
    kind: 'operator',
    command: 'invite',
    data: { section: 'platform', role, name: '张局', code: code(seed) },
  });
const seatOf = ({ staff }: Roster, who: string) => staff.find(({ actor }) => actor === `desk:${who}`);
const bind = (who: string, seed: string) => office.say(who, `/绑定 ${code(seed)}`);

describe('an invitation', () => {
  it('stays good however often strangers guess', async () => {
    await invite('a');
    for (let at = 0; at < 8; at += 1) await bind(`外人${at % 2}`, `wrong ${at}`);
    await bind('局长', 'a');
    expect(seatOf(await office.roster(), '局长')?.status).toBe('pending');
  });

  it('opens nothing for somebody who guessed five times, not even the right one', async () => {
    await invite('b');
    for (let at = 0; at < 5; at += 1) await bind('猜', `guess ${at}`);
    expect((await bind('猜', 'b')).text('猜')).toContain('尝试次数过多');
    expect(seatOf(await office.roster(), '猜')).toBeUndefined();
  });

  it('is burnt when a group has seen it', async () => {
    await invite('c');
    await office.takeIn('大群', '科长', { kind: 'text', text: `/绑定 ${code('c')}` });
    await bind('小偷', 'c');
    expect(seatOf(await office.roster(), '小偷')).toBeUndefined();
  });

  it('gives no seat to a browser of the page', async () => {
    await invite('d');
    const address = { channel: 'web', chat: 'a'.repeat(32), kind: 'private' as const };
    const actor = { id: `web:${address.chat}` };
    const body = { kind: 'text' as const, text: `/绑定 ${code('d')}` };
    await office.house.receive({ ...office.event('网页', body), address, actor });
    expect((await office.roster()).staff.filter(seat => seat.actor === actor.id)).toEqual([]);
  });

  it('gives one from a chat account: this test can fail', async () => {
    await invite('e');
    await bind('副局', 'e');
    expect(seatOf(await office.roster(), '副局')).toBeDefined();
  });
});

describe('the code of a draft', () => {
  const offer = async (who: string): Promise<string> => {
    await beginWanzhou(office, who);
    for (const line of ['同意', '三峡榨菜科技有限公司']) await office.say(who, line);
    return /D[A-Z0-9]{14}/.exec((await office.say(who, '转移草稿')).text(who))![0];
  };
  const wrong = (at: number): string => `D${'ACDEFGHJKM'[at]}${'A'.repeat(13)}`;

  it('is not found by guessing: five tries', async () => {
    const sent = await offer('主');
    for (let at = 0; at < 5; at += 1) await office.say('猜码', wrong(at));
    expect((await office.say('猜码', sent)).text('猜码')).not.toContain('草稿已转到这里');
    const alerts = await office.house.store.list(office.pack.id, 'note:alerts');
    expect(alerts.length).toBeGreaterThan(0);
  });

  it('that was used is told to whose draft it was', async () => {
    const sent = await offer('原主');
    const moved = await office.say('新处', sent);
    expect(moved.text('新处')).toContain('草稿已转到这里');
    expect(moved.text('原主')).toContain('如不是您本人操作');
  });

  it('is burnt when a group has seen it, and when it comes too late', async () => {
    const shown = await offer('群主');
    await office.takeIn('大群', '群主', { kind: 'text', text: shown });
    expect((await office.say('捡到', shown)).text('捡到')).toContain('领取码不正确');
    const late = await offer('迟');
    await office.at('2022-09-01 09:11');
    expect((await office.say('迟领', late)).text('迟领')).toContain('已过期');
    const left = await office.house.store.list(office.pack.id, 'note:claims');
    expect(left).toHaveLength(1);
  });
});
