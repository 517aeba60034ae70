import { z } from 'zod';
import type { Actor, Address } from '../../src/model/address.ts';
import type { Event, EventBody } from '../../src/model/event.ts';
import { ButtonValue, inputName } from './cards/token.ts';
import { greetAfterMs } from './limits.ts';
import { menuCommand } from './menu.ts';
import { type Attachment, readContent } from './message-content.ts';

/** A file still to be fetched; its event is made when it is kept. */
export interface FileToFetch {
  readonly envelope: Omit<Event, 'body'>;
  readonly messageId: string;
  readonly attachment: Attachment;
}

export type Decoded =
  /** `repliesTo`: the message that it replies to, ours or the person's own. */
  | { readonly kind: 'event'; readonly event: Event; readonly repliesTo?: string }
  | { readonly kind: 'file'; readonly file: FileToFetch }
  /** A message was taken back; who wrote it is for the receiver to remember. */
  | { readonly kind: 'recall'; readonly id: string; readonly at: number; readonly message: string }
  /**
   * A click on the message `clicked`, which shows the logical card `card`; `submitted` holds label and value of what a
   * form card sent.
   */
  | {
      readonly kind: 'click';
      readonly event: Event;
      readonly clicked: string;
      readonly card?: string;
      readonly submitted?: readonly (readonly [label: string, value: string])[];
    };

/** Why nothing follows from a genuine event; for the log. */
export interface Ignored {
  readonly kind: 'ignored';
  readonly reason: 'malformed' | 'other-app' | 'unknown-type' | 'not-addressed' | 'from-a-bot' | 'back-soon';
}

/** Milliseconds; card callbacks count in microseconds (feishu-cards/card-callback-communication). */
const Time = z.preprocess(
  value => (typeof value === 'number' ? String(value) : value),
  z
    .string()
    .regex(/^\d{13,16}$/)
    .transform(digits => Math.floor(Number(digits) / (digits.length > 13 ? 10 ** (digits.length - 13) : 1))),
);

const Header = z.object({
  event_id: z.string().min(1).max(100),
  event_type: z.string(),
  create_time: Time,
  tenant_key: z.string().min(1),
  app_id: z.string(),
});
const Envelope = z.object({ schema: z.literal('2.0'), header: Header, event: z.unknown() });
type Header = z.infer<typeof Header>;

const OpenId = z.object({ open_id: z.string().min(1) });

const MessageReceived = z.object({
  sender: z.object({ sender_id: OpenId, sender_type: z.string(), tenant_key: z.string().nullish() }),
  message: z.object({
    message_id: z.string().min(1).max(100),
    root_id: z.string().nullish(),
    /** The message that is replied to. */
    parent_id: z.string().max(100).nullish(),
    thread_id: z.string().nullish(),
    /** The event has one too. */
    create_time: Time.optional(),
    chat_id: z.string().min(1),
    chat_type: z.string(),
    message_type: z.string(),
    content: z.string().default(''),
    mentions: z
      .array(z.object({ key: z.string(), id: z.object({ open_id: z.string().nullish() }), name: z.string() }))
      .nullish(),
  }),
});

/** Says which message, but not whose: open.feishu.cn/document/server-docs/im-v1/message/events/recalled */
const Recalled = z.object({ message_id: z.string().min(1).max(100) });

const CardAction = z.object({
  operator: z.object({ open_id: z.string().min(1), tenant_key: z.string().nullish() }),
  action: z.object({
    value: ButtonValue,
    form_value: z.record(z.string(), z.string().nullable()).nullish(),
  }),
  context: z.object({ open_message_id: z.string().min(1), open_chat_id: z.string().min(1) }),
});

const ChatEntered = z.object({
  operator_id: OpenId,
  last_message_create_time: z.string().nullish(),
});

/** We were added to a group: open.feishu.cn/document/server-docs/group/chat-member/event/added (im.chat.member.bot.added_v1). */
const AddedToGroup = z.object({ chat_id: z.string().min(1), operator_id: OpenId });

