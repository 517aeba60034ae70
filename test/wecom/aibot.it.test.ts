import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aibot } from '../../adapters/wecom/index.ts';
import { silentLogger } from '../../src/host/log.ts';
import { OutMessage } from '../../src/model/message.ts';
import { FakeIntake } from '../contracts/fake-intake.ts';
import { botEnv, openBot } from './aibot-harness.ts';
import type { FakeAibot } from './fake-aibot.ts';

let dataDir: string;
let fake: FakeAibot;
let intake: FakeIntake;
let harness: Awaited<ReturnType<typeof openBot>>;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'shenbao-aibot-'));
  harness = await openBot({ log: silentLogger, dataDir });
  fake = harness.fake;
  intake = new FakeIntake();
  await harness.channel.start(intake);
});
afterEach(async () => {
  await harness.channel.stop();
  await harness.close();
  expect(fake.violations).toEqual([]);
  rmSync(dataDir, { recursive: true, force: true });
});

let serial = 0;
const send = (
  message: Partial<OutMessage>,
  chat = harness.peer.chat('张工').chat,
  kind: 'private' | 'group' = 'private',
) => {
  serial += 1;
  return harness.channel.send({
    message: OutMessage.parse({
      key: `m${serial}`,
      to: { channel: 'aibot', chat, kind },
      blocks: [],
      ...message,
    }),
    key: `delivery-${serial}`,
    files: [],
    attempts: 0,
    rank: 'answer',
  });
};
const question = {
  blocks: [{ kind: 'text' as const, text: '贵单位是否在万州区内注册登记？' }],
  choices: [
    { token: 'abc_0', label: '是' },
    { token: 'abc_1', label: '否' },
    { token: 'menu', label: '返回菜单' },
  ],
  prompt: 'abc',
};
const bodies = () => intake.events.map(({ body }) => body);
const last = () => fake.chat(harness.peer.chat('张工').chat).at(-1)!;

describe('a pressed card', () => {
  const answer = (message: Partial<OutMessage>) => {
    intake.answer = event => [OutMessage.parse({ key: event.id, to: event.address, blocks: [], ...message })];
  };

  it.each([true, false])(
    'shows the answer and loses its options within the press (nested: %s)',
    async nested => {
      await send(question);
      answer({ chosen: '是', blocks: [{ kind: 'text', text: '下一问' }] });
      fake.press('member1', last(), 'abc_0', { nested });
      await expect.poll(() => fake.updates).toBe(1);
      expect(last().card!.sub_title_text ?? last().card!.main_title.title).toContain('已选：是');
      expect(last().card!.button_list.map(({ text }) => text)).toEqual(['返回菜单']);
      expect(bodies()).toMatchObject([{ kind: 'press', token: 'abc_0' }]);
    },
  );

  it('shows the next state of its case', async () => {
    await send({ ...question, card: 'case:1' });
    intake.answer = event => [
      OutMessage.parse({
        key: event.id,
        to: event.address,
        card: 'case:1',
        quiet: true,
        pressed: event.body.kind === 'press' ? event.body.message : undefined,
        blocks: [
          { kind: 'heading', text: '已办理｜初审' },
          { kind: 'text', text: '李科长于10:00办理：初审通过。' },
        ],
      }),
    ];
    fake.press('member1', last(), 'abc_0');
    await expect.poll(() => fake.updates).toBe(1);
    expect(last().card!.main_title.title).toContain('已办理');
  });

  it('without a choice in its drop-down asks for one', async () => {
    const many = Array.from({ length: 8 }, (_, index) => ({ token: `abc_${index}`, label: `选项${index}` }));
    await send({ ...question, choices: many });
    fake.press('member1', last(), 'wecom_submit', { option: 'wecom_none' });
    await expect.poll(() => last().text ?? '').toContain('请先');
    expect(bodies()).toEqual([]);
  });
});

