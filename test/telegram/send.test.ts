import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { outFile } from '../support/out-file.ts';
import type { CallFault } from './fake-bot-api.ts';
import { runStage, type Stage, setStage, toChat, words } from './setup.ts';

const seen = ({ zhang }: Stage) => zhang.private.messages.filter(({ fromBot }) => fromBot);
const refuse = (code: number, description: string, retryAfter?: number): CallFault => ({
  kind: 'refuse',
  code,
  description,
  ...(retryAfter === undefined ? {} : { retryAfter }),
});

describe('what a failed send is called', () => {
  it.each<[string, CallFault, object]>([
    [
      '429',
      refuse(429, 'Too Many Requests: retry after 31', 31),
      { kind: 'retry', afterSeconds: 31, asked: true },
    ],
    ['blocked', refuse(403, 'Forbidden: bot was blocked by the user'), { kind: 'unreachable' }],
    ['deactivated', refuse(403, 'Forbidden: user is deactivated'), { kind: 'unreachable' }],
    ['kicked', refuse(403, 'Forbidden: bot was kicked from the supergroup chat'), { kind: 'unreachable' }],
    [
      'never started',
      refuse(403, "Forbidden: bot can't initiate conversation with a user"),
      { kind: 'unreachable' },
    ],
    ['no such chat', refuse(400, 'Bad Request: chat not found'), { kind: 'unreachable' }],
    ['no right to write', refuse(400, 'Bad Request: CHAT_WRITE_FORBIDDEN'), { kind: 'unreachable' }],
    ['markup too long', refuse(400, 'Bad Request: reply markup is too long'), { kind: 'rejected' }],
    ['bad button', refuse(400, 'Bad Request: BUTTON_DATA_INVALID'), { kind: 'rejected' }],
    ['anything new', refuse(400, 'Bad Request: SOMETHING_NEW'), { kind: 'rejected' }],
    ['500', refuse(500, 'Internal Server Error'), { kind: 'unknown' }],
    ['502 of a proxy', { kind: 'html', status: 502 }, { kind: 'unknown' }],
    ['connection cut before an answer', { kind: 'reset' }, { kind: 'unknown' }],
    ['answer lost', { kind: 'lost-reply' }, { kind: 'unknown' }],
    ['token revoked', refuse(401, 'Unauthorized'), { kind: 'down', afterSeconds: 300 }],
  ])('%s', async (_, fault, expected) => {
    const { api, channel, zhang } = await runStage();
    api.fail('sendMessage', fault);
    expect(await channel.send(toChat(zhang.user.id, { blocks: words('您好') }))).toMatchObject(expected);
  });

  it('is a retry, later each time, while no connection can be made', async () => {
    const { api, channel } = await setStage();
    await api.stop();
    const waits = [];
    for (const attempts of [0, 1, 2, 10]) {
      const result = await channel.send(toChat(1, { blocks: words('x') }, { attempts }));
      waits.push(result.kind === 'retry' && result.afterSeconds);
    }
    expect(waits).toEqual([1, 2, 4, 60]);
    await api.start();
  });

  it('says in health when Telegram no longer knows the token', async () => {
    const { api, channel, zhang } = await runStage();
    api.fail('sendMessage', refuse(401, 'Unauthorized'));
    await channel.send(toChat(zhang.user.id, { blocks: words('您好') }));
    expect(channel.health()).toMatchObject({ state: 'degraded', detail: 'telegram 401: Unauthorized' });
  });
});