const MenuPressed = z.object({
  operator: z.object({ operator_id: OpenId }),
  event_key: z.string(),
});

const ignored = (reason: Ignored['reason']): Ignored => ({ kind: 'ignored', reason });

/** Authorisation looks at this only. open_id belongs to one person within our app; the tenant says whose employee. */
const actorOf = (openId: string, tenantKey: string): Actor => ({ id: `feishu:${tenantKey}:${openId}` });

/**
 * The private chat of a person is addressed by the person: messages, clicks, menu presses and opening the chat then
 * agree without anything to look up.
 */
const privateChat = (openId: string): Address => ({ channel: 'feishu', chat: openId, kind: 'private' });

const groupChat = (chat: string, thread: string): Address => ({
  channel: 'feishu',
  chat,
  kind: 'group',
  thread,
});

/** Not what its type promises: the person is told rather than left without an answer. */
const unreadable = { text: '', attachments: [], unread: 'other' } as const;

const received = (
  header: Header,
  { sender, message }: z.infer<typeof MessageReceived>,
  botId: string | null,
): Decoded[] | Ignored => {
  if (sender.sender_type !== 'user') return ignored('from-a-bot');
  const isPrivate = message.chat_type === 'p2p';
  const mentions = message.mentions ?? [];
  const mentioned = botId !== null && mentions.some(({ id }) => id.open_id === botId);
  if (!isPrivate && !mentioned) return ignored('not-addressed');
  const openId = sender.sender_id.open_id;
  const envelope = {
    // Feishu asks to recognise repeats of this event by the message, not by event_id (im-v1/message/events/receive).
    id: `feishu:${message.message_id}`,
    at: message.create_time ?? header.create_time,
    address: isPrivate
      ? privateChat(openId)
      : groupChat(
          message.chat_id,
          message.thread_id ? message.root_id || message.message_id : message.message_id,
        ),
    actor: actorOf(openId, sender.tenant_key || header.tenant_key),
    ...(isPrivate ? { message: message.message_id } : {}),
  };
  const names = new Map(mentions.map(({ key, id, name }) => [key, id.open_id === botId ? '' : `@${name}`]));
  const content = readContent(message.message_type, message.content, names) ?? unreadable;
  const event = (body: EventBody, suffix = ''): Decoded => ({
    kind: 'event',
    event: { ...envelope, id: `${envelope.id}${suffix}`, body },
  });
  const { unread } = content;
  const isEmpty = content.text === '' && content.attachments.length === 0;
  if (unread !== undefined && isEmpty)
    return isPrivate ? [event({ kind: 'unread', what: unread })] : ignored('not-addressed');
  // A group mention without words is a call for help; an empty private message says nothing.
  const text = content.text !== '' || isEmpty;
  return [
    ...(text
      ? [
          {
            ...event({ kind: 'text', text: content.text }),
            ...(isPrivate && message.parent_id ? { repliesTo: message.parent_id } : {}),
          },
        ]
      : []),
    ...(unread !== undefined && isPrivate ? [event({ kind: 'unread', what: unread }, ':unread')] : []),
    ...content.attachments.map((attachment, index): Decoded => {
      const suffix = text || index > 0 ? `:${index + 1}` : '';
      return {
        kind: 'file',
        file: {
          envelope: {
            ...envelope,
            id: `${envelope.id}${suffix}`,
            ...(index + 1 < content.attachments.length ? { more: true as const } : {}),
          },
          messageId: message.message_id,
          attachment,
        },
      };
    }),
  ];
};

