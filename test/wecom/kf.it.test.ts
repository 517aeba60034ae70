import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../src/host/log.ts';
import type { Address } from '../../src/model/address.ts';
import type { OutMessage } from '../../src/model/message.ts';
import { FakeIntake } from '../contracts/fake-intake.ts';
import { outFile } from '../support/out-file.ts';
import { FakeWecom } from './fake-wecom.ts';
import { type KfHarness, openKf } from './kf-harness.ts';
import { choices, outgoing } from './outgoing.ts';

const start = Date.parse('2026-11-23T08:00:00Z');
const id = 'wmAJ2GCAAAme1XQRC-NI-q0_ZM9ukoAw';
const to: Address = { channel: 'kf', chat: id, kind: 'private' };

let clock: number;
let dataDir: string;
let harness: KfHarness;
let intake: FakeIntake;

let fake: FakeWecom;

const open = async (env: Record<string, string> = {}) => {
  harness = await openKf({ log: silentLogger, dataDir }, { now: () => clock, env, fake });
  await harness.channel.start(intake);
};
const close = async () => {
  await harness.channel.stop();
  await harness.close();
};

beforeEach(async () => {
  clock = start;
  dataDir = mkdtempSync(join(tmpdir(), 'shenbao-kf-'));
  intake = new FakeIntake();
  intake.now = () => clock;
  fake = new FakeWecom({ now: () => clock });
  await fake.start();
  await open();
});
afterEach(async () => {
  await close();
  await fake.close();
  expect(fake.violations).toEqual([]);
  rmSync(dataDir, { recursive: true, force: true });
});

const kf = () => fake.kf;
const seen = () => kf().customer(id).seen;
const writes = async (text: string) => {
  kf().writes(id, text);
  return harness.notify();
};
const send = (message: Parameters<typeof outgoing>[1], rest = {}) =>
  harness.channel.send(outgoing(to, message, rest));
const texts = () => intake.events.flatMap(({ body }) => (body.kind === 'text' ? [body.text] : []));

describe('reading', () => {
  it('goes over all pages, empty ones too, and asks with the cursor it has', async () => {
    for (let n = 1; n <= 7; n += 1) kf().writes(id, `第${n}条`);
    await harness.notify();
    expect(texts()).toEqual(['第1条', '第2条', '第3条', '第4条', '第5条', '第6条', '第7条']);
    await writes('第8条');
    expect(kf().syncCursors.filter(cursor => cursor === '')).toHaveLength(1);
    expect(intake.events).toHaveLength(8);
  });

  it('leaves the cursor before what could not be committed, and reads it again', async () => {
    await writes('一');
    intake.failNext(1);
    expect(await writes('二')).toBe('refused');
    expect(harness.channel.health().state).toBe('degraded');
    expect(await harness.notify()).toBe('acknowledged');
    expect(texts()).toEqual(['一', '二']);
    expect(harness.channel.health().state).toBe('running');
  });

  it('keeps the order of a customer when one message of a page fails', async () => {
    kf().pageSize = 10;
    for (const text of ['一', '二', '三']) kf().writes(id, text);
    intake.failNext(1);
    await harness.notify();
    await harness.notify();
    expect(texts()).toEqual(['一', '二', '三']);
  });

  it('waits for nobody else: a file that takes long holds up its own customer alone', async () => {
    const other = 'wmAJ2GCAAAme1XQRC-NI-another-one';
    let arrived: () => void = () => {};
    const file = new Promise<void>(resolve => {
      arrived = resolve;
    });
    const keep = intake.keepFile.bind(intake);
    intake.keepFile = async (...given) => {
      await file;
      return keep(...given);
    };
    kf().sendsFile(id, fake.putMedia('申请书.pdf', Buffer.from('%PDF-1.4 x')));
    const slow = writes('随后一句');
    kf().writes(other, '创建成功有什么补助');
    expect(await harness.notify()).toBe('acknowledged');
    expect(texts()).toEqual(['创建成功有什么补助']);
    arrived();
    await slow;
    const own = () =>
      intake.events
        .filter(({ address }) => address.chat === id)
        .map(({ body }) => body.kind.startsWith('file'));
    await expect.poll(own).toEqual([true, false]);
  });

  it('takes up after a restart where it was, with what came meanwhile', async () => {
    await writes('一');
    await close();
    fake.kf.writes(id, '二');
    await open();
    expect(texts()).toEqual(['一', '二']);
  });

  it('reads twice after a crash before the cursor was written, with the same ids', async () => {
    await writes('一');
    rmSync(join(dataDir, 'wecom'), { recursive: true });
    await close();
    await open();
    expect(texts()).toEqual(['一', '一']);
    expect(new Set(intake.events.map(event => event.id)).size).toBe(1);
  });

  it('goes on without the token of a callback that came late', async () => {
    const push = harness.notify;
    kf().writes(id, '一');
    const original = kf().callbackToken.bind(kf());
    kf().callbackToken = () => {
      const token = original();
      clock += 11 * 60_000;
      return token;
    };
    expect(await push()).toBe('acknowledged');
    expect(texts()).toEqual(['一']);
  });
});

