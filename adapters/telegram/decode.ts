import type { Address } from '../../src/model/address.ts';
import type { Event, EventBody, UnreadKind } from '../../src/model/event.ts';
import { promptOf, tokenPattern } from '../../src/model/message.ts';
import { commandIn, commandOfPayload, startLink, wordsOf } from './commands.ts';
import type { CallbackQuery, Chat, MemberChange, Message, Update, User } from './update.ts';

/** Who we are on Telegram (getMe). */
export interface Identity {
  readonly id: number;
  /** Without `@`. */
  readonly username: string;
}

/** A file that still has to be fetched; `declared` is the size Telegram states, in bytes. */
export interface FileToFetch {
  readonly fileId: string;
  readonly name: string;
  readonly declared: number | undefined;
  readonly caption: string | undefined;
  /** The album it belongs to: its pictures come as messages of their own (core.telegram.org/bots/api#message, media_group_id). */
  readonly album: string | undefined;
}

/** What an update means. `event.body` of a file is filled in by the receiver, which fetches it. */
export type Decoded =
  | { readonly kind: 'event'; readonly event: Event }
  | { readonly kind: 'press'; readonly event: Event; readonly query: CallbackQuery }
  | { readonly kind: 'file'; readonly event: Omit<Event, 'body'>; readonly file: FileToFetch }
  /** Asked in a group for what belongs into private chat: answer with this link. */
  | { readonly kind: 'private-only'; readonly address: Address; readonly link: string }
  | { readonly kind: 'migrated'; readonly from: string; readonly to: string }
  /** `callback`: a press that means nothing here, but whose progress bar must still be ended. */
  | { readonly kind: 'ignored'; readonly why: string; readonly callback?: string };

export interface DecodeOptions {
  readonly identity: Identity;
  readonly refusePersonalData: boolean;
  /** Milliseconds since 1970: when the update was received, for presses, which carry no time of their own. */
  readonly now: number;
}

const ignored = (why: string, callback?: string): Decoded => ({
  kind: 'ignored',
  why,
  ...(callback === undefined ? {} : { callback }),
});

const addressOf = (
  chat: Chat,
  place: { readonly message_thread_id?: number | undefined; readonly is_topic_message?: boolean | undefined },
): Address => ({
  channel: 'telegram',
  chat: String(chat.id),
  kind: chat.type === 'private' ? 'private' : 'group',
  ...(place.is_topic_message && place.message_thread_id !== undefined
    ? { thread: String(place.message_thread_id) }
    : {}),
});

const nameOf = (user: User): string =>
  [user.first_name, user.last_name].filter(Boolean).join(' ') || '未署名';

/**
 * Everything of an event but its body. There is no `seq`: update ids start anew at a random number after a week
 * without updates (core.telegram.org/bots/api#update), and Telegram hands a chat's updates over one after the other.
 */
const frame = (
  update: Update,
  chat: Chat,
  user: User,
  at: number,
  place: Parameters<typeof addressOf>[1],
  options: DecodeOptions,
): Omit<Event, 'body'> => ({
  id: `telegram:${options.identity.id}:${update.update_id}`,
  at,
  address: addressOf(chat, place),
  actor: { id: `telegram:${user.id}`, name: nameOf(user) },
  ...(options.refusePersonalData ? { policies: ['no-personal-data'] } : {}),
});

/** The message's words without mentions of us, and whether it mentions us. */
const wordsFor = (message: Message, identity: Identity): { words: string; mentioned: boolean } => {
  const text = message.text ?? message.caption ?? '';
  const entities = message.text === undefined ? message.caption_entities : message.entities;
  const mentions = entities.filter(({ type, offset, length, user }) =>
    type === 'mention'
      ? text.slice(offset, offset + length).toLowerCase() === `@${identity.username.toLowerCase()}`
      : type === 'text_mention' && user?.id === identity.id,
  );
  const words = mentions.reduceRight(
    (rest, { offset, length }) => rest.slice(0, offset) + rest.slice(offset + length),
    text,
  );
  return { words: words.trim(), mentioned: mentions.length > 0 };
};

