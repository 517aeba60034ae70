import * as sdk from '@larksuiteoapi/node-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApi } from '../../adapters/feishu/api.ts';
import { createFeishuChannel } from '../../adapters/feishu/channel.ts';
import { createLongConnection } from '../../adapters/feishu/long-connection.ts';
import { feishuSettings } from '../../adapters/feishu/settings.ts';
import { silentLogger } from '../../src/host/log.ts';
import { FakeIntake } from '../contracts/fake-intake.ts';
import { png as picture } from '../documents/archives.ts';
import { redeliveryMs } from './fake/fake-feishu.ts';
import { type Opened, openChannel } from './open.ts';

const minute = 60_000;

let open: Opened;
beforeEach(async () => {
  open = await openChannel();
});
afterEach(() => open.close());

const bodies = () => open.intake.events.map(({ body }) => body);

describe('frames', () => {
  it('in fragments are joined before they are read', async () => {
    open.fake.socket.fragmentBytes = 40;
    expect(await open.fake.writes('张工', '分片'.repeat(200)).outcome).toBe('acknowledged');
    expect(bodies()).toEqual([{ kind: 'text', text: '分片'.repeat(200) }]);
  });

  it('are acknowledged only after the commit', async () => {
    open.intake.hold();
    const delivery = open.fake.writes('张工', '是');
    await open.intake.count(1);
    const first = await Promise.race([delivery.outcome, Promise.resolve('open')]);
    expect(first).toBe('open');
    open.intake.release();
    expect(await delivery.outcome).toBe('acknowledged');
  });
});

describe('a broken connection', () => {
  it('is made anew, and events go on', async () => {
    await open.fake.writes('张工', '一').outcome;
    for (const word of ['二', '三']) {
      open.fake.socket.drop();
      expect(await open.fake.writes('张工', word).outcome).toBe('acknowledged');
    }
    expect(open.fake.socket.connections).toBe(3);
    expect(bodies()).toEqual(['一', '二', '三'].map(text => ({ kind: 'text', text })));
    expect(open.channel.health()).toMatchObject({ state: 'running', lastEventAt: open.fake.world.now });
  });

  it('without a word is noticed by a ping that nothing follows, whatever interval Feishu asks for', async () => {
    const { fake } = open;
    await open.channel.stop();
    const settings = feishuSettings(fake.env());
    if (!settings?.ok) throw new Error('settings');
    const heard: unknown[] = [];
    const connection = createLongConnection({
      sdk,
      http: createApi(sdk, settings.value, silentLogger, () => performance.now()).http,
      settings: settings.value,
      log: silentLogger,
      receive: async body => {
        heard.push(body);
        return undefined;
      },
      pings: { everyMs: 300, withinMs: 200 },
    });
    await connection.open();
    expect(await fake.writes('张工', '一').outcome).toBe('acknowledged');
    const before = fake.socket.connections;
    fake.socket.vanish();
    // Delivered on the next connection: Feishu keeps what nobody acknowledged.
    expect(await fake.writes('张工', '二').outcome).toBe('acknowledged');
    expect(fake.socket.connections).toBeGreaterThan(before);
    expect(heard).toHaveLength(2);
    connection.close();
  });

  it('during a turn leaves the event unacknowledged; its redelivery changes nothing', async () => {
    open.intake.hold();
    const delivery = open.fake.writes('张工', '是');
    await open.intake.count(1);
    open.fake.socket.drop();
    await open.fake.socket.connected();
    open.intake.release();
    expect(await delivery.outcome).toBe('refused');
    expect(await open.fake.advance(15_000)).toBe(1);
    expect(new Set(open.intake.events.map(({ id }) => id)).size).toBe(1);
  });
});

describe('redelivery', () => {
  it('comes at 15 s, 5 min, 1 h and 6 h until the event is kept, and never again', async () => {
    open.intake.failNext(3);
    expect(await open.fake.writes('张工', '是').outcome).toBe('refused');
    expect(await open.fake.advance(14_000)).toBe(0);
    expect(await open.fake.advance(1_000)).toBe(1);
    expect(await open.fake.advance(5 * minute)).toBe(1);
    expect(open.intake.events).toEqual([]);
    expect(await open.fake.advance(60 * minute)).toBe(1);
    expect(bodies()).toEqual([{ kind: 'text', text: '是' }]);
    expect(await open.fake.advance(24 * 60 * minute)).toBe(0);
    expect(open.intake.refused.map(({ id }) => id)).toEqual(Array(3).fill(open.intake.events[0]!.id));
  });

  it('six hours late is still the event it was, with the time at which it happened', async () => {
    open.intake.failNext(4);
    const at = open.fake.world.now;
    await open.fake.writes('张工', '是').outcome;
    expect(await open.fake.advance(redeliveryMs.reduce((sum, wait) => sum + wait))).toBe(4);
    expect(open.intake.events[0]).toMatchObject({ at, body: { kind: 'text', text: '是' } });
  });
});

