import { describe, expect, it } from 'vitest';
import { type Decoded, decode } from '../../adapters/telegram/decode.ts';
import { Update } from '../../adapters/telegram/update.ts';
import { Event } from '../../src/model/event.ts';

const identity = { id: 42, username: 'wanzhou_shenbao_bot' };
const now = Date.parse('2026-11-23T08:00:00Z');
const zhang = { id: 5000000001, is_bot: false, first_name: '张', last_name: '工' };
const privateChat = { id: 5000000001, type: 'private' };
const group = { id: -1001234567890, type: 'supergroup' };

const decoded = (content: object, options: { refusePersonalData?: boolean } = {}): Decoded =>
  decode(Update.parse({ update_id: 77, ...content }), {
    identity,
    now,
    refusePersonalData: false,
    ...options,
  });

const message = (content: object) => ({
  message: { message_id: 9, date: 1_790_000_000, chat: privateChat, from: zhang, ...content },
});
const inGroup = (content: object) => message({ chat: group, ...content });
const mention = (text: string) => ({
  text,
  entities: [{ type: 'mention', offset: text.indexOf('@'), length: '@wanzhou_shenbao_bot'.length }],
});

const bodyOf = (result: Decoded): unknown =>
  result.kind === 'event' || result.kind === 'press' ? result.event.body : result.kind;