/** Content nobody here can read. */
const unread: readonly (readonly [keyof Message, UnreadKind])[] = [
  ['voice', 'voice'],
  ['audio', 'voice'],
  ['video', 'video'],
  ['video_note', 'video'],
  ['animation', 'animation'],
  ['sticker', 'sticker'],
  ['venue', 'location'],
  ['location', 'location'],
  ['contact', 'contact'],
  ['poll', 'poll'],
  ['dice', 'dice'],
  ['story', 'story'],
];

/** What Telegram itself writes into a private chat: nobody waits for an answer to it (core.telegram.org/bots/api#message). */
const service: readonly (keyof Message)[] = [
  'pinned_message',
  'message_auto_delete_timer_changed',
  'write_access_allowed',
  'connected_website',
  'chat_background_set',
  'forum_topic_created',
  'forum_topic_edited',
  'forum_topic_closed',
  'forum_topic_reopened',
];

const albumIn = ({ chat, media_group_id }: Message): string | undefined =>
  media_group_id && `${chat.id} ${media_group_id}`;

/** The album whose message an update brings. */
export const albumOf = ({ message }: Update): string | undefined => message && albumIn(message);

const fileOf = (message: Message): FileToFetch | null => {
  const caption = message.caption?.trim() || undefined;
  const album = albumIn(message);
  // An animation comes with a document beside it, for old bots (core.telegram.org/bots/api#message).
  if (message.animation !== undefined) return null;
  if (message.document) {
    const { file_id, file_name, file_size } = message.document;
    return { fileId: file_id, name: file_name ?? '文件', declared: file_size, caption, album };
  }
  const largest = message.photo?.toSorted((a, b) => b.width * b.height - a.width * a.height)[0];
  return largest
    ? {
        fileId: largest.file_id,
        name: `照片-${largest.file_unique_id}.jpg`,
        declared: largest.file_size,
        caption,
        album,
      }
    : null;
};

const decodeMessage = (update: Update, message: Message, options: DecodeOptions): Decoded => {
  if (message.migrate_to_chat_id !== undefined) {
    return { kind: 'migrated', from: String(message.chat.id), to: String(message.migrate_to_chat_id) };
  }
  const { identity } = options;
  // An administrator who writes in the group's name: asked in public, answered in public.
  const anonymous = message.sender_chat?.id === message.chat.id && message.chat.type !== 'channel';
  const isPerson = anonymous || (!message.from?.is_bot && !message.sender_chat);
  if (!message.from || !isPerson || message.chat.type === 'channel') return ignored('no person wrote this');
  const event = {
    ...frame(update, message.chat, message.from, message.date * 1000, message, options),
    ...(message.chat.type === 'private' ? { message: String(message.message_id) } : {}),
  };
  const withBody = (body: EventBody): Decoded => ({ kind: 'event', event: { ...event, body } });
  const inGroup = message.chat.type !== 'private';
  const { words, mentioned } = wordsFor(message, identity);
  const call = commandIn(words, identity.username);
  const repliesToUs = message.reply_to_message?.from?.id === identity.id;
  if (inGroup && !mentioned && !repliesToUs && !call) return ignored('not addressed to the bot');

  const file = fileOf(message);
  if (file) {
    if (inGroup) return ignored('files are taken in private chat only');
    return { kind: 'file', event, file };
  }
  if (call?.command.personal && inGroup) {
    return {
      kind: 'private-only',
      address: event.address,
      link: startLink(identity.username, call.command),
    };
  }
  if (call?.command.word === null) {
    const target = commandOfPayload(call.argument);
    if (target?.word) return withBody({ kind: 'text', text: target.word });
    return withBody({ kind: 'enter', ...(call.argument ? { payload: call.argument } : {}) });
  }
  if (call) return withBody({ kind: 'text', text: wordsOf(call) ?? words });
  const seen = unread.find(([key]) => message[key] !== undefined);
  // What came with the words cannot be read, and is named.
  if (words !== '' && seen && !inGroup) return withBody({ kind: 'unread', what: seen[1], caption: words });
  if (words !== '') {
    const prompt = message.reply_to_message && promptUnder(message.reply_to_message);
    const quotes = repliesToUs
      ? (message.reply_to_message?.text ?? message.reply_to_message?.caption)
      : undefined;
    const { reply_to_message: parent, from } = message;
    const ownReply =
      parent?.from !== undefined && parent.from.id === from?.id ? parent.message_id : undefined;
    return withBody({
      kind: 'text',
      text: words,
      ...(prompt && !inGroup ? { prompt } : {}),
      ...(quotes && !inGroup ? { quotes } : {}),
      ...(ownReply !== undefined && !inGroup ? { repliesTo: String(ownReply) } : {}),
    });
  }
  if (mentioned) return withBody({ kind: 'enter' });
  if (inGroup || service.some(key => message[key] !== undefined)) return ignored('nothing to read');
  return withBody({ kind: 'unread', what: seen?.[1] ?? 'other' });
};

