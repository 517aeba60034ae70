import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Channel, HttpRoute } from '../../src/host/channel.ts';
import { silentLogger } from '../../src/host/log.ts';
import type { Address } from '../../src/model/address.ts';
import { FakeIntake } from '../contracts/fake-intake.ts';
import { serveRoutes } from '../contracts/serve-routes.ts';
import { jpeg as picture } from '../documents/archives.ts';
import { outFile } from '../support/out-file.ts';
import { openApp } from './app-harness.ts';
import { choices, outgoing } from './outgoing.ts';

const start = Date.parse('2026-11-23T08:00:00Z');
const to: Address = { channel: 'wecom', chat: 'zhang', kind: 'private' };

let clock: number;
let dataDir: string;
let harness: Awaited<ReturnType<typeof openApp>>;
let intake: FakeIntake;

beforeEach(async () => {
  clock = start;
  dataDir = mkdtempSync(join(tmpdir(), 'shenbao-wecom-'));
  harness = await openApp({ log: silentLogger, dataDir }, () => clock);
  intake = new FakeIntake();
  intake.now = () => clock;
  await harness.channel.start(intake);
});
afterEach(async () => {
  await harness.channel.stop();
  await harness.close();
  expect(harness.fake.violations).toEqual([]);
  rmSync(dataDir, { recursive: true, force: true });
});

const chat = () => harness.fake.chat('zhang');
const lastBody = () => intake.events.at(-1)?.body;

describe('a question', () => {
  it.each([1, 2, 6])('with %i choices becomes a card with as many buttons', async count => {
    await harness.channel.send(
      outgoing(to, { blocks: [{ kind: 'text', text: '请选择' }], choices: choices(count) }),
    );
    expect(chat()).toHaveLength(1);
    expect(chat()[0]!.card!.button_list).toHaveLength(count);
  });

  it.each([7, 9])('with %i choices becomes a drop-down that preselects nothing', async count => {
    await harness.channel.send(
      outgoing(to, { blocks: [{ kind: 'text', text: '请选择' }], choices: choices(count) }),
    );
    const selection = chat()[0]!.card!.button_selection!;
    expect(selection.option_list).toHaveLength(count + 1);
    const press = harness.fake.press('zhang', chat()[0]!, 'wecom_submit', 'p_3');
    expect(await press.push()).toBe('acknowledged');
    expect(lastBody()).toMatchObject({ kind: 'press', token: 'p_3' });
  });

  it('handed in without a choice brings a hint and no event', async () => {
    await harness.channel.send(
      outgoing(to, { blocks: [{ kind: 'text', text: '请选择' }], choices: choices(8) }),
    );
    await harness.fake.press('zhang', chat()[0]!, 'wecom_submit', 'wecom_none').push();
    const hint = await harness.fake.until(() =>
      chat().find(({ text }) => text?.includes('请先在下拉框中选择')),
    );
    expect(hint).toBeDefined();
    expect(intake.events).toEqual([]);
  });

  it('shows the choice in place of its buttons once it is answered', async () => {
    await harness.channel.send(
      outgoing(to, { blocks: [{ kind: 'text', text: '请选择' }], choices: choices(3), prompt: 'p' }),
    );
    await harness.fake.press('zhang', chat()[0]!, 'p_1').push();
    expect(await harness.fake.until(() => chat()[0]!.usedButton)).toBe(`已选：${choices(3)[1]!.label}`);
  });

  it('with labels longer than a button shows them in full in the text', async () => {
    const long = [
      { token: 'a', label: '区内注册并具有独立法人资格的企业' },
      { token: 'b', label: '高等院校' },
    ];
    await harness.channel.send(
      outgoing(to, { blocks: [{ kind: 'text', text: '单位性质？' }], choices: long }),
    );
    const card = chat()[0]!.card!;
    expect(card.sub_title_text).toContain('1. 区内注册并具有独立法人资格的企业');
    expect(card.button_list.map(({ text }) => text)).toEqual(['1.区内注册并具有…', '2.高等院校']);
  });

  it('too long for a card goes before it as text', async () => {
    const text = '说明。'.repeat(200);
    await harness.channel.send(outgoing(to, { blocks: [{ kind: 'text', text }], choices: choices(2) }));
    expect(chat().map(({ type }) => type)).toEqual(['text', 'template_card']);
    expect(chat()[0]!.text).toBe(text);
  });
});