describe('sending', () => {
  it('falls back to the same words without markup when Telegram cannot parse them', async () => {
    const stage = await runStage();
    stage.api.fail('sendMessage', refuse(400, "Bad Request: can't parse entities: Unsupported start tag"));
    const heading = toChat(stage.zhang.user.id, { blocks: [{ kind: 'heading', text: 'a < b' }] });
    expect(await stage.channel.send(heading)).toMatchObject({ kind: 'sent' });
    expect(seen(stage)).toMatchObject([{ text: 'a < b', entities: [] }]);
  });

  it('goes on where a rate limit stopped a message in several parts, so that nothing comes twice', async () => {
    const stage = await runStage();
    const long = toChat(stage.zhang.user.id, { blocks: words('一二三四五六七八九。'.repeat(1000)) });
    const calls = () => stage.api.calls.filter(({ method }) => method === 'sendMessage').length;
    const send = stage.channel.send(long);
    await stage.api.chats.until(() => seen(stage).length === 1);
    stage.api.fail('sendMessage', refuse(429, 'Too Many Requests: retry after 40', 40));
    expect(await send).toMatchObject({ kind: 'retry', afterSeconds: 40 });
    const before = calls();
    expect(await stage.channel.send({ ...long, attempts: 1 })).toMatchObject({ kind: 'sent', ref: '1' });
    expect(calls() - before).toBe(2);
    expect(
      seen(stage)
        .map(({ text }) => text)
        .join(''),
    ).toBe('一二三四五六七八九。'.repeat(1000));
  });

  it('puts a short text under the file it belongs to, and a long one before it', async () => {
    const stage = await runStage();
    const path = join(stage.dataDir, 'a.docx');
    writeFileSync(path, 'content');
    const files = [outFile('申请书;"x".docx', path, 7)];
    await stage.channel.send(toChat(stage.zhang.user.id, { blocks: words('申请书') }, { files }));
    await stage.channel.send(toChat(stage.zhang.user.id, { blocks: words('长'.repeat(1500)) }, { files }));
    expect(seen(stage).map(({ text, file }) => [text.length, file?.name])).toEqual([
      [3, '申请书__x_.docx'],
      [1500, undefined],
      [0, '申请书__x_.docx'],
    ]);
  });

  it('refuses a file above 50 MB before reading it', async () => {
    const { channel } = await runStage();
    const files = [outFile('a.pdf', '/nonexistent', 51 * 1024 * 1024)];
    expect(await channel.send(toChat(1, {}, { files }))).toMatchObject({ kind: 'rejected' });
  });

  it('follows a group that became a supergroup, and remembers', async () => {
    const { api, channel } = await runStage();
    const old = api.chats.open(-100, 'group');
    const moved = api.chats.open(-1_001_234, 'supergroup');
    old.migratedTo = moved.id;
    for (const text of ['一', '二']) {
      expect(await channel.send(toChat(-100, { blocks: words(text) }))).toMatchObject({ kind: 'sent' });
    }
    expect(moved.messages.map(({ text }) => text)).toEqual(['一', '二']);
    expect(api.calls.filter(({ params }) => params.chat_id === '-100')).toHaveLength(1);
  });

  it('answers in the topic', async () => {
    const { api, channel } = await runStage();
    const group = api.chats.open(-1_001, 'supergroup');
    const outgoing = toChat(-1_001, { blocks: words('收到') });
    const to = { ...outgoing.message.to, thread: '12' };
    await channel.send({ ...outgoing, message: { ...outgoing.message, to } });
    expect(group.messages).toMatchObject([{ thread: 12 }]);
  });
});

describe('a message whose answer was lost', () => {
  const send = async (fault: CallFault, between?: (stage: Stage) => Promise<void>) => {
    const stage = await runStage();
    await stage.zhang.writes('您好').outcome;
    const first = toChat(stage.zhang.user.id, {
      blocks: words('问题'),
      choices: [{ token: 'a', label: '是' }],
    });
    stage.api.fail('sendMessage', fault);
    expect((await stage.channel.send(first)).kind).toBe('unknown');
    await between?.(stage);
    const repeat = { ...first.message, blocks: [...words('（重发）'), ...first.message.blocks] };
    expect((await stage.channel.send({ ...first, repeat, attempts: 1 })).kind).toBe('sent');
    return seen(stage).map(({ text }) => text);
  };

  it.each<[string, CallFault]>([
    ['reset before it was carried out', { kind: 'reset' }],
    ['a 502 page of a proxy', { kind: 'html', status: 502 }],
    ['reset after it was carried out', { kind: 'lost-reply' }],
  ])('arrives once: %s', async (_, fault) => {
    expect(await send(fault)).toEqual(['问题']);
  });

  it('says that it may be a repeat where too much has happened since to look for it', async () => {
    const texts = await send({ kind: 'reset' }, async ({ zhang }) => {
      for (let n = 0; n < 14; n += 1) await zhang.writes(`${n}`).outcome;
    });
    expect(texts).toEqual(['（重发）\n\n问题']);
  });

  it('comes with the repeat said by a process that knows nothing of the first', async () => {
    const stage = await runStage();
    const first = toChat(stage.zhang.user.id, { blocks: words('问题') });
    const repeat = { ...first.message, blocks: [...words('（重发）'), ...first.message.blocks] };
    expect((await stage.channel.send({ ...first, repeat })).kind).toBe('sent');
    expect(seen(stage).map(({ text }) => text)).toEqual(['（重发）\n\n问题']);
  });
});

describe('a topic that takes nothing', () => {
  const inTopic = (text: string) => {
    const outgoing = toChat(-1_001, { blocks: words(text) });
    return { ...outgoing, message: { ...outgoing.message, to: { ...outgoing.message.to, thread: '12' } } };
  };
  /** Where two answers go when the first is refused in the topic with these words. */
  const places = async (description: string) => {
    const { api, channel } = await runStage();
    const group = api.chats.open(-1_001, 'supergroup');
    api.fail('sendMessage', refuse(400, description));
    for (const text of ['一', '二']) expect((await channel.send(inTopic(text))).kind).toBe('sent');
    return group.messages.map(({ text, thread }) => [text, thread]);
  };

  it.each([
    'Bad Request: message thread not found',
    'Bad Request: TOPIC_DELETED',
    'Bad Request: TOPIC_ID_INVALID',
  ])('leaves the answer to the chat itself, and is not tried again: %s', async description => {
    expect(await places(description)).toEqual([
      ['一', undefined],
      ['二', undefined],
    ]);
  });

  it('is tried again when it was only closed', async () => {
    expect(await places('Bad Request: TOPIC_CLOSED')).toEqual([
      ['一', undefined],
      ['二', 12],
    ]);
  });

  it('is given up where the chat itself is closed too', async () => {
    const { api, channel } = await runStage();
    api.chats.open(-1_001, 'supergroup');
    api.fail('sendMessage', refuse(400, 'Bad Request: TOPIC_CLOSED'));
    api.fail('sendMessage', refuse(400, 'Bad Request: TOPIC_CLOSED'));
    expect((await channel.send(inTopic('一'))).kind).toBe('unreachable');
  });
});