describe('decode, in private chat', () => {
  it('gives an event of the person and chat, with an id of bot and update and the time of writing', () => {
    const result = decoded(message({ text: ' 我们能申报吗？ ' }));
    expect(result).toEqual({
      kind: 'event',
      event: {
        id: 'telegram:42:77',
        message: '9',
        at: 1_790_000_000_000,
        address: { channel: 'telegram', chat: '5000000001', kind: 'private' },
        actor: { id: 'telegram:5000000001', name: '张 工' },
        body: { kind: 'text', text: '我们能申报吗？' },
      },
    });
  });

  it.each([
    ['/start', { kind: 'enter' }],
    ['/start wanzhou-2022', { kind: 'enter', payload: 'wanzhou-2022' }],
    ['/start go_apply', { kind: 'text', text: '开始填报' }],
    ['/start go_nonsense', { kind: 'enter', payload: 'go_nonsense' }],
    ['/check', { kind: 'text', text: '资格自测' }],
    ['/apply@Wanzhou_Shenbao_Bot', { kind: 'text', text: '开始填报' }],
    ['/STATUS', { kind: 'text', text: '我的进度' }],
    ['/help 详细', { kind: 'text', text: '帮助' }],
    ['/bind 7QF3-ABCD', { kind: 'text', text: '/绑定 7QF3-ABCD' }],
    ['/绑定 7QF3-ABCD', { kind: 'text', text: '/绑定 7QF3-ABCD' }],
    ['/unknown', { kind: 'text', text: '/unknown' }],
    ['/check@other_bot', { kind: 'text', text: '/check@other_bot' }],
  ])('%s', (text, body) => {
    expect(bodyOf(decoded(message({ text })))).toEqual(body);
  });

  it('takes a document with its caption, and the largest of the sizes of a photo', () => {
    const document = { file_id: 'D', file_unique_id: 'u', file_name: '执照.pdf', file_size: 10 };
    expect(decoded(message({ document, caption: ' 营业执照 ' }))).toMatchObject({
      kind: 'file',
      file: { fileId: 'D', name: '执照.pdf', declared: 10, caption: '营业执照' },
    });
    const photo = [
      { file_id: 'S', file_unique_id: 's', width: 90, height: 60 },
      { file_id: 'L', file_unique_id: 'l', width: 1280, height: 853, file_size: 99 },
    ];
    expect(decoded(message({ photo }))).toMatchObject({ kind: 'file', file: { fileId: 'L', declared: 99 } });
  });

  it.each([
    [{ voice: { file_id: 'v' } }, 'voice'],
    [{ sticker: { file_id: 's' } }, 'sticker'],
    [{ venue: {}, location: { latitude: 1, longitude: 1 } }, 'location'],
    [{ dice: { value: 3 } }, 'dice'],
    [{ poll: { id: '1' } }, 'poll'],
    [{ story: { id: 1 } }, 'story'],
    [{ web_app_data: { data: '{}' } }, 'other'],
    [{ content_of_next_year: {} }, 'other'],
  ])('names content it cannot read: %o', (content, what) => {
    expect(bodyOf(decoded(message(content)))).toEqual({ kind: 'unread', what });
  });

  it.each(['pinned_message', 'write_access_allowed', 'message_auto_delete_timer_changed'])(
    'leaves out what Telegram itself says: %s',
    key => {
      expect(decoded(message({ [key]: {} })).kind).toBe('ignored');
    },
  );

  it.each([
    [{ video: {} }, 'video'],
    [{ voice: {} }, 'voice'],
    [{ animation: {}, document: { file_id: 'A', file_unique_id: 'a' } }, 'animation'],
  ])('names what came with words, and hears the words: %o', (content, what) => {
    expect(bodyOf(decoded(message({ ...content, caption: '这是生产线' })))).toEqual({
      kind: 'unread',
      what,
      caption: '这是生产线',
    });
  });

  it('knows the pictures of one album, each chat by itself', () => {
    const photo = [{ file_id: 'S', file_unique_id: 's', width: 90, height: 60 }];
    expect(decoded(message({ photo, media_group_id: '136' }))).toMatchObject({
      kind: 'file',
      file: { album: '5000000001 136' },
    });
  });

  it('takes new words beside a file as an edit', () => {
    const document = { file_id: 'D', file_unique_id: 'u' };
    const edited_message = {
      ...message({ document, caption: '推荐意见' }).message,
      edit_date: 1_661_997_700,
    };
    expect(decoded({ edited_message })).toMatchObject({
      event: { body: { kind: 'edited', text: '推荐意见' } },
    });
  });

  it('takes an edit as what the message says now', () => {
    const edited_message = { ...message({ text: ' 13900000000 ' }).message, edit_date: 1_661_997_700 };
    expect(decoded({ edited_message })).toMatchObject({
      event: { message: '9', at: 1_661_997_700_000, body: { kind: 'edited', text: '13900000000' } },
    });
  });

  it('knows which question a quoted reply is for by the buttons under it', () => {
    const reply_to_message = {
      from: { id: 987654, is_bot: true },
      reply_markup: { inline_keyboard: [[{ text: '跳过', callback_data: 'PROMPT1_0' }]] },
    };
    expect(bodyOf(decoded(message({ text: '智能装备', reply_to_message })))).toEqual({
      kind: 'text',
      text: '智能装备',
      prompt: 'PROMPT1',
    });
  });

  it('names her own message that she replies to', () => {
    const own = (from: number) => ({ message_id: 77, from: { id: from, is_bot: false }, text: '张三' });
    const { from } = message({}).message as { from: { id: number } };
    expect(bodyOf(decoded(message({ text: '李四', reply_to_message: own(from.id) })))).toEqual({
      kind: 'text',
      text: '李四',
      repliesTo: '77',
    });
    expect(bodyOf(decoded(message({ text: '李四', reply_to_message: own(5) })))).not.toHaveProperty(
      'repliesTo',
    );
  });

  it('hands over the words of ours that are quoted, for when no button is left under them', () => {
    const reply_to_message = { from: { id: 42, is_bot: true }, text: '请填写法人代表姓名。' };
    expect(bodyOf(decoded(message({ text: '张三', reply_to_message })))).toEqual({
      kind: 'text',
      text: '张三',
      quotes: '请填写法人代表姓名。',
    });
    const another = { from: { id: 5 }, text: '谁的' };
    expect(bodyOf(decoded(message({ text: '张三', reply_to_message: another })))).toEqual({
      kind: 'text',
      text: '张三',
    });
  });

  it('greets a group that the bot was added to', () => {
    const my_chat_member = {
      chat: group,
      from: zhang,
      date: 1,
      old_chat_member: { status: 'left' },
      new_chat_member: { status: 'member' },
    };
    expect(bodyOf(decoded({ my_chat_member }))).toEqual({ kind: 'enter' });
  });

  it('answers an administrator who writes in the name of the group', () => {
    const from = { id: 1_087_968_824, is_bot: true, first_name: 'Group' };
    const text = `/contacts@${identity.username}`;
    expect(bodyOf(decoded(inGroup({ text, from, sender_chat: { id: group.id } })))).toMatchObject({
      kind: 'text',
    });
  });

  it('turns a block of the bot into an undelivered event, and leaves other changes out', () => {
    const change = (status: string) => ({
      my_chat_member: { chat: privateChat, from: zhang, date: 1, new_chat_member: { status } },
    });
    expect(bodyOf(decoded(change('kicked')))).toEqual({
      kind: 'undelivered',
      message: '',
      reason: 'blocked',
    });
    expect(decoded(change('member')).kind).toBe('ignored');
  });

  it('marks every event when personal data are refused here', () => {
    const result = decoded(message({ text: '您好' }), { refusePersonalData: true });
    expect(result).toMatchObject({ kind: 'event', event: { policies: ['no-personal-data'] } });
  });
});