/** The prompt whose buttons stand under a quoted message of ours. */
const promptUnder = ({ reply_markup }: NonNullable<Message['reply_to_message']>): string | undefined => {
  for (const { callback_data } of reply_markup?.inline_keyboard.flat() ?? []) {
    const prompt = promptOf(callback_data);
    if (prompt !== null) return prompt;
  }
  return undefined;
};

/** An edit of words in private chat, or of those beside a file. What was sent in a group answers nothing here. */
const decodeEdit = (update: Update, message: Message, options: DecodeOptions): Decoded => {
  const { from, chat } = message;
  const text = message.text ?? message.caption;
  if (!from || from.is_bot || chat.type !== 'private' || text === undefined)
    return ignored('an edit of no words');
  const at = (message.edit_date ?? message.date) * 1000;
  const event = frame(update, chat, from, at, message, options);
  return {
    kind: 'event',
    event: { ...event, message: String(message.message_id), body: { kind: 'edited', text: text.trim() } },
  };
};

const decodePress = (update: Update, query: CallbackQuery, options: DecodeOptions): Decoded => {
  if (!query.message || query.message.chat.type === 'channel') {
    return ignored('a button outside a chat', query.id);
  }
  // Clients may send any data (core.telegram.org/bots/api#callbackquery): what is no token of ours goes no further.
  if (query.data === undefined || !tokenPattern.test(query.data)) {
    return ignored('data that is no token', query.id);
  }
  const { message } = query;
  return {
    kind: 'press',
    query,
    event: {
      ...frame(update, message.chat, query.from, options.now, message, options),
      body: { kind: 'press', token: query.data, message: String(message.message_id) },
    },
  };
};

/** `kicked`: the person blocked us, or we were removed; `left`: we were removed from a group. */
const decodeMember = (update: Update, change: MemberChange, options: DecodeOptions): Decoded => {
  const { status } = change.new_chat_member;
  const framed = () => frame(update, change.chat, change.from, change.date * 1000, {}, options);
  const joined = status === 'member' || status === 'administrator';
  if (joined && change.chat.type !== 'private' && change.old_chat_member?.status !== 'member')
    return { kind: 'event', event: { ...framed(), body: { kind: 'enter' } } };
  if (status !== 'kicked' && status !== 'left') return ignored(`membership is now ${status}`);
  const { policies: _, ...event } = framed();
  const reason = change.chat.type === 'private' ? 'blocked' : 'removed';
  return { kind: 'event', event: { ...event, body: { kind: 'undelivered', message: '', reason } } };
};

/** What an update means to the house. Pure: the same update, identity and time give the same answer. */
export const decode = (update: Update, options: DecodeOptions): Decoded => {
  if (update.message) return decodeMessage(update, update.message, options);
  if (update.edited_message) return decodeEdit(update, update.edited_message, options);
  if (update.callback_query) return decodePress(update, update.callback_query, options);
  if (update.my_chat_member) return decodeMember(update, update.my_chat_member, options);
  return ignored('a kind that was not asked for');
};

/** Updates with the same key are handled one after the other. */
export const laneOf = (update: Update): string =>
  String(
    update.message?.chat.id ??
      update.edited_message?.chat.id ??
      update.callback_query?.message?.chat.id ??
      update.my_chat_member?.chat.id ??
      `update ${update.update_id}`,
  );
