import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FloodGate, tooMuch, usualLimits } from '../../src/host/flood.ts';
import { type Logger, silentLogger } from '../../src/host/log.ts';
import type { Event } from '../../src/model/event.ts';
import { beginWanzhou } from '../engine/review/applicants.ts';
import { Office } from '../engine/review/office.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

const limits = {
  actor: { burst: 5, perSecond: 1 },
  chat: { burst: 8, perSecond: 2 },
  bytes: { burst: 100, perSecond: 10 },
};

const textOf = (actor: string, chat = actor, kind: 'private' | 'group' = 'private'): Event => ({
  id: `${actor} ${Math.random()}`,
  at: 0,
  address: { channel: 'desk', chat, kind },
  actor: { id: `desk:${actor}` },
  body: { kind: 'text', text: '13800138000' },
});

const gateAt = (log: Logger = silentLogger) => {
  let now = 0;
  const gate = new FloodGate(limits, () => now, log);
  return { gate, pass: (ms: number) => (now += ms) };
};

const admitted = (gate: FloodGate, event: () => Event, times: number): string[] =>
  Array.from({ length: times }, () => gate.admit(event()));

describe('what is taken of one person', () => {
  it('is a burst, then one line, then nothing', () => {
    const { gate } = gateAt();
    expect(admitted(gate, () => textOf('甲'), 9)).toEqual([
      ...Array(5).fill('go'),
      'say',
      ...Array(3).fill('drop'),
    ]);
  });

  it('comes back with time, and the line once a minute', () => {
    const { gate, pass } = gateAt();
    admitted(gate, () => textOf('甲'), 7);
    pass(3000);
    expect(admitted(gate, () => textOf('甲'), 4)).toEqual(['go', 'go', 'go', 'drop']);
    pass(61_000);
    expect(admitted(gate, () => textOf('甲'), 6).at(-1)).toBe('say');
  });

  it('is no other person’s business', () => {
    const { gate } = gateAt();
    admitted(gate, () => textOf('甲'), 1000);
    expect(gate.admit(textOf('乙'))).toBe('go');
  });

  it('is counted over all chats of a person, and over all people of a chat', () => {
    const { gate } = gateAt();
    const groups = Array.from({ length: 6 }, (_, at) => textOf('甲', `群${at}`, 'group'));
    expect(groups.map(event => gate.admit(event)).at(-1)).toBe('say');
    const people = Array.from({ length: 9 }, (_, at) => textOf(`人${at}`, '大群', 'group'));
    expect(people.map(event => gate.admit(event)).at(-1)).toBe('say');
  });

  it('is counted in bytes where files are sent', () => {
    const { gate, pass } = gateAt();
    const file = { id: 'f', name: '附件.pdf', type: 'pdf' as const, bytes: 60, sha256: 's' };
    const sent = (): Event => ({ ...textOf('甲'), body: { kind: 'file', file } });
    expect([gate.admit(sent()), gate.admit(sent())]).toEqual(['go', 'say']);
    expect(gate.admit(textOf('甲'))).toBe('go');
    pass(10_000);
    expect(gate.admit(sent())).toBe('go');
  });

  it('never holds back the operator, a timer or what came back', () => {
    const { gate } = gateAt();
    const own: Event['body'][] = [
      { kind: 'operator', command: 'bind', data: {} },
      { kind: 'timer', name: 'digest', data: {} },
      { kind: 'undelivered', message: 'm', reason: 'r' },
    ];
    for (const body of own)
      expect(new Set(admitted(gate, () => ({ ...textOf('甲'), body }), 50))).toEqual(new Set(['go']));
  });

  it('tells the operator once, without saying who', () => {
    const lines: string[] = [];
    const note = (fields: object, message: string) => lines.push(JSON.stringify([fields, message]));
    const { gate } = gateAt({ debug: note, info: note, warn: note, error: note });
    admitted(gate, () => textOf('甲'), 500);
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toMatch(/甲|138/);
  });

  it('keeps nothing of what was said', () => {
    expect(JSON.stringify(tooMuch(textOf('甲')).body)).not.toContain('138');
  });

  it('one bucket for everybody would be noticed: this test can fail', () => {
    const { gate } = gateAt();
    const same = (who: string): Event => ({ ...textOf(who), actor: { id: 'desk:all' } });
    admitted(gate, () => same('甲'), 100);
    expect(gate.admit(same('乙'))).not.toBe('go');
  });
});