describe('files', () => {
  const pdf = Buffer.from('%PDF-1.7 …\n%%EOF');

  it('that cannot be had at once come with the first redelivery', async () => {
    open.fake.api.brokenResources = 1;
    expect(await open.fake.sendsFile('张工', '营业执照.pdf', pdf).outcome).toBe('refused');
    expect(bodies()).toEqual([]);
    await open.fake.advance(15_000);
    expect(bodies()).toMatchObject([{ kind: 'file', file: { name: '营业执照.pdf' } }]);
  });

  it('that cannot be had then either are refused by name, instead of minutes of silence', async () => {
    open.fake.api.brokenResources = 2;
    await open.fake.sendsFile('张工', '营业执照.pdf', pdf).outcome;
    await open.fake.advance(15_000);
    expect(bodies()).toEqual([{ kind: 'file-refused', reason: 'unavailable', name: '营业执照.pdf' }]);
  });

  it('that are there no more are refused at once', async () => {
    await open.fake.posts('张工', 'file', { file_key: 'file_gone', file_name: '营业执照.pdf' }).outcome;
    expect(bodies()).toEqual([{ kind: 'file-refused', reason: 'unavailable', name: '营业执照.pdf' }]);
  });

  it('as pictures are taken too', async () => {
    const png = picture();
    expect(await open.fake.sendsImage('张工', png).outcome).toBe('acknowledged');
    expect(bodies()).toMatchObject([{ kind: 'file', file: { type: 'png', name: '图片.png' } }]);
  });

  it('do not let a later message of the chat overtake them', async () => {
    await Promise.all([
      open.fake.sendsFile('张工', '营业执照.pdf', pdf).outcome,
      open.fake.writes('张工', '这是营业执照').outcome,
    ]);
    expect(bodies().map(({ kind }) => kind)).toEqual(['file', 'text']);
  });

  it.each(['audio', 'sticker'])('of type %s are refused by name', async type => {
    await open.fake.posts('张工', type, { file_key: 'x' }).outcome;
    expect(bodies()).toMatchObject([{ kind: 'unread' }]);
  });
});

describe('other ways in', () => {
  it('greets once who opens the chat', async () => {
    await open.fake.enters('张工').outcome;
    await open.fake.writes('张工', '您好').outcome;
    await open.fake.enters('张工').outcome;
    expect(bodies().map(({ kind }) => kind)).toEqual(['enter', 'text']);
  });

  it('takes the bot menu for words', async () => {
    await open.fake.pressesMenu('张工', 'eligibility').outcome;
    expect(bodies()).toEqual([{ kind: 'text', text: '资格自测' }]);
  });

  it('hears a group only when mentioned', async () => {
    await open.fake.writesInGroup('张工', '科创群', '中午吃什么', { at: false }).outcome;
    const asked = open.fake.writesInGroup('张工', '科创群', '能申报吗');
    await asked.outcome;
    expect(open.intake.events).toMatchObject([
      { address: { kind: 'group', thread: asked.messageId }, body: { text: '能申报吗' } },
    ]);
    await open.fake.writesInGroup('李工', '科创群', '医院呢', { head: asked.messageId }).outcome;
    expect(open.intake.events[1]!.address.thread).toBe(asked.messageId);
  });
});

describe('start', () => {
  const other = (env: Record<string, string>) => {
    const settings = feishuSettings(env);
    if (!settings?.ok) throw new Error('settings');
    return createFeishuChannel(sdk, settings.value, { log: silentLogger, dataDir: '', publicUrl: null }, () =>
      performance.now(),
    );
  };

  it('says what is wrong with the credentials, without repeating them', async () => {
    const channel = other({ ...open.fake.env(), FEISHU_APP_SECRET: 'wrong-secret-5Tt1' });
    const failure = await channel.start(new FakeIntake()).then(
      () => '',
      (error: Error) => error.message,
    );
    expect(failure).toContain('FEISHU_APP_SECRET');
    expect(failure).not.toContain('5Tt1');
    await channel.stop();
  });

  it('does not hold up the house while the platform is out of reach, and goes on when it is back', async () => {
    await open.channel.stop();
    open.fake.socket.drop();
    open.fake.api.down = true;
    const channel = other(open.fake.env());
    const intake = new FakeIntake();
    await channel.start(intake);
    expect(channel.health()).toMatchObject({
      state: 'degraded',
      detail: expect.stringContaining('正在重试'),
    });
    open.fake.api.down = false;
    expect(await open.fake.writes('张工', '在吗').outcome).toBe('acknowledged');
    expect(channel.health()).toMatchObject({ state: 'running' });
    expect(intake.events).toHaveLength(1);
    await channel.stop();
  });
});