describe('what Telegram says of a receiver', () => {
  it.each([
    [400, 'Bad Request: chat not found', 'unreachable'],
    [403, 'Forbidden: bot was blocked by the user', 'unreachable'],
    [403, 'Forbidden: bot was kicked from the supergroup chat', 'unreachable'],
    [403, 'Forbidden: user is deactivated', 'unreachable'],
    [400, 'Bad Request: not enough rights to send text messages to the chat', 'unreachable'],
    [400, 'Bad Request: TOPIC_CLOSED', 'unreachable'],
    [400, 'Bad Request: BUTTON_DATA_INVALID', 'rejected'],
    [429, 'Too Many Requests: retry after 3', 'retry'],
    [401, 'Unauthorized', 'down'],
    [500, 'Internal Server Error', 'unknown'],
  ])('%i %s: %s', async (code, description, kind) => {
    const { api, channel, zhang } = await runStage();
    api.fail('sendMessage', refuse(code, description));
    expect((await channel.send(toChat(zhang.user.id, { blocks: words('一') }))).kind).toBe(kind);
  });
});

describe('changing an earlier message', () => {
  const card = (stage: Stage, text: string, replaces?: string, attempts = 0) =>
    stage.channel.send(
      toChat(
        stage.zhang.user.id,
        {
          card: 'case',
          blocks: words(text),
          choices: text === '待审' ? [{ token: 'a', label: '通过' }] : [],
        },
        { ...(replaces ? { replaces } : {}), attempts },
      ),
    );

  it('takes its buttons away when the new one has none', async () => {
    const stage = await runStage();
    await card(stage, '待审');
    expect(seen(stage)[0]!.keyboard.flat()).toHaveLength(1);
    await card(stage, '已通过', '1');
    expect(seen(stage)).toMatchObject([{ text: '已通过', keyboard: [] }]);
  });

  it('counts "not modified" as done and a lost answer as a retry, because an edit can be repeated', async () => {
    const stage = await runStage();
    await card(stage, '待审');
    stage.api.fail('editMessageText', { kind: 'lost-reply' });
    expect(await card(stage, '已通过', '1')).toMatchObject({ kind: 'retry' });
    expect(await card(stage, '已通过', '1', 1)).toEqual({ kind: 'sent', ref: '1' });
    expect(seen(stage)).toMatchObject([{ text: '已通过', edits: 1 }]);
  });

  it('edits the pressed message for a card and for a quiet message, and writes anew for anything else', async () => {
    const stage = await runStage();
    await card(stage, '待审');
    const send = (message: object) =>
      stage.channel.send(toChat(stage.zhang.user.id, { pressed: '1', ...message }));
    await send({ card: 'case', blocks: words('甲') });
    expect(seen(stage).map(({ text }) => text)).toEqual(['甲']);
    await send({ quiet: true, blocks: words('乙') });
    expect(seen(stage).map(({ text }) => text)).toEqual(['乙']);
    await send({ blocks: words('丙') });
    expect(seen(stage).map(({ text }) => text)).toEqual(['乙', '丙']);
  });

  it('writes a card anew that asks for a decision out of turn, because a change rings no bell', async () => {
    const stage = await runStage();
    await card(stage, '待审');
    const choices = [{ token: 'b', label: '论证通过', style: 'primary' as const }];
    const next = (pressed?: string) =>
      stage.channel.send(
        toChat(
          stage.zhang.user.id,
          { card: 'case', blocks: words('专家论证'), choices, ...(pressed ? { pressed } : {}) },
          { replaces: '1' },
        ),
      );
    expect(await next()).toEqual({ kind: 'sent', ref: '2' });
    expect(seen(stage).map(({ text, keyboard }) => [text, keyboard.flat().length])).toEqual([
      ['待审', 0],
      ['专家论证', 1],
    ]);
    expect(await next('1')).toEqual({ kind: 'sent', ref: '1' });
    expect(seen(stage).map(({ text }) => text)).toEqual(['专家论证', '专家论证']);
  });

  it('drops a quiet change of a message that is gone', async () => {
    const stage = await runStage();
    const gone = toChat(stage.zhang.user.id, { quiet: true, pressed: '99', blocks: words('已选') });
    expect(await stage.channel.send(gone)).toMatchObject({ kind: 'sent' });
    expect(seen(stage)).toEqual([]);
  });
});
