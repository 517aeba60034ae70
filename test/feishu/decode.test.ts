import { describe, expect, it } from 'vitest';
import { decode } from '../../adapters/feishu/decode.ts';
import { Event } from '../../src/model/event.ts';

const appId = 'cli_a1b2c3d4e5f60718';
const botId = 'ou_bot';
const openId = 'ou_84aad35d084aa403a838cf73ee18467';
const at = 1_795_420_800_000;

const header = (type: string, more: object = {}) => ({
  event_id: '5e3702a84e847582be8db7fb73283c02',
  event_type: type,
  create_time: String(at),
  token: 'rvaYgkND1GOiu5MM0E1rncYC6PLtF7JV',
  app_id: appId,
  tenant_key: '2ca1d211f64f6438',
  ...more,
});

const message = (content: object, more: object = {}, sender: object = {}) => ({
  schema: '2.0',
  header: header('im.message.receive_v1'),
  event: {
    sender: {
      sender_id: { union_id: 'on_8ed6aa67826108097d9ee143816345', user_id: null, open_id: openId },
      sender_type: 'user',
      tenant_key: '736588c9260f175e',
      ...sender,
    },
    message: {
      message_id: 'om_5ce6d572455d361153b7cb51da133945',
      create_time: String(at - 5),
      update_time: String(at - 5),
      chat_id: 'oc_5ce6d572455d361153b7xx51da133945',
      chat_type: 'p2p',
      message_type: 'text',
      content: JSON.stringify(content),
      user_agent: 'Mozilla/5.0 Lark/7.32',
      ...more,
    },
  },
});

const mention = (key: string, id: string, name: string) => ({
  key,
  id: { open_id: id, union_id: '', user_id: '' },
  mentioned_type: 'user',
  name,
  tenant_key: '736588c9260f175e',
});

const click = (action: object, operator: object = {}) => ({
  schema: '2.0',
  header: header('card.action.trigger', { create_time: `${at}123` }),
  event: {
    operator: {
      tenant_key: '736588c9260f175e',
      user_id: '867',
      open_id: openId,
      union_id: 'on_x',
      ...operator,
    },
    token: 'c-295ee57216a5dc9de90fefd0aadb4b1d7dxxxx',
    action: { tag: 'button', timezone: 'Asia/Shanghai', ...action },
    host: 'im_message',
    context: { open_message_id: 'om_card', open_chat_id: 'oc_group' },
  },
});

const events = (body: unknown): Event[] => {
  const decoded = decode(body, appId, botId);
  if (!Array.isArray(decoded)) throw new Error(decoded.reason);
  return decoded.map(item => {
    if (item.kind === 'file' || item.kind === 'recall') throw new Error(item.kind);
    return Event.parse(item.event);
  });
};
const reason = (body: unknown) => {
  const decoded = decode(body, appId, botId);
  return Array.isArray(decoded) ? `${decoded.length} events` : decoded.reason;
};

const person = { id: `feishu:736588c9260f175e:${openId}` };
const privateChat = { channel: 'feishu', chat: openId, kind: 'private' };

