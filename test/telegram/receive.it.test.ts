import { describe, expect, it } from 'vitest';
import { OutMessage } from '../../src/model/message.ts';
import { jpeg } from '../documents/archives.ts';
import { Person } from './people.ts';
import { runStage, type Stage, toChat, words } from './setup.ts';

const pdf = (size: number) =>
  Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(size, 'x'), Buffer.from('\n%%EOF')]);
const methods = ({ api }: Stage) => api.calls.map(({ method }) => method);

/** A question with two options and a way out, in Zhang's chat. */
const ask = (stage: Stage) =>
  stage.channel.send(
    toChat(stage.zhang.user.id, {
      blocks: [{ kind: 'heading', text: '资格自测' }, ...words('是否具有独立法人资格？')],
      choices: [
        { token: 'abc_0', label: '是' },
        { token: 'abc_1', label: '否' },
        { token: 'nav_home', label: '返回' },
      ],
      prompt: 'abc',
    }),
  );
const reply = (stage: Stage, message: Partial<OutMessage>) => {
  stage.intake.answer = event => [
    OutMessage.parse({
      key: 'next',
      to: event.address,
      blocks: words('下一题'),
      ...(event.body.kind === 'press' && event.body.message ? { pressed: event.body.message } : {}),
      ...message,
    }),
  ];
};

describe('a press', () => {
  it('is answered once, with the toast of its turn', async () => {
    const stage = await runStage();
    await ask(stage);
    reply(stage, { toast: `已记录：否${'。'.repeat(300)}` });
    expect(await stage.zhang.presses('否').outcome).toBe('acknowledged');
    const [toast] = stage.api.toasts.values();
    expect(toast).toHaveLength(200);
    expect(toast!.startsWith('已记录：否')).toBe(true);
  });

  it('is answered before a slow turn ends, and only once when delivered twice', async () => {
    const stage = await runStage();
    await ask(stage);
    const press = stage.zhang.presses('否');
    expect(await press.outcome).toBe('acknowledged');
    expect(await press.redeliver().outcome).toBe('acknowledged');
    expect(methods(stage).filter(method => method === 'answerCallbackQuery')).toHaveLength(2);
    expect(stage.api.toasts.size).toBe(1);
    expect(stage.channel.health()).toMatchObject({ state: 'running' });
  });

  it('is answered even when its data is no token of ours, which goes no further', async () => {
    const stage = await runStage();
    expect(await stage.zhang.pressesData("'; drop table --").outcome).toBe('acknowledged');
    expect(stage.api.toasts.size).toBe(1);
    expect(stage.intake.events).toEqual([]);
  });

  it('that counted shows what was chosen under the question, and leaves ways out in place', async () => {
    const stage = await runStage();
    await ask(stage);
    reply(stage, { chosen: '否' });
    await stage.zhang.presses('否').outcome;
    const [question] = stage.zhang.private.messages;
    expect(question!.text).toBe('资格自测\n是否具有独立法人资格？\n\n✓ 否');
    expect(question!.entities).toEqual([{ type: 'bold', offset: 0, length: 4 }]);
    expect(question!.keyboard.flat().map(({ text }) => text)).toEqual(['返回']);
  });

  it('that came too late takes the options away and claims nothing', async () => {
    const stage = await runStage();
    await ask(stage);
    reply(stage, {});
    await stage.zhang.presses('否').outcome;
    const [question] = stage.zhang.private.messages;
    expect(question!.text).toBe('资格自测\n是否具有独立法人资格？');
    expect(question!.keyboard.flat().map(({ text }) => text)).toEqual(['返回']);
  });

  it('of a way out changes nothing, nor does one whose message takes the place of the old', async () => {
    const stage = await runStage();
    await ask(stage);
    reply(stage, {});
    await stage.zhang.presses('返回').outcome;
    reply(stage, { card: 'case', chosen: '否' });
    await stage.zhang.presses('否').outcome;
    expect(methods(stage)).not.toContain('editMessageText');
    expect(methods(stage)).not.toContain('editMessageReplyMarkup');
  });

  it('of a message too old to be shown still counts', async () => {
    const stage = await runStage();
    expect(await stage.zhang.pressesData('abc_0').outcome).toBe('acknowledged');
    expect(stage.intake.events).toMatchObject([{ body: { kind: 'press', token: 'abc_0', message: '1' } }]);
  });
});