describe('a card for review', () => {
  const message = {
    card: 'case:WZ-2022-7K3F',
    blocks: [
      { kind: 'heading' as const, text: '新的申报：WZ-2022-7K3F' },
      {
        kind: 'fields' as const,
        rows: [
          ['单位', '某某食品有限公司'],
          ['领域', '食品加工'],
        ] as [string, string][],
      },
    ],
    choices: [
      { token: 'g1', label: '通过', style: 'primary' as const },
      { token: 'g2', label: '退回补正' },
      { token: 'g3', label: '不予受理', style: 'danger' as const },
    ],
  };

  it.each(['g1', 'g2', 'g3'])('brings the press of %s with a newer response code', async token => {
    const sent = await harness.channel.send(outgoing(to, message));
    await harness.fake.press('zhang', chat()[0]!, token).push();
    const body = lastBody();
    expect(body).toMatchObject({ kind: 'press', token });
    const ref = sent.kind === 'sent' ? sent.ref : '';
    expect(body?.kind === 'press' && body.message).not.toBe(ref);
    expect(body?.kind === 'press' && body.message?.split('|')[0]).toBe(ref?.split('|')[0]);
  });

  it('is updated in place for the one who pressed and, by reference, for the others', async () => {
    const wang: Address = { ...to, chat: 'wang' };
    const first = await harness.channel.send(outgoing(to, message));
    const second = await harness.channel.send(outgoing(wang, message));
    await harness.fake.press('zhang', chat()[0]!, 'g1').push();
    const pressed = lastBody();
    const done = { ...message, blocks: [{ kind: 'text' as const, text: '张三已通过' }], choices: [] };
    const refOf = (result: typeof first) => (result.kind === 'sent' ? result.ref! : '');
    await harness.channel.send(
      outgoing(
        to,
        { ...done, pressed: pressed?.kind === 'press' ? pressed.message : '' },
        { replaces: refOf(first) },
      ),
    );
    await harness.channel.send(outgoing(wang, done, { replaces: refOf(second) }));
    for (const member of ['zhang', 'wang'])
      expect(harness.fake.chat(member).map(({ card }) => card?.main_title.title)).toEqual(['张三已通过']);
  });

  it('is updated with the copy of it that was pressed', async () => {
    const sent = await harness.channel.send(outgoing(to, message));
    await harness.channel.send(
      outgoing(to, { blocks: [{ kind: 'text', text: '全文' }], choices: choices(1) }),
    );
    await harness.fake.press('zhang', chat()[1]!, 'p_0').push();
    const pressed = lastBody();
    await harness.channel.send(
      outgoing(
        to,
        {
          card: message.card,
          blocks: [{ kind: 'text', text: '张三已通过' }],
          pressed: pressed?.kind === 'press' ? pressed.message : '',
        },
        { replaces: sent.kind === 'sent' ? sent.ref! : '' },
      ),
    );
    expect(chat().map(({ card }) => card?.main_title.title)).toEqual(['张三已通过', '张三已通过']);
  });

  it('greys its buttons when the question is answered, and only then', async () => {
    await harness.channel.send(outgoing(to, message));
    await harness.fake.press('zhang', chat()[0]!, 'g2').push();
    const pressed = lastBody();
    await harness.channel.send(
      outgoing(to, {
        quiet: true,
        pressed: pressed?.kind === 'press' ? pressed.message : '',
        blocks: [{ kind: 'text', text: '处理意见？\n已选：退回补正' }],
      }),
    );
    expect(chat()[0]!.usedButton).toBe('已选：退回补正');
    expect(chat()).toHaveLength(1);
  });

  it('is sent anew when its code is older than 72 hours', async () => {
    const sent = await harness.channel.send(outgoing(to, message));
    clock += 73 * 3_600_000;
    const ref = sent.kind === 'sent' ? sent.ref! : '';
    await harness.channel.send(outgoing(to, { ...message, choices: [] }, { replaces: ref }));
    expect(chat()).toHaveLength(2);
  });

  it('uses each code once: a second change without a press is a new card', async () => {
    const sent = await harness.channel.send(outgoing(to, message));
    const replaces = sent.kind === 'sent' ? sent.ref! : '';
    for (const text of ['部门审查', '专家论证'])
      await harness.channel.send(
        outgoing(to, { card: message.card, blocks: [{ kind: 'text', text }] }, { replaces }),
      );
    expect(chat().map(({ card }) => card?.main_title.title)).toEqual(['部门审查', '专家论证']);
  });

  it('is not doubled when the answer to its sending was lost', async () => {
    const delivery = outgoing(to, message);
    harness.fake.fault('lost-reply');
    expect(await harness.channel.send(delivery)).toMatchObject({ kind: 'retry' });
    expect(await harness.channel.send({ ...delivery, attempts: 1 })).toMatchObject({ kind: 'duplicate' });
    expect(chat()).toHaveLength(1);
  });

  it('is not changed twice when the answer to its update was lost', async () => {
    const sent = await harness.channel.send(outgoing(to, message));
    const replaces = sent.kind === 'sent' ? sent.ref! : '';
    const update = outgoing(
      to,
      { card: message.card, blocks: [{ kind: 'text', text: '已受理' }] },
      { replaces },
    );
    harness.fake.fault('lost-reply');
    expect((await harness.channel.send(update)).kind).toBe('retry');
    expect((await harness.channel.send({ ...update, attempts: 1 })).kind).toBe('sent');
    expect(chat().map(({ card }) => card?.main_title.title)).toEqual(['已受理']);
  });
});