describe('messages', () => {
  it('are one event each, recognised by message_id, in the private chat of the sender', () => {
    expect(events(message({ text: '我们能申报吗？' }))).toEqual([
      {
        id: 'feishu:om_5ce6d572455d361153b7cb51da133945',
        message: 'om_5ce6d572455d361153b7cb51da133945',
        at: at - 5,
        address: privateChat,
        actor: person,
        body: { kind: 'text', text: '我们能申报吗？' },
      },
    ]);
  });

  it('have the same id under another event_id, and another id for another message', () => {
    const [first] = events(message({ text: '是' }));
    const again = {
      ...message({ text: '是' }),
      header: header('im.message.receive_v1', { event_id: 'other' }),
    };
    expect(events(again)[0]!.id).toBe(first!.id);
    expect(events(message({ text: '是' }, { message_id: 'om_next' }))[0]!.id).not.toBe(first!.id);
  });

  it('take the person from the ids, never from a name', () => {
    const named = message({ text: '是' }, {}, { sender_name: '局长' });
    expect(events(named)[0]!.actor).toEqual(person);
    const outside = message({ text: '是' }, {}, { tenant_key: 'other-tenant' });
    expect(events(outside)[0]!.actor.id).toBe(`feishu:other-tenant:${openId}`);
  });

  it('of rich text become their lines, images follow as files', () => {
    const post = {
      title: '补充材料',
      content: [
        [
          { tag: 'text', text: '见图 ', style: ['bold'] },
          { tag: 'a', text: '链接', href: 'https://example.com' },
        ],
        [{ tag: 'img', image_key: 'img_1' }],
        [{ tag: 'text', text: '完' }],
      ],
    };
    const decoded = decode(message(post, { message_type: 'post' }), appId, botId);
    expect(decoded).toMatchObject([
      { kind: 'event', event: { body: { kind: 'text', text: '补充材料\n见图 链接\n完' } } },
      {
        kind: 'file',
        file: {
          envelope: { id: 'feishu:om_5ce6d572455d361153b7cb51da133945:1' },
          attachment: { key: 'img_1', type: 'image' },
        },
      },
    ]);
  });

  it.each([
    [
      'file',
      { file_key: 'file_1', file_name: '营业执照.pdf' },
      { key: 'file_1', type: 'file', name: '营业执照.pdf' },
    ],
    ['image', { image_key: 'img_1' }, { key: 'img_1', type: 'image', name: '图片' }],
  ])('of type %s wait for their file under the id of the message', (message_type, content, attachment) => {
    expect(decode(message(content, { message_type }), appId, botId)).toMatchObject([
      { kind: 'file', file: { attachment, envelope: { id: 'feishu:om_5ce6d572455d361153b7cb51da133945' } } },
    ]);
  });

  it.each([
    ['audio', 'voice'],
    ['media', 'video'],
    ['sticker', 'sticker'],
    ['folder', 'folder'],
    ['location', 'location'],
    ['share_user', 'contact'],
    ['merge_forward', 'shared'],
    ['kind_of_next_year', 'other'],
  ])('of type %s are named as unread', (message_type, what) => {
    expect(events(message({}, { message_type }))[0]!.body).toEqual({ kind: 'unread', what });
  });

  it.each([
    ['content that is no JSON', message({}, { content: '{' })],
    ['content with a key twice', message({}, { content: '{"text":"a","text":"b"}' })],
    ['content of another type', message({ image_key: 'x' })],
    ['a post without lines', message({ zh_cn: { title: '' } }, { message_type: 'post' })],
    ['a file without its key', message({ file_name: 'a.pdf' }, { message_type: 'file' })],
  ])('that cannot be read are never left without an answer: %s', (_, body) => {
    expect(events(body)[0]!.body).toEqual({ kind: 'unread', what: 'other' });
  });

  it.each([
    [
      {
        zh_cn: { title: '', content: [[{ tag: 'text', text: '中文' }]] },
        en_us: { content: [[{ tag: 'text', text: 'x' }]] },
      },
    ],
    [
      {
        en_us: { content: [[{ tag: 'text', text: 'x' }]] },
        zh_cn: { title: null, content: [[{ tag: 'text', text: '中文' }]] },
      },
    ],
    [{ post: { zh_cn: { content: [{ tag: 'text', text: '中文' }] } } }],
    [{ title: '', content: '中文' }],
    [{ title: '中文', content: null }],
    [{ title: '', content: [[{ tag: 'text', text: null }, { text: '中文' }]] }],
  ])('are read as rich text in whatever wrapping: %j', post => {
    expect(decode(message(post, { message_type: 'post' }), appId, botId)).toMatchObject([
      { event: { body: { kind: 'text', text: '中文' } } },
    ]);
  });

  it.each([[{ tag: 'emotion', emoji_type: 'SMILE' }], [{ tag: 'img' }]])(
    'of nothing to read are named: %j',
    node => {
      const decoded = decode(message({ content: [[node]] }, { message_type: 'post' }), appId, botId);
      expect(decoded).toMatchObject([{ event: { body: { kind: 'unread', what: 'other' } } }]);
    },
  );

  it('of several pictures say that more follow, all but the last', () => {
    const post = { content: [[{ tag: 'img', image_key: 'a' }], [{ tag: 'img', image_key: 'b' }]] };
    expect(decode(message(post, { message_type: 'post' }), appId, botId)).toMatchObject([
      { file: { envelope: { more: true } } },
      { file: { envelope: expect.not.objectContaining({ more: true }) } },
    ]);
  });

  it('say something besides a video, and both are answered', () => {
    const content = [[{ tag: 'text', text: '请看' }], [{ tag: 'media', file_key: 'k' }]];
    expect(
      events(message({ title: '', content }, { message_type: 'post' })).map(({ id, body }) => [
        id.slice(-7),
        body,
      ]),
    ).toEqual([
      ['a133945', { kind: 'text', text: '请看' }],
      [':unread', { kind: 'unread', what: 'video' }],
    ]);
  });
});

