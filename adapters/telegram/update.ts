import { z } from 'zod';

/*
 * The parts of Telegram updates that are read here, checked. Unknown properties are dropped, so that additions to the
 * Bot API do no harm. Source: core.telegram.org/bots/api#update and the types below it.
 */

const User = z.object({
  id: z.number().int(),
  is_bot: z.boolean().default(false),
  first_name: z.string().default(''),
  last_name: z.string().optional(),
  username: z.string().optional(),
});
export type User = z.infer<typeof User>;

const Chat = z.object({
  id: z.number().int(),
  type: z.enum(['private', 'group', 'supergroup', 'channel']),
});
export type Chat = z.infer<typeof Chat>;

/** `offset` and `length` in UTF-16 code units. */
const Entity = z.object({
  type: z.string(),
  offset: z.number().int().nonnegative(),
  length: z.number().int().nonnegative(),
  user: User.optional(),
});

const Document = z.object({
  file_id: z.string(),
  file_unique_id: z.string(),
  file_name: z.string().optional(),
  file_size: z.number().int().optional(),
});

const PhotoSize = z.object({
  file_id: z.string(),
  file_unique_id: z.string(),
  width: z.number().int(),
  height: z.number().int(),
  file_size: z.number().int().optional(),
});

const Keyboard = z.object({
  inline_keyboard: z.array(
    z.array(z.looseObject({ text: z.string(), callback_data: z.string().optional() })),
  ),
});

export const Message = z.object({
  message_id: z.number().int(),
  /** Seconds since 1970. */
  date: z.number(),
  chat: Chat,
  from: User.optional(),
  /** Set when a channel or an anonymous group administrator wrote: there is no person to answer. */
  sender_chat: z.object({ id: z.number().int() }).optional(),
  message_thread_id: z.number().int().optional(),
  is_topic_message: z.boolean().optional(),
  /** Seconds since 1970. */
  edit_date: z.number().optional(),
  reply_to_message: z
    .object({
      message_id: z.number().int().optional(),
      from: User.optional(),
      reply_markup: Keyboard.optional(),
      text: z.string().optional(),
      caption: z.string().optional(),
    })
    .optional(),
  text: z.string().optional(),
  entities: z.array(Entity).default([]),
  media_group_id: z.string().max(100).optional(),
  caption: z.string().optional(),
  caption_entities: z.array(Entity).default([]),
  document: Document.optional(),
  photo: z.array(PhotoSize).optional(),
  migrate_to_chat_id: z.number().int().optional(),
  /** Content that is not read, only named to the person. */
  voice: z.unknown().optional(),
  audio: z.unknown().optional(),
  video: z.unknown().optional(),
  video_note: z.unknown().optional(),
  animation: z.unknown().optional(),
  sticker: z.unknown().optional(),
  location: z.unknown().optional(),
  contact: z.unknown().optional(),
  venue: z.unknown().optional(),
  poll: z.unknown().optional(),
  dice: z.unknown().optional(),
  story: z.unknown().optional(),
  /** What Telegram itself says in a chat. */
  pinned_message: z.unknown().optional(),
  message_auto_delete_timer_changed: z.unknown().optional(),
  write_access_allowed: z.unknown().optional(),
  connected_website: z.unknown().optional(),
  chat_background_set: z.unknown().optional(),
  forum_topic_created: z.unknown().optional(),
  forum_topic_edited: z.unknown().optional(),
  forum_topic_closed: z.unknown().optional(),
  forum_topic_reopened: z.unknown().optional(),
});
export type Message = z.infer<typeof Message>;

/** The message under a pressed button. Text and keyboard are missing when Telegram no longer shows the message. */
const PressedMessage = z.object({
  message_id: z.number().int(),
  chat: Chat,
  message_thread_id: z.number().int().optional(),
  is_topic_message: z.boolean().optional(),
  text: z.string().optional(),
  /** Handed back as they came. */
  entities: z.array(z.looseObject({ type: z.string() })).optional(),
  reply_markup: Keyboard.optional(),
});
export type PressedMessage = z.infer<typeof PressedMessage>;

const CallbackQuery = z.object({
  id: z.string(),
  from: User,
  /** Missing for inline-mode messages. */
  message: PressedMessage.optional(),
  data: z.string().optional(),
});
export type CallbackQuery = z.infer<typeof CallbackQuery>;

const MemberChange = z.object({
  chat: Chat,
  from: User,
  date: z.number(),
  old_chat_member: z.object({ status: z.string() }).optional(),
  new_chat_member: z.object({ status: z.string() }),
});
export type MemberChange = z.infer<typeof MemberChange>;

export const Update = z.object({
  update_id: z.number().int(),
  message: Message.optional(),
  edited_message: Message.optional(),
  callback_query: CallbackQuery.optional(),
  my_chat_member: MemberChange.optional(),
});
export type Update = z.infer<typeof Update>;

/** Asked for in getUpdates and setWebhook; everything else stays at Telegram. */
export const allowedUpdates = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const;
