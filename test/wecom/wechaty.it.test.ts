import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wechaty } from '../../adapters/wecom/index.ts';
import { silentLogger } from '../../src/host/log.ts';
import { channelContract } from '../contracts/channel.ts';
import { FakeIntake } from '../contracts/fake-intake.ts';
import { openWechaty, wechatyEnv } from './wechaty-harness.ts';

const noAcknowledgement = 'a gateway hands a message over once and is never told whether it was kept';
const notInTheMock =
  "the vendor's mock gives no such answer; classified in wechaty.test.ts with a fake gateway";

channelContract('wechaty (real gRPC, vendor gateway)', deps => openWechaty(deps), {
  'acknowledges to the platform only after the intake has the event': noAcknowledgement,
  'gets an update again that the intake could not take': noAcknowledgement,
  'sends a text once and remembers the platform id': 'the gateway answers a send without a message id',
  'replaces an earlier message in place, and does it again without harm':
    'WeChat messages cannot be changed after they were sent',
  'waits as long as the platform says': notInTheMock,
  'reports a receiver that is gone': notInTheMock,
  'reports a message that will never be accepted': notInTheMock,
});

describe('wechaty over real gRPC', () => {
  let dataDir: string;
  let harness: Awaited<ReturnType<typeof openWechaty>>;
  let intake: FakeIntake;

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'shenbao-wechaty-'));
    harness = await openWechaty({ log: silentLogger, dataDir });
    intake = new FakeIntake();
    await harness.channel.start(intake);
  });
  afterEach(async () => {
    await harness.channel.stop();
    await harness.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('answers in a room only when it is named, without the name in the text', async () => {
    const { gateway } = harness;
    const wang = gateway.person('王工');
    const room = gateway.room('申报交流群', [wang]);
    wang.say('大家好').to(room);
    wang.say('@申报助手 截止时间？', [gateway.bot]).to(room);
    const event = await intake.event(({ body }) => body.kind === 'text');
    expect(event).toMatchObject({
      address: { kind: 'group', chat: room.id },
      actor: { id: `wechaty:${wang.id}` },
      body: { text: '截止时间？' },
    });
    expect(intake.events).toHaveLength(1);
  });

  it('talks with a contact of another corporation', async () => {
    const chen = harness.gateway.person('陈工', '某某食品有限公司');
    chen.say('我们能申报吗？').to(harness.gateway.bot);
    const event = await intake.event(({ body }) => body.kind === 'text');
    expect(event.address).toEqual({ channel: 'wechaty', chat: chen.id, kind: 'private' });
    expect(event.actor).toEqual({ id: `wechaty:${chen.id}` });
  });

  it('skips its own messages, which the gateway hands back', async () => {
    const { gateway, channel } = harness;
    const wang = gateway.person('王工');
    wang.say('你好').to(gateway.bot);
    const event = await intake.event(({ body }) => body.kind === 'text');
    await channel.send({
      message: {
        key: 'k',
        to: event.address,
        blocks: [{ kind: 'text', text: '您好' }],
        choices: [],
        files: [],
        prompt: null,
      },
      key: 'own-1',
      files: [],
      attempts: 0,
      rank: 'answer',
    });
    await gateway.until(wang.id, ({ text }) => text === '您好');
    wang.say('继续').to(gateway.bot);
    await intake.event(({ body }) => body.kind === 'text' && body.text === '继续');
    expect(intake.events.map(({ body }) => body.kind === 'text' && body.text)).toEqual(['你好', '继续']);
  });

  it('refuses to start with a wrong token, although the library resolves', async () => {
    const token = 'insecure_d0e2e9c0-2222-4111-8111-111111111111';
    const configured = wechaty.configure(wechatyEnv(harness.gateway, token));
    if (!configured?.ok) throw new Error('configuration');
    const channel = await configured.value.create({ log: silentLogger, dataDir, publicUrl: null });
    await expect(channel.start(new FakeIntake())).rejects.toThrow(/不接受 WECHATY_TOKEN/);
    expect(channel.health().state).toBe('stopped');
  });

  it('says that the gateway is away, and works again when it is back', async () => {
    const { gateway, channel } = harness;
    const wang = gateway.person('王工');
    await gateway.close();
    await expect.poll(() => channel.health().state, { timeout: 20_000 }).toBe('degraded');
    expect(channel.health().detail).toContain('可能丢失');
    await gateway.open();
    await expect.poll(() => channel.health().state, { timeout: 40_000 }).toBe('running');
    wang.say('继续').to(gateway.bot);
    expect((await intake.event(({ body }) => body.kind === 'text')).body).toMatchObject({ text: '继续' });
  });
});
