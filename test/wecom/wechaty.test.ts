import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WechatyChannel } from '../../adapters/wecom/wechaty/channel.ts';
import { decodeWechaty } from '../../adapters/wecom/wechaty/decode.ts';
import type { Gateway, GatewayHandlers, GatewayMessage, Said } from '../../adapters/wecom/wechaty/gateway.ts';
import { silentLogger } from '../../src/host/log.ts';
import type { Address } from '../../src/model/address.ts';
import { FakeIntake } from '../contracts/fake-intake.ts';
import { outFile } from '../support/out-file.ts';
import { choices, outgoing } from './outgoing.ts';

const to: Address = { channel: 'wechaty', chat: 'wang', kind: 'private' };
let serial = 0;

const message = (rest: Partial<GatewayMessage> = {}): GatewayMessage => {
  serial += 1;
  return {
    id: `m${serial}`,
    at: 1_795_416_982_000,
    self: false,
    talker: { id: 'wang', kind: 'person' },
    room: null,
    kind: 'text',
    text: '你好',
    file: () =>
      Promise.resolve({ name: '营业执照.pdf', content: Readable.from([Buffer.from('%PDF-1.7\n%%EOF')]) }),
    ...rest,
  };
};

/** A gateway that says what the test wants it to say. */
class FakeGateway implements Gateway {
  readonly said: string[] = [];
  readonly answers: Said[] = [];
  handlers: GatewayHandlers | null = null;
  isLoggedIn = true;
  stopped = false;

  start(handlers: GatewayHandlers): Promise<void> {
    this.handlers = handlers;
    if (this.isLoggedIn) handlers.login();
    return Promise.resolve();
  }
  loggedIn = () => this.isLoggedIn;
  sayText = (_: unknown, text: string) => this.#say(text);
  sayFile = (_: unknown, name: string) => this.#say(`file:${name}`);
  stop() {
    this.stopped = true;
    return Promise.resolve();
  }

  #say(what: string): Promise<Said> {
    const answer = this.answers.shift() ?? { kind: 'said', id: `s${this.said.length}` };
    if (answer.kind === 'said') this.said.push(what);
    return Promise.resolve(answer);
  }
}

let gateways: FakeGateway[];
let channel: WechatyChannel;
let intake: FakeIntake;

beforeEach(async () => {
  gateways = [];
  channel = new WechatyChannel(() => {
    const gateway = new FakeGateway();
    gateways.push(gateway);
    return Promise.resolve(gateway);
  }, silentLogger);
  intake = new FakeIntake();
  await channel.start(intake);
});
afterEach(async () => {
  vi.useRealTimers();
  await channel.stop();
});

describe('what a failed send means', () => {
  it.each<[string, Said, string]>([
    ['no connection', { kind: 'failed', code: 14 }, 'retry'],
    ['a token that is no longer accepted', { kind: 'failed', code: 16 }, 'retry'],
    ['too much at once', { kind: 'failed', code: 8 }, 'retry'],
    ['content the gateway will not take', { kind: 'failed', code: 3 }, 'rejected'],
    ['no such person or room', { kind: 'no-such-chat' }, 'unreachable'],
    ['a time-out on the way', { kind: 'failed', code: 4 }, 'unknown'],
    ['an inner error of the gateway', { kind: 'failed', code: 13 }, 'unknown'],
    ['an error without a code', { kind: 'failed', code: null }, 'unknown'],
  ])('%s', async (_, answer, kind) => {
    gateways[0]!.answers.push(answer);
    expect((await channel.send(outgoing(to, '您好'))).kind).toBe(kind);
    expect(gateways[0]!.said).toEqual([]);
  });

  it('waits while the account is not logged in', async () => {
    gateways[0]!.isLoggedIn = false;
    expect(await channel.send(outgoing(to, '您好'))).toMatchObject({ kind: 'retry' });
    expect(channel.health()).toMatchObject({ state: 'starting' });
  });

  it('goes on after the part that has gone out', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'shenbao-wechaty-'));
    const path = join(folder, 'x.docx');
    writeFileSync(path, 'PK');
    const delivery = outgoing(to, '申请书如下：', { files: [outFile('申请书.docx', path, 2)] });
    gateways[0]!.answers.push({ kind: 'said', id: 'a' }, { kind: 'failed', code: 14 });
    expect((await channel.send(delivery)).kind).toBe('retry');
    expect((await channel.send({ ...delivery, attempts: 1 })).kind).toBe('sent');
    expect(gateways[0]!.said).toEqual(['申请书如下：', 'file:申请书.docx']);
    rmSync(folder, { recursive: true });
  });
});