const pdf = (at: number): Buffer => Buffer.from(`%PDF-1.4\n1 0 obj<<>>endobj\n%${at}\n%%EOF\n`);

describe('a flood in the whole house', () => {
  let office: Office;
  beforeAll(async () => {
    const { pack } = await noticeAt(wanzhouFolder);
    office = await Office.open({ pack, now: '2022-09-01', limits: usualLimits });
    await office.bind('联', 'platform', 'contact');
    await office.bind('联二', 'enterprise', 'contact');
  });
  afterAll(() => office.close());

  it('is answered as far as a person can write, then with one line', async () => {
    const receipts = await Promise.all(
      Array.from({ length: 1000 }, () =>
        office.house.receive(office.event('洪', { kind: 'text', text: '联系方式' })),
      ),
    );
    const taken = receipts.filter(({ outcome }) => outcome === 'committed');
    expect(taken.length).toBeGreaterThanOrEqual(usualLimits.actor.burst);
    expect(taken.length).toBeLessThan(400);
    expect(receipts.filter(({ messages }) => JSON.stringify(messages).includes('发送过快'))).toHaveLength(1);
    expect((await office.say('别人', '联系方式')).text('别人')).toContain('023');
  });

  it('costs next to nothing to refuse: nothing is read, looked up or written', async () => {
    const refuse = () =>
      office.house.receive(office.event('洪', { kind: 'text', text: '联系方式'.repeat(200) }));
    for (let warm = 0; warm < 2000; warm += 1) await refuse();
    const before = process.threadCpuUsage();
    for (let times = 0; times < 10_000; times += 1) await refuse();
    const { user, system } = process.threadCpuUsage(before);
    // Microseconds each. A thousand a second would take less than a twentieth of a core.
    expect((user + system) / 10_000).toBeLessThan(50);
    expect(office.house.heldBack('desk:洪')).toBe(true);
    expect(office.house.heldBack('desk:别人')).toBe(false);
  });

  it('of words to an officer rings ten times, and all of it is shown with the reply', async () => {
    await office.say('问', '转人工');
    let rings = 0;
    for (let at = 0; at < 40; at += 1) {
      const sent = await office.say('问', `第${at}句`);
      rings += [...sent.to('联'), ...sent.to('联二')].length;
    }
    expect(rings).toBe(10);
    const officer = (await office.roster()).staff.find(({ name }) =>
      office.offers(name).includes('答复'),
    )!.name;
    expect((await office.press(officer, '答复')).text(officer)).toContain('第39句');
    await office.say('问', '结束');
  });

  it('of tickets ends with the numbers to call', async () => {
    let cards = 0;
    let last = '';
    for (let at = 0; at < 12; at += 1) {
      const sent = await office.say('烦', '转人工');
      cards += [...sent.to('联'), ...sent.to('联二')].length;
      last = sent.text('烦');
      await office.say('烦', '结束人工');
    }
    expect(cards).toBe(5);
    expect(last).toContain('023');
  });

  it('of files ends with a sentence', async () => {
    await beginWanzhou(office, '文');
    await office.say('文', '同意');
    for (let at = 0; at < 60; at += 1) await office.attach('文', pdf(at));
    const kept = await office.house.keepFile(Readable.from([pdf(60)]), '附件.pdf', 1_000_000);
    if (!kept.ok) throw new Error(kept.issues[0].code);
    const sent = await office.take('文', { kind: 'file', file: kept.value });
    expect(sent.text('文')).toContain('不能再收');
    expect(await office.keeper.has(kept.value.id)).toBe(false);
  });
});