describe('messages', () => {
  it('in a group lose the mention that they must begin with, and are answered in the group', async () => {
    fake.message(
      'wrGroup',
      { msgtype: 'text', text: { content: '@申报助手 创建成功有什么补助？' } },
      { from: 'zhangsan' },
    );
    const event = await intake.event(({ body }) => body.kind === 'text');
    expect(event).toMatchObject({
      address: { channel: 'aibot', chat: 'wrGroup', kind: 'group' },
      actor: { id: 'aibot:zhangsan' },
      body: { kind: 'text', text: '创建成功有什么补助？' },
    });
    expect(await send({ blocks: question.blocks }, 'wrGroup', 'group')).toMatchObject({ kind: 'sent' });
  });

  it('that were spoken are read as their words, and mixed ones as words and pictures', async () => {
    fake.message('member1', { msgtype: 'voice', voice: { content: '截止到什么时候' } });
    fake.message('member1', {
      msgtype: 'mixed',
      mixed: {
        msg_item: [
          { msgtype: 'text', text: { content: '营业执照' } },
          { msgtype: 'image', image: { url: `${fake.url.replace('ws', 'http')}/none` } },
        ],
      },
    });
    fake.message('member1', { msgtype: 'video', video: { url: 'x' } });
    await expect.poll(() => bodies().length).toBe(4);
    expect(bodies()).toMatchObject([
      { kind: 'text', text: '截止到什么时候' },
      { kind: 'text', text: '营业执照' },
      { kind: 'file-refused' },
      { kind: 'unread', what: 'video' },
    ]);
  });

  it('are offered to the house again when it could not take them, because WeCom never does', async () => {
    intake.failNext();
    fake.message('member1', { msgtype: 'text', text: { content: '您好' } });
    await expect.poll(() => bodies().length).toBe(1);
    expect(intake.refused).toHaveLength(1);
  });
});

describe('somebody who opens the chat', () => {
  it('is greeted in answer to the event, because the bot may not write to her otherwise yet', async () => {
    fake.enters('newcomer');
    await intake.event(({ body }) => body.kind === 'enter');
    expect(await send({ blocks: [{ kind: 'text', text: '您好' }] }, 'newcomer')).toMatchObject({
      kind: 'sent',
    });
    expect([fake.welcomes, fake.chat('newcomer').map(({ text }) => text)]).toEqual([1, ['您好']]);
    expect(await send({ blocks: [{ kind: 'text', text: '再说一句' }] }, 'newcomer')).toMatchObject({
      kind: 'unreachable',
    });
  });
});

describe('the connection', () => {
  it('is made anew when it breaks; what is to be sent meanwhile waits', async () => {
    fake.drop();
    await expect.poll(() => harness.channel.health().state).toBe('degraded');
    expect(await send(question)).toMatchObject({ kind: 'retry', asked: true });
    await fake.connected();
    await expect.poll(() => harness.channel.health().state).toBe('running');
    expect(await send(question)).toMatchObject({ kind: 'sent' });
  });

  it('of another program ends ours, and the operator reads why', async () => {
    const other = aibot.configure(botEnv(fake));
    if (!other?.ok) throw new Error('configuration');
    const second = await other.value.create({ log: silentLogger, dataDir, publicUrl: null });
    await second.start(new FakeIntake());
    await expect
      .poll(() => harness.channel.health())
      .toMatchObject({
        state: 'degraded',
        detail: expect.stringContaining('另有程序'),
      });
    await second.stop();
  });

  it('with a wrong secret does not start, and says where the right one stands', async () => {
    const wrong = aibot.configure({ ...botEnv(fake), WECOM_BOT_SECRET: 'not-the-right-one' });
    if (!wrong?.ok) throw new Error('configuration');
    const channel = await wrong.value.create({ log: silentLogger, dataDir, publicUrl: null });
    await expect(channel.start(new FakeIntake())).rejects.toThrow('WECOM_BOT_SECRET');
    await channel.stop();
  });

  it('is tried by the doctor without ending the one that runs', async () => {
    const configured = aibot.configure(botEnv(fake));
    if (!configured?.ok) throw new Error('configuration');
    const deps = { log: silentLogger, dataDir, publicUrl: null };
    expect((await configured.value.doctor(deps))[0]).toMatchObject({ level: 'ok' });
    expect([fake.subscriptions, harness.channel.health().state]).toEqual([1, 'running']);
    const away = aibot.configure({ ...botEnv(fake), WECOM_BOT_WS_URL: 'ws://127.0.0.1:9' });
    if (!away?.ok) throw new Error('configuration');
    expect((await away.value.doctor(deps))[0]).toMatchObject({ level: 'fail' });
  });
});
