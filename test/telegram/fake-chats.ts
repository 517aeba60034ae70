import type { Entity } from './telegram-html.ts';

export interface FakeButton {
  readonly text: string;
  readonly callback_data?: string | undefined;
  readonly url?: string | undefined;
  readonly style?: string | undefined;
}

export interface FakeMessage {
  readonly id: number;
  readonly fromBot: boolean;
  /** Telegram user id of the sender. */
  readonly from: number;
  text: string;
  entities: readonly Entity[];
  keyboard: readonly (readonly FakeButton[])[];
  readonly file: { readonly name: string; readonly content: Buffer } | undefined;
  readonly thread: number | undefined;
  /** Seconds since 1970. */
  readonly date: number;
  edits: number;
}

export interface FakeChat {
  readonly id: number;
  readonly type: 'private' | 'group' | 'supergroup';
  readonly messages: FakeMessage[];
  /** Private: the person blocked the bot. Group: the bot was removed. */
  blocked: boolean;
  migratedTo: number | undefined;
}

type Content = Pick<FakeMessage, 'text' | 'entities' | 'keyboard'> &
  Partial<Pick<FakeMessage, 'file' | 'thread' | 'from'>>;

/** Chats and files behind the fake Bot API server. Time stands still unless a test moves it. */
export class FakeChats {
  readonly bot = {
    id: 987654,
    is_bot: true,
    first_name: '申报助手',
    username: 'wanzhou_shenbao_bot',
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
  };
  /** Callback queries that may still be answered. */
  readonly openCallbacks = new Set<string>();
  /** Content by file id (what people sent) and by download path. */
  readonly files = new Map<string, Buffer>();
  readonly paths = new Map<string, Buffer>();
  /** Seconds since 1970. */
  now = Date.parse('2026-11-23T08:00:00Z') / 1000;
  readonly #chats = new Map<string, FakeChat>();
  #listeners: (() => void)[] = [];

  open(id: number, type: FakeChat['type']): FakeChat {
    const known = this.#chats.get(String(id));
    if (known) return known;
    const chat: FakeChat = { id, type, messages: [], blocked: false, migratedTo: undefined };
    this.#chats.set(String(id), chat);
    return chat;
  }

  find(id: string): FakeChat | undefined {
    return this.#chats.get(id);
  }

  /** Put a message into a chat; returns what the Bot API answers. */
  add(chat: FakeChat, content: Content) {
    const message: FakeMessage = {
      file: undefined,
      thread: undefined,
      ...content,
      id: (chat.messages.at(-1)?.id ?? 0) + 1,
      fromBot: content.from === undefined,
      from: content.from ?? this.bot.id,
      date: this.now,
      edits: 0,
    };
    chat.messages.push(message);
    this.changed();
    return this.shown(chat, message);
  }

  change(chat: FakeChat, message: FakeMessage, content: Omit<Content, 'from'>) {
    Object.assign(message, content);
    message.edits += 1;
    this.changed();
    return this.shown(chat, message);
  }

  /** A message as the Bot API shows it. */
  shown(chat: FakeChat, message: FakeMessage) {
    return {
      message_id: message.id,
      date: message.date,
      chat: { id: chat.id, type: chat.type },
      ...(message.thread === undefined ? {} : { message_thread_id: message.thread, is_topic_message: true }),
      ...(message.file ? { caption: message.text } : { text: message.text, entities: message.entities }),
      ...(message.keyboard.length > 0 ? { reply_markup: { inline_keyboard: message.keyboard } } : {}),
    };
  }

  /** Resolves as soon as `check` gives something, now or after a change in any chat or a call. */
  async until<T>(check: () => T | undefined | false): Promise<T> {
    for (;;) {
      const found = check();
      if (found) return found;
      await new Promise<void>(resolve => {
        this.#listeners.push(resolve);
      });
    }
  }

  /** Let everyone who waits in `until` look again. */
  changed(): void {
    for (const listener of this.#listeners.splice(0)) listener();
  }
}