const clicked = (header: Header, { operator, action, context }: z.infer<typeof CardAction>): Decoded => {
  const { value } = action;
  const message = context.open_message_id;
  const inputs =
    'n' in value
      ? value.n.map(([field, label], index) => ({
          field,
          label,
          typed: (action.form_value?.[inputName(index)] ?? '').toWellFormed(),
        }))
      : [];
  const body: EventBody =
    't' in value
      ? { kind: 'press', token: value.t, message }
      : {
          kind: 'form',
          prompt: value.f,
          values: Object.fromEntries(inputs.map(({ field, typed }) => [field, typed])),
          message,
        };
  const address =
    value.c === 'p' ? privateChat(operator.open_id) : groupChat(context.open_chat_id, value.h ?? message);
  return {
    kind: 'click',
    clicked: message,
    ...(value.k === undefined ? {} : { card: value.k }),
    ...(inputs.length > 0 ? { submitted: inputs.map(({ label, typed }) => [label, typed] as const) } : {}),
    event: {
      id: `feishu:${header.event_id}`,
      at: header.create_time,
      address,
      actor: actorOf(operator.open_id, operator.tenant_key || header.tenant_key),
      body,
    },
  };
};

const inPrivate = (header: Header, openId: string, body: EventBody): Decoded => ({
  kind: 'event',
  event: {
    id: `feishu:${header.event_id}`,
    at: header.create_time,
    address: privateChat(openId),
    actor: actorOf(openId, header.tenant_key),
    body,
  },
});

/** Feishu tells every opening of the chat; only the first, or one after a long silence, is worth a greeting. */
const entered = (header: Header, event: z.infer<typeof ChatEntered>): Decoded[] | Ignored => {
  const last = Number(event.last_message_create_time || 0);
  if (last > 0 && header.create_time - last < greetAfterMs) return ignored('back-soon');
  return [inPrivate(header, event.operator_id.open_id, { kind: 'enter' })];
};

/**
 * Events of a callback body whose origin has been verified. `botId` is our own open_id, to recognise mentions.
 * Events in a group keep the message at the head of the thread as `address.thread`: answers go below it.
 */
export const decode = (body: unknown, appId: string, botId: string | null): Decoded[] | Ignored => {
  const envelope = Envelope.safeParse(body);
  if (!envelope.success) return ignored('malformed');
  const { header, event } = envelope.data;
  if (header.app_id !== appId) return ignored('other-app');
  switch (header.event_type) {
    case 'im.message.receive_v1': {
      const parsed = MessageReceived.safeParse(event);
      return parsed.success ? received(header, parsed.data, botId) : ignored('malformed');
    }
    case 'im.message.recalled_v1': {
      const parsed = Recalled.safeParse(event);
      return parsed.success
        ? [
            {
              kind: 'recall',
              id: `feishu:${header.event_id}`,
              at: header.create_time,
              message: parsed.data.message_id,
            },
          ]
        : ignored('malformed');
    }
    case 'card.action.trigger': {
      const parsed = CardAction.safeParse(event);
      return parsed.success ? [clicked(header, parsed.data)] : ignored('malformed');
    }
    case 'im.chat.access_event.bot_p2p_chat_entered_v1': {
      const parsed = ChatEntered.safeParse(event);
      return parsed.success ? entered(header, parsed.data) : ignored('malformed');
    }
    case 'im.chat.member.bot.added_v1': {
      const parsed = AddedToGroup.safeParse(event);
      return parsed.success
        ? [
            {
              kind: 'event',
              event: {
                id: `feishu:${header.event_id}`,
                at: header.create_time,
                address: { channel: 'feishu', chat: parsed.data.chat_id, kind: 'group' },
                actor: actorOf(parsed.data.operator_id.open_id, header.tenant_key),
                body: { kind: 'enter' },
              },
            },
          ]
        : ignored('malformed');
    }
    case 'application.bot.menu_v6': {
      const parsed = MenuPressed.safeParse(event);
      return parsed.success
        ? [
            inPrivate(header, parsed.data.operator.operator_id.open_id, {
              kind: 'text',
              text: menuCommand(parsed.data.event_key),
            }),
          ]
        : ignored('malformed');
    }
    default:
      return ignored('unknown-type');
  }
};