describe('decode, of presses', () => {
  const press = (data: string | undefined, chat: object = privateChat) => ({
    callback_query: { id: 'cb1', from: zhang, data, message: { message_id: 5, date: 0, chat } },
  });

  it('gives the token, the message, and the presser as the actor', () => {
    const result = decoded(press('abc_0', group));
    expect(result).toMatchObject({
      kind: 'press',
      query: { id: 'cb1' },
      event: {
        at: now,
        actor: { id: 'telegram:5000000001' },
        address: { chat: '-1001234567890', kind: 'group' },
        body: { kind: 'press', token: 'abc_0', message: '5' },
      },
    });
  });

  it.each(['', 'a b', 'x'.repeat(41), '../../etc', '同意', undefined])(
    'refuses data that is no token: %s',
    data => {
      expect(decoded(press(data))).toMatchObject({ kind: 'ignored', callback: 'cb1' });
    },
  );
});

describe('decode, in groups', () => {
  it.each<[string, object, unknown]>([
    ['ordinary talk', { text: '今天开会吗' }, 'ignored'],
    [
      'somebody else mentioned',
      { text: '@zhang 看一下', entities: [{ type: 'mention', offset: 0, length: 6 }] },
      'ignored',
    ],
    ['a command to another bot', { text: '/check@other_bot' }, 'ignored'],
    ['a file', { document: { file_id: 'D', file_unique_id: 'u' } }, 'ignored'],
    [
      'a file with a mention',
      {
        document: { file_id: 'D', file_unique_id: 'u' },
        caption: '@wanzhou_shenbao_bot',
        caption_entities: [{ type: 'mention', offset: 0, length: 20 }],
      },
      'ignored',
    ],
    ['a command', { text: '/check' }, { kind: 'text', text: '资格自测' }],
    [
      'a question with a mention',
      mention('@wanzhou_shenbao_bot 截止到什么时候？'),
      { kind: 'text', text: '截止到什么时候？' },
    ],
    [
      'a mention at the end',
      mention('截止到什么时候？@wanzhou_shenbao_bot'),
      { kind: 'text', text: '截止到什么时候？' },
    ],
    ['a mention alone', mention('@wanzhou_shenbao_bot'), { kind: 'enter' }],
    [
      'a typed staff command with a mention',
      mention('/待办@wanzhou_shenbao_bot'),
      { kind: 'text', text: '/待办' },
    ],
    [
      'a reply to the bot',
      { text: '是', reply_to_message: { from: { id: 42, is_bot: true } } },
      { kind: 'text', text: '是' },
    ],
    ['a reply to somebody else', { text: '是', reply_to_message: { from: zhang } }, 'ignored'],
    ['an anonymous administrator', { text: '/check', sender_chat: { id: 1 } }, 'ignored'],
    ['another bot', { text: '/check', from: { id: 7, is_bot: true } }, 'ignored'],
  ])('%s', (_, content, expected) => {
    expect(bodyOf(decoded(inGroup(content)))).toEqual(expected);
  });

  it('leads to private chat for what concerns a person’s own application', () => {
    expect(decoded(inGroup({ text: '/apply@wanzhou_shenbao_bot' }))).toMatchObject({
      kind: 'private-only',
      link: 'https://t.me/wanzhou_shenbao_bot?start=go_apply',
    });
  });

  it('keeps the topic, and only where there are topics', () => {
    const topic = { text: '/check', message_thread_id: 12, is_topic_message: true };
    expect(decoded(inGroup(topic))).toMatchObject({ event: { address: { thread: '12' } } });
    const reply = { text: '/check', message_thread_id: 12 };
    expect(decoded(inGroup(reply))).not.toHaveProperty('event.address.thread');
  });

  it('follows a supergroup migration', () => {
    const chat = { id: -100, type: 'group' };
    expect(decoded(inGroup({ chat, migrate_to_chat_id: -1001234567890 }))).toEqual({
      kind: 'migrated',
      from: '-100',
      to: '-1001234567890',
    });
  });
});

describe('every decoded event', () => {
  it('passes the schema and survives the wire', () => {
    for (const content of [message({ text: 'a' }), inGroup({ text: '/check' }), message({ voice: {} })]) {
      const result = decoded(content);
      if (result.kind !== 'event') throw new Error('no event');
      expect(Event.parse(JSON.parse(JSON.stringify(result.event)))).toEqual(result.event);
    }
  });
});