describe('groups', () => {
  const inGroup = { chat_type: 'group', chat_id: 'oc_group' };
  const atBot = [mention('@_user_1', botId, '申报助手'), mention('@_user_12', 'ou_other', '李工')];

  it('are heard only when the bot is mentioned', () => {
    expect(reason(message({ text: '能申报吗' }, inGroup))).toBe('not-addressed');
    expect(
      reason(
        message(
          { text: '@_user_1 能申报吗' },
          { ...inGroup, mentions: [mention('@_user_1', 'ou_other', '李工')] },
        ),
      ),
    ).toBe('not-addressed');
    expect(
      decode(message({ text: '@_user_1 能申报吗' }, { ...inGroup, mentions: atBot }), appId, null),
    ).toMatchObject({
      reason: 'not-addressed',
    });
  });

  it('lose our own mention and keep the names of others', () => {
    const [event] = events(
      message({ text: '@_user_1 和 @_user_12 能申报吗' }, { ...inGroup, mentions: atBot }),
    );
    expect(event).toMatchObject({
      address: {
        channel: 'feishu',
        chat: 'oc_group',
        kind: 'group',
        thread: 'om_5ce6d572455d361153b7cb51da133945',
      },
      body: { kind: 'text', text: '和 @李工 能申报吗' },
    });
  });

  it('keep the thread of a topic', () => {
    const inTopic = {
      ...inGroup,
      mentions: atBot,
      root_id: 'om_head',
      parent_id: 'om_x',
      thread_id: 'omt_1',
    };
    expect(events(message({ text: '@_user_1 好' }, inTopic))[0]!.address.thread).toBe('om_head');
  });
});

describe('clicks', () => {
  it('are presses by whoever clicked, recognised by event_id, in microseconds', () => {
    expect(events(click({ value: { t: 'abc_1', c: 'p' } }))).toEqual([
      {
        id: 'feishu:5e3702a84e847582be8db7fb73283c02',
        at,
        address: privateChat,
        actor: person,
        body: { kind: 'press', token: 'abc_1', message: 'om_card' },
      },
    ]);
  });

  it('of a forwarded or shared card belong to the operator, whatever the card says', () => {
    const [event] = events(
      click({ value: { t: 'abc_1', c: 'p' } }, { open_id: 'ou_stranger', tenant_key: 'else' }),
    );
    expect(event).toMatchObject({
      actor: { id: 'feishu:else:ou_stranger' },
      address: { chat: 'ou_stranger' },
    });
  });

  it('in a group stay in its thread', () => {
    expect(events(click({ value: { t: 'abc_1', c: 'g', h: 'om_head' } }))[0]!.address).toEqual({
      channel: 'feishu',
      chat: 'oc_group',
      kind: 'group',
      thread: 'om_head',
    });
  });

  it('of a form carry every field it asked for', () => {
    const value = {
      f: 'prompt9',
      n: [
        ['unitName', '单位名称'],
        ['partners.0.name', '名称'],
        ['phone', '联系电话'],
      ],
      c: 'p',
    };
    const body = click({
      value,
      name: 'submit',
      form_value: { f0: '某某公司', f1: '乙\ud800方', f9: '多余' },
    });
    expect(events(body)[0]!.body).toEqual({
      kind: 'form',
      prompt: 'prompt9',
      values: { unitName: '某某公司', 'partners.0.name': '乙\ufffd方', phone: '' },
      message: 'om_card',
    });
  });
});