describe('the budget of five messages', () => {
  it('is never exceeded: the sixth is parked until the customer writes', async () => {
    await writes('你好');
    const results = [];
    for (let n = 1; n <= 6; n += 1) results.push(await send(`第${n}条`));
    expect(results.map(({ kind }) => kind)).toEqual(['sent', 'sent', 'sent', 'sent', 'sent', 'parked']);
    expect(seen().at(-1)!.text).toContain('请回复任意文字');
    await writes('继续');
    expect((await send('第6条', { attempts: 1 })).kind).toBe('sent');
  });

  it('ends after 48 hours', async () => {
    await writes('你好');
    clock += 49 * 3_600_000;
    expect((await send('审核结果')).kind).toBe('parked');
  });

  it('is known by WeCom after a restart, and then by us', async () => {
    await writes('你好');
    for (let n = 1; n <= 5; n += 1) await send(`第${n}条`);
    await close();
    await open();
    expect((await send('第6条')).kind).toBe('parked');
    expect(seen()).toHaveLength(5);
  });

  it('is not opened again by reading old messages', async () => {
    await writes('你好');
    for (let n = 1; n <= 5; n += 1) await send(`第${n}条`);
    rmSync(join(dataDir, 'wecom'), { recursive: true });
    await harness.notify();
    expect((await send('第6条')).kind).toBe('parked');
  });

  it('parks the file of a message whose text was the last that could go, and sends it later alone', async () => {
    const path = join(dataDir, 'form.docx');
    writeFileSync(path, 'PK\u0003\u0004 word');
    await writes('提交');
    for (let n = 1; n <= 4; n += 1) await send(`第${n}条`);
    const delivery = outgoing(to, '申请书如下：', { files: [outFile('申请书.docx', path, 9)] });
    expect((await harness.channel.send(delivery)).kind).toBe('parked');
    await writes('好');
    expect((await harness.channel.send({ ...delivery, attempts: 1 })).kind).toBe('sent');
    expect(seen().filter(({ text }) => text.startsWith('申请书如下'))).toHaveLength(1);
    expect(seen().at(-1)!.file!.name).toBe('申请书.docx');
  });
});

describe('a message', () => {
  it('with up to ten choices is a menu, with more it is numbered', async () => {
    await writes('你好');
    await send({ blocks: [{ kind: 'text', text: '请选择' }], choices: choices(10) });
    await send({ blocks: [{ kind: 'text', text: '请选择' }], choices: choices(11) });
    expect(seen().map(({ menu }) => menu.length)).toEqual([10, 0]);
    expect(seen()[1]!.text).toContain('11. ');
  });

  it('that is too long is one message, shortened, and says so', async () => {
    await writes('你好');
    await send('申报单位须在万州区内注册登记。'.repeat(100));
    expect(seen().map(({ file }) => file?.name)).toEqual([undefined, '完整内容.txt']);
    expect(Buffer.byteLength(seen()[0]!.text)).toBeLessThanOrEqual(2048);
    expect(seen()[0]!.text).toContain('篇幅所限');
  });

  it('that is too long comes whole as a file behind its beginning, where there is room for one', async () => {
    await writes('提交');
    const list = Array.from(
      { length: 60 },
      (_, n) => `（${n + 1}）申报材料清单第${n + 1}项，请加盖公章`,
    ).join('\n');
    expect(await send({ blocks: [{ kind: 'text', text: list }] })).toMatchObject({ kind: 'sent' });
    const [text, file] = seen();
    expect(text!.text).toContain('完整内容见随后的文件');
    expect(file!.file!.name).toBe('完整内容.txt');
    expect(file!.file!.content.toString('utf8')).toContain('第60项，请加盖公章');
    await writes('再来');
    for (let n = 0; n < 4; n += 1) await send({ blocks: [{ kind: 'text', text: `第${n}条` }] });
    await send({ blocks: [{ kind: 'text', text: list }] });
    expect(seen().at(-1)!.text).not.toContain('随后的文件');
    expect(seen()).toHaveLength(2 + 5);
  });

  it('with long words before its choices keeps every choice', async () => {
    await writes('你好');
    await send({ blocks: [{ kind: 'text', text: '说明。'.repeat(400) }], choices: choices(10, 20) });
    expect(seen()).toHaveLength(2);
    for (const { label } of choices(10, 20)) expect(seen()[0]!.text).toContain(label);
  });

  it('whose answer was lost is sent again without doubling', async () => {
    await writes('你好');
    const delivery = outgoing(to, '请选择');
    fake.fault('lost-reply');
    expect((await harness.channel.send(delivery)).kind).toBe('retry');
    expect((await harness.channel.send({ ...delivery, attempts: 1 })).kind).toBe('duplicate');
    expect(seen()).toHaveLength(1);
  });

  it('that failed after it was accepted becomes an event', async () => {
    await writes('你好');
    const result = await send('审核结果');
    kf().sendFails(id, result.kind === 'sent' ? result.ref! : '', 10);
    await harness.notify();
    expect(intake.events.at(-1)!.body).toMatchObject({ kind: 'undelivered', reason: 'kf:fail-10' });
    expect(intake.events.at(-1)!.address).toEqual(to);
  });
});

