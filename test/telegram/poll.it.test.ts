import { Api } from 'grammy';
import { describe, expect, it } from 'vitest';
import { stopSentence } from '../../adapters/telegram/channel.ts';
import { poll } from '../../adapters/telegram/poll.ts';
import { silentLogger } from '../../src/host/log.ts';
import { FakeIntake } from '../contracts/fake-intake.ts';
import { createChannel } from './harness.ts';
import { Person } from './people.ts';
import { runStage, setStage } from './setup.ts';

/** Resolves when the channel's health matches, looking after each turn of the event loop. */
const healthOf = async (channel: { health(): { state: string; detail?: string } }, state: string) => {
  while (channel.health().state !== state) await new Promise(resolve => setTimeout(resolve, 5));
  return channel.health();
};

describe('long polling', () => {
  it('asks for the wanted kinds only and confirms what was taken when it stops', async () => {
    const { api, channel, intake, zhang } = await runStage();
    await zhang.writes('您好').outcome;
    await channel.stop();
    expect(api.updates.pending).toEqual([]);
    const polls = api.calls.filter(({ method }) => method === 'getUpdates');
    expect(polls[0]!.params).toMatchObject({
      timeout: 30,
      allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member'],
    });
    expect(intake.events).toHaveLength(1);
  });

  it('gives a batch again that a crash left unconfirmed, with the same ids', async () => {
    const { api, channel, intake, zhang } = await runStage();
    intake.hold();
    const texts = ['一', '二', '三'];
    for (const text of texts) zhang.writes(text);
    await intake.count(1);
    // A second process starts on the same bot, as after kill -9 of the first, whose connections are gone.
    const second = await createChannel(api, silentLogger, '');
    const after = new FakeIntake();
    await second.start(after);
    await after.count(3);
    expect(after.events.map(({ body }) => body)).toEqual(texts.map(text => ({ kind: 'text', text })));
    expect(after.events[0]!.id).toBe(intake.events[0]!.id);
    await second.stop();
    intake.release();
    await channel.stop();
  });

  it('keeps the order of a chat when one of its updates could not be taken at first', async () => {
    const { intake, zhang } = await runStage();
    intake.failNext(2);
    const outcomes = ['一', '二', '三'].map(text => zhang.writes(text).redeliver().outcome);
    await intake.count(3);
    await Promise.all(outcomes);
    const texts = intake.events.map(({ body }) => (body.kind === 'text' ? body.text : ''));
    expect(texts.filter((text, index) => texts.indexOf(text) === index)).toEqual(['一', '二', '三']);
  });

  describe('when one receipt in five fails and connections break', () => {
    const chats = 5;
    const rounds = 12;
    /** What each chat's intake got, first times only, after 60 updates through trouble. */
    const through = async (acknowledgeFirst: boolean): Promise<Map<string, string[]>> => {
      const { api, channel, intake } = await setStage();
      let dice = 7;
      intake.fails = () => {
        dice = (dice * 48_271) % 2_147_483_647;
        return dice % 5 === 0;
      };
      const people = Array.from(
        { length: chats },
        (_, index) => new Person(api, 6_000 + index, `人${index}`),
      );
      await channel.start(
        acknowledgeFirst
          ? {
              now: () => intake.now(),
              keepFile: (...file) => intake.keepFile(...file),
              receive: async event => {
                void intake.receive(event).catch(() => undefined);
                return { outcome: 'spooled', messages: [] };
              },
            }
          : intake,
      );
      for (let round = 0; round < rounds; round += 1) {
        for (const person of people) person.writes(`${round}`);
        if (round % 8 === 4) api.fail('getUpdates', { kind: 'reset' });
      }
      await api.chats.until(() => api.updates.pending.length === 0);
      const got = new Map<string, string[]>();
      for (const { address, body } of intake.events) {
        const texts = got.get(address.chat) ?? [];
        if (body.kind === 'text' && !texts.includes(body.text)) texts.push(body.text);
        got.set(address.chat, texts);
      }
      return got;
    };
    const all = Array.from({ length: rounds }, (_, round) => `${round}`);

    it('takes every update, and those of a chat in order', async () => {
      const got = await through(false);
      expect([...got.values()]).toEqual(Array.from({ length: chats }, () => all));
    });

    it('would lose some if it acknowledged first', async () => {
      const got = await through(true);
      expect([...got.values()].some(texts => texts.length < rounds)).toBe(true);
    });
  });

  it('gives up an update that nobody can take while others are taken, and keeps what came behind it', async () => {
    const { api, intake, zhang, logged } = await runStage();
    const li = new Person(api, 5_000_000_002, '李工');
    intake.fails = ({ body }) => body.kind === 'text' && body.text === '毒';
    zhang.writes('毒');
    zhang.writes('之后');
    const givenUp = () => logged.filter(line => line.includes('telegram:given-up'));
    for (let round = 0; givenUp().length === 0; round += 1) {
      li.writes(`${round}`);
      await intake.event(({ body }) => body.kind === 'text' && body.text === `${round}`);
    }
    await intake.event(({ body }) => body.kind === 'text' && body.text === '之后');
    await api.chats.until(() => api.updates.pending.length === 0);
    expect(intake.refused).toHaveLength(10);
    expect(givenUp()).toHaveLength(1);
  });

  it('bears another poller for a while, says so, and goes on when that one is gone', async () => {
    const { api, channel, intake, zhang } = await runStage();
    await api.chats.until(() => api.calls.some(({ method }) => method === 'getUpdates'));
    api.fail('getUpdates', {
      kind: 'refuse',
      code: 409,
      description: 'Conflict: terminated by other getUpdates request',
    });
    await zhang.writes('第一条').outcome;
    expect((await healthOf(channel, 'degraded')).detail).toContain('409');
    await zhang.writes('第二条').outcome;
    expect(channel.health().state).toBe('running');
    expect(intake.events).toHaveLength(2);
  });

  it('gives way to another poller that stays', async () => {
    const { api } = await setStage();
    const conflict = {
      kind: 'refuse',
      code: 409,
      description: 'Conflict: terminated by other getUpdates request',
    } as const;
    for (let n = 0; n < 3; n += 1) api.fail('getUpdates', conflict);
    const failure = await poll({
      api: new Api(api.token, { apiRoot: api.url }),
      handle: async () => {},
      onTrouble: () => {},
      onWell: () => {},
      onGivenUp: () => {},
      signal: AbortSignal.timeout(30_000),
      conflictPatience: 500,
    });
    expect(failure).toMatchObject({ code: 409 });
    expect(stopSentence(failure!)).toContain('另有程序');
  });

  it('stops with a clear sentence when the token is withdrawn while it runs', async () => {
    const { api, channel, zhang } = await runStage();
    await zhang.writes('您好').outcome;
    api.fail('getUpdates', { kind: 'refuse', code: 401, description: 'Unauthorized' });
    zhang.writes('还在吗');
    const { detail } = await healthOf(channel, 'stopped');
    expect(detail).toContain('TELEGRAM_BOT_TOKEN');
    expect(detail).not.toContain(api.token);
  });

  it('refuses to start with a token that Telegram does not know', async () => {
    const { api, channel, intake } = await setStage();
    api.fail('getMe', { kind: 'refuse', code: 401, description: 'Unauthorized' });
    await expect(channel.start(intake)).rejects.toThrow('TELEGRAM_BOT_TOKEN');
    expect(channel.health().state).toBe('stopped');
  });

  it('starts all the same while Telegram cannot be reached, and runs once it can', async () => {
    const { api, channel, intake, zhang } = await setStage();
    api.fail('getMe', { kind: 'html', status: 502 });
    await channel.start(intake);
    expect(channel.health().state).toBe('degraded');
    await healthOf(channel, 'running');
    expect(await zhang.writes('您好').outcome).toBe('acknowledged');
  });

  it('goes on after faults on the way', async () => {
    const { api, channel, intake, zhang } = await setStage();
    api.fail('getUpdates', { kind: 'reset' });
    api.fail('getUpdates', { kind: 'html', status: 502 });
    await channel.start(intake);
    expect(await zhang.writes('您好').outcome).toBe('acknowledged');
    expect(channel.health().state).toBe('running');
    expect(intake.events).toHaveLength(1);
  });

  it('publishes the commands menu, and does without it', async () => {
    const { api } = await runStage();
    expect(api.commands.map(({ command }) => command)).toContain('check');
    expect(api.commands.map(({ command }) => command)).not.toContain('bind');
    const other = await setStage();
    other.api.fail('setMyCommands', { kind: 'html', status: 500 });
    await other.channel.start(other.intake);
    expect(other.channel.health().state).toBe('running');
  });
});