describe('files', () => {
  it('come through a connection that breaks twice', async () => {
    const stage = await runStage();
    stage.api.breakDownloads(2);
    expect(await stage.zhang.sendsDocument('执照.pdf', pdf(500_000), '营业执照').outcome).toBe(
      'acknowledged',
    );
    expect(stage.intake.events).toMatchObject([
      { body: { kind: 'file', caption: '营业执照', file: { name: '执照.pdf', bytes: 500_015 } } },
    ]);
  });

  it('of an album say that more of them follow, all but the last', async () => {
    const stage = await runStage();
    await Promise.all([1, 2, 3].map(size => stage.zhang.sendsPhoto(jpeg(size * 1000), 'album').outcome));
    expect(stage.intake.events.map(({ body, more }) => [body.kind, more])).toEqual([
      ['file', true],
      ['file', true],
      ['file', undefined],
    ]);
  });

  it('that cannot be had are named to the person instead of holding up the chat', async () => {
    const stage = await runStage();
    stage.api.breakDownloads(3);
    await stage.zhang.sendsDocument('执照.pdf', pdf(500_000)).outcome;
    await stage.zhang.writes('继续').outcome;
    expect(stage.intake.events.map(({ body }) => body)).toEqual([
      { kind: 'file-refused', reason: 'unavailable', name: '执照.pdf' },
      { kind: 'text', text: '继续' },
    ]);
    expect(stage.logged.join()).not.toContain('执照');
  });

  it('of a kind not taken are refused by their content', async () => {
    const stage = await runStage();
    await stage.zhang.sendsDocument('材料.pdf', Buffer.from('MZ\u0000 program')).outcome;
    expect(stage.intake.events).toMatchObject([{ body: { kind: 'file-refused', reason: 'bad-type' } }]);
  });

  it('of an album come one by one, in order, in their largest size', async () => {
    const stage = await runStage();

    const sizes = [20_000, 30_000, 40_000];
    await Promise.all(sizes.map(size => stage.zhang.sendsPhoto(jpeg(size), 'album').outcome));
    expect(
      stage.intake.events.map(({ body }) => (body.kind === 'file' ? body.file.bytes : body.kind)),
    ).toEqual(sizes);
  });

  it('are not even fetched where personal data are refused', async () => {
    const stage = await runStage({ TELEGRAM_PERSONAL_DATA: 'refuse' });
    await stage.zhang.sendsDocument('执照.pdf', pdf(10)).outcome;
    expect(stage.intake.events).toMatchObject([
      { policies: ['no-personal-data'], body: { kind: 'file-refused', reason: 'unavailable' } },
    ]);
    expect(methods(stage)).not.toContain('getFile');
  });
});

describe('groups', () => {
  const inGroup = async () => {
    const stage = await runStage();
    return { ...stage, group: stage.api.chats.open(-1_001_234, 'supergroup') };
  };

  it('hear an answer to commands, replies and mentions only', async () => {
    const { api, intake, zhang, group, channel } = await inGroup();
    await channel.send(toChat(group.id, { blocks: words('新的申请') }));
    const ours = group.messages.at(-1)!;
    const outcomes = [
      zhang.writes('今天开会吗', { chat: group }),
      zhang.writes(`@${api.chats.bot.username} 截止到什么时候`, { chat: group }),
      zhang.writes('/check', { chat: group }),
      zhang.writes('收到', { chat: group, replyTo: ours }),
    ].map(({ outcome }) => outcome);
    await Promise.all(outcomes);
    expect(intake.events.map(({ body }) => body)).toEqual([
      { kind: 'text', text: '截止到什么时候' },
      { kind: 'text', text: '资格自测' },
      { kind: 'text', text: '收到' },
    ]);
  });

  it('are told where to go for one’s own application, in the topic, with a link', async () => {
    const { intake, zhang, group } = await inGroup();
    await zhang.writes('/apply', { chat: group, thread: 12 }).outcome;
    expect(intake.events).toEqual([]);
    expect(group.messages.at(-1)).toMatchObject({
      fromBot: true,
      thread: 12,
      keyboard: [[{ text: '私聊办理', url: 'https://t.me/wanzhou_shenbao_bot?start=go_apply' }]],
    });
  });

  it('are followed when they become supergroups', async () => {
    const { api, zhang, group, channel } = await inGroup();
    const old = api.chats.open(-55, 'group');
    await zhang.sends({ migrate_to_chat_id: group.id }, { chat: old }).outcome;
    await channel.send(toChat(old.id, { blocks: words('新的申请') }));
    expect(group.messages.map(({ text }) => text)).toEqual(['新的申请']);
  });
});

describe('people', () => {
  it('who block the bot are reported', async () => {
    const { intake, zhang } = await runStage();
    await zhang.blocksTheBot().outcome;
    expect(intake.events).toMatchObject([
      { address: { chat: '5000000001' }, body: { kind: 'undelivered', reason: 'blocked' } },
    ]);
  });

  it('of other chats are not held up by one whose turn is slow', async () => {
    const stage = await runStage();
    const li = new Person(stage.api, 5_000_000_002, '李工');
    stage.intake.hold();
    const slow = stage.zhang.writes('开始填报');
    await stage.intake.count(1);
    const quick = li.writes('我们能申报吗');
    await stage.intake.count(2);
    expect(stage.intake.events[1]).toMatchObject({ address: { chat: '5000000002' } });
    expect(stage.api.updates.pending).toHaveLength(2);
    stage.intake.release();
    expect(await Promise.all([slow.outcome, quick.outcome])).toContain('acknowledged');
  });
});