describe('without a place to go on from', () => {
  it('answers what is recent and not the years before, at the very first start', async () => {
    await close();
    rmSync(dataDir, { recursive: true, force: true });
    dataDir = mkdtempSync(join(tmpdir(), 'shenbao-kf-'));
    intake = new FakeIntake();
    intake.now = () => clock;
    for (let n = 0; n < 40; n += 1) kf().writes(id, `昨天的第${n}条`);
    clock += 20 * 3_600_000;
    kf().writes(id, '刚才写的');
    await open();
    await expect.poll(texts).toEqual(['刚才写的']);
  });

  it('goes on from now when WeCom no longer knows the cursor', async () => {
    await writes('第一条');
    kf().cursorLost = true;
    await writes('第二条');
    // What was read before comes again under its own id, which the store refuses.
    const said = () => [...new Set(texts())];
    expect(said()).toEqual(['第一条', '第二条']);
    kf().cursorLost = false;
    await writes('第三条');
    expect(said()).toEqual(['第一条', '第二条', '第三条']);
  });
});

describe('entering through a link', () => {
  it('carries the payload, and is greeted with the welcome code before the customer has written', async () => {
    kf().enters(id, 'wanzhou-2022');
    await harness.notify();
    expect(intake.events.at(-1)!.body).toEqual({ kind: 'enter', payload: 'wanzhou-2022' });
    const greeting = await send({ blocks: [{ kind: 'text', text: '您好' }], choices: choices(3) });
    expect(greeting.kind).toBe('sent');
    expect(seen()[0]).toMatchObject({ text: '您好', menu: [{}, {}, {}] });
  });

  it('greets once: what follows waits until the customer writes', async () => {
    kf().enters(id, 'wanzhou-2022');
    await harness.notify();
    await send('您好');
    expect((await send('还有一事')).kind).toBe('parked');
  });

  it('parks the greeting when the code is too old', async () => {
    kf().enters(id, 'wanzhou-2022');
    await harness.notify();
    clock += 25_000;
    expect((await send('您好')).kind).toBe('parked');
  });
});

describe('handing over to a human', () => {
  const opened: Partial<OutMessage> = { blocks: [{ kind: 'text', text: '已为您转接' }], handover: true };

  beforeEach(async () => {
    await close();
    await open({ WECOM_KF_HANDOVER: 'lisi' });
    kf().servicers.add('lisi');
    await writes('人工服务');
  });

  it('happens after the assistant has answered, and the assistant then keeps out', async () => {
    expect(kf().customer(id).state).toBe(0);
    await send(opened);
    expect(kf().customer(id).state).toBe(3);
    const before = intake.events.length;
    await writes('李科长您好');
    expect(intake.events).toHaveLength(before);
    expect((await send('自动消息')).kind).toBe('parked');
  });

  it('comes back when the servicer ends the session, and the assistant may say so', async () => {
    await send(opened);
    kf().servicerEnds(id, 'lisi');
    await harness.notify();
    expect(intake.events.at(-1)!.body).toEqual({ kind: 'enter' });
    expect((await send('人工服务已结束')).kind).toBe('sent');
    await writes('继续');
    expect(intake.events.at(-1)!.body).toEqual({ kind: 'text', text: '继续' });
  });

  it('is remembered over a restart', async () => {
    await send(opened);
    await close();
    await open({ WECOM_KF_HANDOVER: 'lisi' });
    const before = intake.events.length;
    await writes('李科长您好');
    expect(intake.events).toHaveLength(before);
  });

  it('does not happen because of words: only the message of a ticket does it', async () => {
    await writes('转人工');
    await send('请稍候');
    expect(kf().customer(id).state).toBe(0);
  });

  it('that began without us is left to the servicer, and staff hear why nothing goes out', async () => {
    await writes('你好');
    kf().customer(id).state = 3;
    expect(await send({ blocks: [{ kind: 'text', text: '答复' }] })).toEqual({
      kind: 'parked',
      reason: 'kf:with-a-servicer',
    });
    const before = intake.events.length;
    await writes('跟人工说的话');
    expect(intake.events).toHaveLength(before);
    kf().servicerEnds(id, 'lisi');
    await harness.notify();
    expect(intake.events.at(-1)!.body.kind).toBe('enter');
  });

  it('does not silence the assistant when no servicer is there', async () => {
    kf().servicers.clear();
    await send(opened);
    await writes('还在吗');
    expect(texts().at(-1)).toBe('还在吗');
  });
});