describe('a message that cannot be kept', () => {
  it('is tried again, because nobody will deliver it a second time', async () => {
    intake.failNext(2);
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    gateways[0]!.handlers!.message(message());
    await intake.failures(1);
    await vi.advanceTimersByTimeAsync(1_000);
    await intake.failures(2);
    await vi.advanceTimersByTimeAsync(5_000);
    await intake.count(1);
    expect(intake.events[0]!.body).toEqual({ kind: 'text', text: '你好' });
  });
});

describe('a lost connection', () => {
  it('is built anew, once, and health says so meanwhile', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    gateways[0]!.handlers!.error(14);
    gateways[0]!.handlers!.error(14);
    expect(channel.health()).toMatchObject({ state: 'degraded' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(gateways).toHaveLength(2);
    expect(gateways[0]!.stopped).toBe(true);
    expect(channel.health()).toMatchObject({ state: 'running' });
  });

  it('that refuses the token later is told to the operator', () => {
    gateways[0]!.handlers!.error(16);
    expect(channel.health().detail).toContain('WECHATY_TOKEN');
  });
});

describe('what is meant for us', () => {
  it.each<[string, Partial<GatewayMessage>, string]>([
    ['our own words', { self: true }, 'own-message'],
    ['an official account', { talker: { id: 'x', kind: 'official' } }, 'official-account'],
    ['a room that does not name us', { room: { id: 'r', mention: false } }, 'not-mentioned'],
    ['a sticker in a room', { room: { id: 'r', mention: true }, kind: 'other' }, 'other-type-in-room'],
  ])('%s: not', (_, rest, reason) => {
    expect(decodeWechaty(message(rest))).toEqual({ kind: 'ignore', reason });
  });

  it('a sticker in private is answered as a type we do not take', () => {
    expect(decodeWechaty(message({ kind: 'other' }))).toMatchObject({
      event: { body: { kind: 'unread', what: 'other' } },
    });
  });
});

describe('choices without buttons', () => {
  const answer = async (text: string) => {
    const before = intake.events.length;
    gateways[0]!.handlers!.message(message({ text }));
    await intake.count(before + 1);
    return intake.events.at(-1)!.body;
  };

  it('beside the answer go by name and take no number', async () => {
    await channel.send(
      outgoing(to, {
        blocks: [{ kind: 'text', text: '请填写职工人数' }],
        prompt: 'p',
        choices: [
          { token: 'p_0', label: '上一步', aside: true },
          { token: 'p_1', label: '跳过', aside: true },
        ],
      }),
    );
    expect(gateways[0]!.said.at(-1)).toBe('请填写职工人数\n也可回复：上一步、跳过');
    expect(await answer('2')).toEqual({ kind: 'text', text: '2' });
    expect(await answer('跳过')).toEqual({ kind: 'press', token: 'p_1' });
  });

  it('belong to the newest question', async () => {
    await channel.send(outgoing(to, { prompt: 'p', choices: choices(2) }));
    await channel.send(outgoing(to, { prompt: 'q', blocks: [{ kind: 'text', text: '请填写单位名称' }] }));
    expect(await answer('1')).toEqual({ kind: 'text', text: '1' });
  });

  it('are read the same way when a message comes twice', async () => {
    await channel.send(outgoing(to, { prompt: 'p', choices: choices(2) }));
    const one = message({ text: '1' });
    gateways[0]!.handlers!.message(one);
    await intake.count(1);
    await channel.send(outgoing(to, { prompt: 'q', choices: [{ token: 'q_0', label: '同意' }] }));
    gateways[0]!.handlers!.message(one);
    await intake.count(2);
    expect(intake.events[1]).toEqual(intake.events[0]);
  });

  it('are forgotten with the person', async () => {
    await channel.send(outgoing(to, { prompt: 'p', choices: choices(2) }));
    channel.forget('wang');
    expect(await answer('1')).toEqual({ kind: 'text', text: '1' });
  });
});