describe('two presses of one person in one second', () => {
  it('are two events, and each of them once', async () => {
    await harness.channel.send(
      outgoing(to, { blocks: [{ kind: 'text', text: '甲？' }], choices: choices(2) }),
    );
    await harness.channel.send(
      outgoing(to, { blocks: [{ kind: 'text', text: '乙？' }], choices: choices(2) }),
    );
    const presses = chat().map(message => harness.fake.press('zhang', message, 'p_0'));
    for (const press of [...presses, ...presses]) expect(await press.push()).toBe('acknowledged');
    expect(new Set(intake.events.map(({ id }) => id)).size).toBe(2);
  });
});

describe('the limit of 30 messages a minute', () => {
  it('is kept, so that WeCom drops nothing', async () => {
    const results = [];
    for (let n = 0; n < 35; n += 1) results.push(await harness.channel.send(outgoing(to, `第${n}条`)));
    expect(results.filter(({ kind }) => kind === 'sent')).toHaveLength(30);
    const waits = results.filter(({ kind }) => kind === 'retry');
    expect(waits).toHaveLength(5);
    expect(waits[0]).toMatchObject({ afterSeconds: 60, reason: 'wecom:member-rate' });
    clock += 61_000;
    expect((await harness.channel.send(outgoing(to, '下一分钟'))).kind).toBe('sent');
    expect(harness.fake.dropped).toBe(0);
  });
});

describe('an address that WeCom does not trust', () => {
  it('shows in health with what to do, until a message goes out again', async () => {
    harness.fake.refuse = { '/cgi-bin/message/send': 60020 };
    expect((await harness.channel.send(outgoing(to, '您好'))).kind).toBe('down');
    expect(harness.channel.health()).toMatchObject({
      state: 'degraded',
      detail: expect.stringContaining('可信IP'),
    });
    harness.fake.refuse = {};
    await harness.channel.send(outgoing(to, '您好'));
    expect(harness.channel.health().state).toBe('running');
  });
});

describe('a retry', () => {
  it('goes on after the part that has gone out', async () => {
    const path = join(dataDir, 'form.docx');
    writeFileSync(path, 'PK\u0003\u0004 word');
    const delivery = outgoing(to, '申请书如下：', { files: [outFile('申请书.docx', path, 9)] });
    rmSync(path);
    await expect(harness.channel.send(delivery)).rejects.toThrow();
    writeFileSync(path, 'PK\u0003\u0004 word');
    expect((await harness.channel.send({ ...delivery, attempts: 1 })).kind).toBe('sent');
    expect(chat().map(({ type }) => type)).toEqual(['text', 'file']);
  });
});

describe('callbacks that are no message', () => {
  const event = (fields: Record<string, unknown>) =>
    harness.fake.event({ FromUserName: 'Zhang', MsgType: 'event', ...fields }).push();

  it('opening the app greets once in twelve hours', async () => {
    for (const minutes of [0, 1, 60]) {
      clock = start + minutes * 60_000;
      await event({ Event: 'enter_agent', EventKey: '' });
    }
    clock = start + 13 * 3_600_000;
    await event({ Event: 'enter_agent', EventKey: '' });
    expect(intake.events.map(({ body }) => body.kind)).toEqual(['enter', 'enter']);
    expect(intake.events[0]!.address).toEqual(to);
  });

  it('a menu click is the text of its key', async () => {
    await event({ Event: 'click', EventKey: '资格自测' });
    expect(lastBody()).toEqual({ kind: 'text', text: '资格自测' });
  });

  it('a warning that the app will be switched off shows in health', async () => {
    await harness.fake.event({ MsgType: 'event', Event: 'low_active_alert' }).push();
    expect(harness.channel.health()).toMatchObject({ state: 'degraded' });
  });

  it.each(['voice', 'video', 'location', 'link'])('a %s is answered with where files go', async type => {
    await harness.fake.event({ FromUserName: 'zhang', MsgType: type, MsgId: 77n }).push();
    const hint = await harness.fake.until(() =>
      chat().find(({ text }) => text?.includes('/wecom/upload?t=')),
    );
    expect(hint).toBeDefined();
    expect(intake.events).toEqual([]);
  });
});