describe('other events', () => {
  const entered = (last: string) => ({
    schema: '2.0',
    header: header('im.chat.access_event.bot_p2p_chat_entered_v1'),
    event: {
      chat_id: 'oc_p2p',
      operator_id: { open_id: openId, union_id: 'on_x', user_id: null },
      last_message_id: last && 'om_last',
      last_message_create_time: last,
    },
  });

  it('greet who opens the chat for the first time or after a day', () => {
    expect(events(entered(''))[0]).toMatchObject({ address: privateChat, body: { kind: 'enter' } });
    expect(events(entered(String(at - 25 * 3_600_000)))[0]).toMatchObject({ body: { kind: 'enter' } });
    expect(reason(entered(String(at - 3_600_000)))).toBe('back-soon');
  });

  it('greet a group that we were added to', () => {
    const added = {
      schema: '2.0',
      header: header('im.chat.member.bot.added_v1'),
      event: { chat_id: 'oc_group', operator_id: { open_id: openId }, external: false, name: '申报群' },
    };
    expect(events(added)[0]).toMatchObject({
      address: { channel: 'feishu', chat: 'oc_group', kind: 'group' },
      actor: { id: `feishu:${header('x').tenant_key}:${openId}` },
      body: { kind: 'enter' },
    });
  });

  it.each([
    ['eligibility', '资格自测'],
    ['apply', '开始填报'],
    ['faq', '政策问答'],
    ['progress', '我的进度'],
    ['contacts', '联系科室'],
    ['human', '转人工'],
    ['todo', '/待办'],
    ['something_else', '菜单'],
  ])('take menu entry %s for the words %s', (event_key, text) => {
    const body = {
      schema: '2.0',
      header: header('application.bot.menu_v6'),
      event: {
        operator: { operator_name: '张工', operator_id: { open_id: openId, union_id: 'on_x', user_id: 'x' } },
        event_key,
        timestamp: 1669364458,
      },
    };
    expect(events(body)[0]).toMatchObject({ address: privateChat, body: { kind: 'text', text } });
  });
});

describe('nothing', () => {
  it.each<[string, unknown, string]>([
    ['no object', 'x', 'malformed'],
    ['null', null, 'malformed'],
    ['an event of schema 1', { ...message({ text: 'x' }), schema: '1.0' }, 'malformed'],
    [
      'an event of another app',
      { ...message({ text: 'x' }), header: header('im.message.receive_v1', { app_id: 'cli_0' }) },
      'other-app',
    ],
    ['a type nobody asked for', { ...message({}), header: header('im.chat.updated_v1') }, 'unknown-type'],
    ['a message of a bot', message({ text: 'x' }, {}, { sender_type: 'app' }), 'from-a-bot'],
    ['a button value that is a string', click({ value: 'abc_1' }), 'malformed'],
    ['a button value that is not ours', click({ value: { action: 'approve' } }), 'malformed'],
    ['a token with foreign signs', click({ value: { t: 'a b', c: 'p' } }), 'malformed'],
    [
      'a button value with more in it',
      click({ value: { t: 'abc_1', c: 'p', actor: 'ou_boss' } }),
      'malformed',
    ],
    [
      'a form value that is no text',
      click({ value: { f: 'p', n: [['a', 'A']], c: 'p' }, form_value: { f0: ['x'] } }),
      'malformed',
    ],
    [
      'a time in words',
      { ...message({ text: 'x' }), header: header('im.message.receive_v1', { create_time: 'now' }) },
      'malformed',
    ],
  ])('follows from %s', (_, body, why) => {
    expect(reason(body)).toBe(why);
  });
});
