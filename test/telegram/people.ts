import type { FakeBotApi } from './fake-bot-api.ts';
import type { FakeChat, FakeMessage } from './fake-chats.ts';
import type { Delivered } from './update-queue.ts';

interface Where {
  readonly chat?: FakeChat;
  readonly thread?: number;
  /** The message this one replies to. */
  readonly replyTo?: FakeMessage;
}

/** Entities the client or server finds in what a person writes. Offsets in UTF-16 code units. */
const entitiesIn = (text: string) =>
  [
    ...[...text.matchAll(/(?<=^|\s)\/[a-z0-9_]+(?:@\w+)?/gi)].map(found => ({ type: 'bot_command', found })),
    ...[...text.matchAll(/(?<![\w/])@\w{3,32}/g)].map(found => ({ type: 'mention', found })),
  ]
    .filter(({ type, found }) => type !== 'mention' || !/^\/\w+$/.test(text.slice(0, found.index)))
    .map(({ type, found }) => ({ type, offset: found.index, length: found[0].length }));

/** A person with a Telegram client, in front of the fake Bot API server. */
export class Person {
  readonly user: { readonly id: number; readonly is_bot: false; readonly first_name: string };
  readonly private: FakeChat;
  readonly #api: FakeBotApi;
  #files = 0;
  #callbacks = 0;

  constructor(api: FakeBotApi, id: number, name: string) {
    this.#api = api;
    this.user = { id, is_bot: false, first_name: name };
    this.private = api.chats.open(id, 'private');
  }

  writes(text: string, where: Where = {}): Delivered {
    return this.#sends({ text, entities: entitiesIn(text) }, where, text);
  }

  /** Press a button in the newest message of the chat that shows this label. */
  presses(label: string, { chat = this.private }: Where = {}): Delivered {
    for (const message of chat.messages.toReversed()) {
      const button = message.keyboard.flat().find(({ text }) => text === label);
      if (button?.callback_data !== undefined)
        return this.pressesData(button.callback_data, { chat, replyTo: message });
    }
    throw new Error(`no button ${label}`);
  }

  /** A press with any data, as a hostile client can send it. */
  pressesData(data: string, { chat = this.private, replyTo }: Where = {}): Delivered {
    this.#callbacks += 1;
    const id = `${this.user.id}${String(this.#callbacks).padStart(6, '0')}`;
    this.#api.chats.openCallbacks.add(id);
    const message = replyTo ?? chat.messages.findLast(({ fromBot }) => fromBot);
    return this.#api.updates.add({
      callback_query: {
        id,
        from: this.user,
        chat_instance: '1',
        message: message
          ? this.#api.chats.shown(chat, message)
          : // What is too old to be shown comes as an InaccessibleMessage.
            { message_id: 1, date: 0, chat: { id: chat.id, type: chat.type } },
        data,
      },
    });
  }

  sendsDocument(name: string, content: Uint8Array, caption?: string, where: Where = {}): Delivered {
    const file_id = this.#keep(content);
    const document = { file_id, file_unique_id: `u${file_id}`, file_name: name, file_size: content.length };
    return this.#sends({ document, ...(caption === undefined ? {} : { caption }) }, where, '');
  }

  /** Pictures come in several sizes; `album` binds several messages. */
  sendsPhoto(content: Uint8Array, album?: string): Delivered {
    const small = this.#keep(content.subarray(0, 100));
    const large = this.#keep(content);
    const photo = [
      { file_id: small, file_unique_id: `u${small}`, width: 90, height: 60, file_size: 100 },
      { file_id: large, file_unique_id: `u${large}`, width: 1280, height: 853, file_size: content.length },
    ];
    return this.#sends({ photo, ...(album === undefined ? {} : { media_group_id: album }) }, {}, '');
  }

  /** Any other content: voice, sticker, location … */
  sends(content: Readonly<Record<string, unknown>>, where: Where = {}): Delivered {
    return this.#sends(content, where, '');
  }

  blocksTheBot(): Delivered {
    this.private.blocked = true;
    return this.#api.updates.add({
      my_chat_member: {
        chat: { id: this.private.id, type: 'private' },
        from: this.user,
        date: this.#api.chats.now,
        old_chat_member: { user: this.#api.chats.bot, status: 'member' },
        new_chat_member: { user: this.#api.chats.bot, status: 'kicked', until_date: 0 },
      },
    });
  }

  #keep(content: Uint8Array): string {
    this.#files += 1;
    const id = `file-${this.user.id}-${this.#files}`;
    this.#api.chats.files.set(id, Buffer.from(content));
    return id;
  }

  #sends(content: Readonly<Record<string, unknown>>, where: Where, text: string): Delivered {
    const chat = where.chat ?? this.private;
    const { chats, updates } = this.#api;
    const { message_id, date } = chats.add(chat, {
      text,
      entities: [],
      keyboard: [],
      from: this.user.id,
      thread: where.thread,
    });
    const { replyTo } = where;
    return updates.add({
      message: {
        message_id,
        date,
        chat: { id: chat.id, type: chat.type },
        from: this.user,
        ...(where.thread === undefined ? {} : { message_thread_id: where.thread, is_topic_message: true }),
        ...(replyTo
          ? {
              reply_to_message: {
                message_id: replyTo.id,
                from: replyTo.fromBot ? chats.bot : { id: replyTo.from, is_bot: false, first_name: '某人' },
              },
            }
          : {}),
        ...content,
      },
    });
  }
}