describe('a picture', () => {
  const jpeg = picture(5_000);

  it('is acknowledged at once and becomes a file event', async () => {
    const media = harness.fake.putMedia('照片.jpg', jpeg);
    expect(await harness.fake.image('zhang', media).push()).toBe('acknowledged');
    const received = await intake.event(({ body }) => body.kind === 'file');
    expect(received.body).toMatchObject({ file: { type: 'jpeg', bytes: jpeg.length } });
  });

  it('that was noted but not fetched is fetched after a restart', async () => {
    intake.failNext(1);
    const media = harness.fake.putMedia('照片.jpg', jpeg);
    await harness.fake.image('zhang', media).push();
    await intake.failures(1);
    await harness.channel.stop();
    await harness.channel.start(intake);
    expect((await intake.event(({ body }) => body.kind === 'file')).id).toBe(intake.refused[0]!.id);
  });
});

describe('an upload link', () => {
  const pdf = new File([new Uint8Array(Buffer.from('%PDF-1.7 content\n%%EOF'))], '建设方案.pdf');
  const link = async (): Promise<string> => {
    await harness.fake.text('zhang', '上传文件').push();
    const hint = await harness.fake.until(() =>
      chat().find(({ text }) => text?.includes('/wecom/upload?t=')),
    );
    return /http\S+$/.exec(hint.text!)![0];
  };
  const send = (url: string, file: File) => {
    const form = new FormData();
    form.set('file', file);
    return fetch(url, { method: 'POST', body: form });
  };

  it('shows a form and takes one file for the member who asked', async () => {
    const url = await link();
    const page = await fetch(url);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await page.text()).toContain('type="file"');
    expect((await send(url, pdf)).status).toBe(200);
    expect(intake.events).toHaveLength(1);
    expect(intake.events[0]).toMatchObject({
      address: to,
      actor: { id: 'wecom:zhang' },
      body: { kind: 'file', file: { name: '建设方案.pdf', type: 'pdf' } },
    });
  });

  it('works once', async () => {
    const url = await link();
    expect((await send(url, pdf)).status).toBe(200);
    expect((await send(url, pdf)).status).toBe(410);
    expect(intake.events).toHaveLength(1);
  });

  it('works for another try after a type we do not take', async () => {
    const url = await link();
    const page = new File(['<script>alert(1)</script>'], 'x.html');
    expect((await send(url, page)).status).toBe(415);
    expect((await send(url, pdf)).status).toBe(200);
  });

  it('ends after 30 minutes, and cannot be forged for another member', async () => {
    const url = await link();
    const other = url.replace(
      Buffer.from('zhang').toString('base64url'),
      Buffer.from('wangx').toString('base64url'),
    );
    expect(other).not.toBe(url);
    expect((await send(other, pdf)).status).toBe(410);
    clock += 30 * 60_000 + 1_000;
    expect((await send(url, pdf)).status).toBe(410);
    expect(intake.events).toEqual([]);
  });

  it('says when nothing could be kept, and then still works', async () => {
    const url = await link();
    intake.failNext(1);
    expect((await send(url, pdf)).status).toBe(503);
    expect((await send(url, pdf)).status).toBe(200);
  });
});

describe('when nothing can be kept', () => {
  it('the connection is closed without an answer, and WeCom delivers again', async () => {
    intake.failNext(2);
    expect(await harness.fake.deliver(harness.fake.text('zhang', '资格自测').plain)).toBe('acknowledged');
    expect(lastBody()).toEqual({ kind: 'text', text: '资格自测' });
  });

  it('an answer of 503 instead would lose the message', async () => {
    const answering503 = harness.channel as Channel & { routes: readonly HttpRoute[] };
    const server = await serveRoutes(
      answering503.routes.map(route => ({
        ...route,
        handle: async request => {
          const answer = await route.handle(request);
          return answer === 'drop' ? { status: 503 } : answer;
        },
      })),
    );
    harness.fake.callback = { ...harness.fake.callback!, url: `${server.url}/callback/wecom/app` };
    intake.failNext(1);
    expect(await harness.fake.deliver(harness.fake.text('zhang', '资格自测').plain)).toBe('refused');
    expect(intake.events).toEqual([]);
    await server.close();
  });
});
