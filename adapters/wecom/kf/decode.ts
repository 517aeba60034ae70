import { z } from 'zod';
import type { Address } from '../../../src/model/address.ts';
import type { Event, EventBody, UnreadKind } from '../../../src/model/event.ts';
import { tokenPattern } from '../../../src/model/message.ts';

const Media = z.looseObject({ media_id: z.string() });

/** One entry of sync_msg's `msg_list` (developer.work.weixin.qq.com/document/path/94670), as far as we read it. */
export const KfMessage = z.looseObject({
  msgid: z.string().min(1).max(128),
  send_time: z.number().int().positive(),
  origin: z.number().int(),
  msgtype: z.string(),
  external_userid: z.string().optional(),
  text: z.looseObject({ content: z.string(), menu_id: z.string().optional() }).optional(),
  image: Media.optional(),
  file: Media.optional(),
  event: z
    .looseObject({
      event_type: z.string(),
      external_userid: z.string().optional(),
      scene_param: z.string().optional(),
      welcome_code: z.string().optional(),
      recall_msgid: z.string().optional(),
      fail_msgid: z.string().optional(),
      fail_type: z.number().int().optional(),
      change_type: z.number().int().optional(),
      msg_code: z.string().optional(),
    })
    .optional(),
});
export type KfMessage = z.infer<typeof KfMessage>;

export type KfDecoded =
  /** `code`: answers this event once, within 20 s. `fromCustomer`: opens a new budget of five messages. */
  | { readonly kind: 'event'; readonly event: Event; readonly code?: string; readonly fromCustomer: boolean }
  | {
      readonly kind: 'media';
      readonly base: Omit<Event, 'body'>;
      readonly mediaId: string;
      readonly name: string;
    }
  /** A servicer took the conversation over. */
  | { readonly kind: 'human'; readonly chat: string; readonly at: number }
  | { readonly kind: 'ignore'; readonly reason: string };

export const kfAddress = (externalUserId: string): Address => ({
  channel: 'kf',
  chat: externalUserId,
  kind: 'private',
});

/** developer.work.weixin.qq.com/document/path/94670, "消息类型". */
const unreadTypes: Readonly<Record<string, UnreadKind>> = {
  voice: 'voice',
  video: 'video',
  location: 'location',
  business_card: 'contact',
  link: 'shared',
  miniprogram: 'shared',
  merged_msg: 'shared',
  channels: 'shared',
  channels_shop_product: 'shared',
  channels_shop_order: 'shared',
};

/** Who a message came from. */
const customer = 3;
const system = 4;

const decodeEvent = (message: KfMessage, base: (chat: string) => Omit<Event, 'body'>): KfDecoded => {
  const { event } = message;
  const chat = event?.external_userid;
  if (!event || !chat) return { kind: 'ignore', reason: 'event-without-customer' };
  const with_ = (body: EventBody, code?: string): KfDecoded => ({
    kind: 'event',
    event: { ...base(chat), body },
    fromCustomer: false,
    ...(code ? { code } : {}),
  });
  switch (event.event_type) {
    case 'enter_session':
      // Without a code nothing can be answered before the person writes, so only a payload is worth a turn.
      if (!event.welcome_code && !event.scene_param) return { kind: 'ignore', reason: 'entered-again' };
      return with_(
        { kind: 'enter', ...(event.scene_param ? { payload: event.scene_param } : {}) },
        event.welcome_code,
      );
    case 'msg_send_fail':
      return with_({
        kind: 'undelivered',
        message: event.fail_msgid ?? '',
        reason: `kf:fail-${event.fail_type ?? 0}`,
      });
    case 'user_recall_msg':
      if (!event.recall_msgid) return { kind: 'ignore', reason: 'recall-of-nothing' };
      return {
        kind: 'event',
        event: { ...base(chat), message: event.recall_msgid, body: { kind: 'recalled' } },
        fromCustomer: false,
      };
    case 'session_status_change':
      // 1 taken from the queue, 2 passed on, 4 taken up again; 3 ended by the servicer.
      if (event.change_type !== 3) return { kind: 'human', chat, at: message.send_time * 1000 };
      return with_({ kind: 'enter' }, event.msg_code);
    default:
      return { kind: 'ignore', reason: 'other-event' };
  }
};

/** What one entry means. The event id is WeCom's `msgid`, which stays the same however often it is read. */
export const decodeKf = (message: KfMessage): KfDecoded => {
  const base = (chat: string): Omit<Event, 'body'> => ({
    id: `kf:${message.msgid}`,
    at: message.send_time * 1000,
    address: kfAddress(chat),
    actor: { id: `kf:${chat}` },
  });
  if (message.origin === system || message.msgtype === 'event') return decodeEvent(message, base);
  const chat = message.external_userid;
  if (message.origin !== customer || !chat) return { kind: 'ignore', reason: 'not-from-customer' };
  const event = (body: EventBody): KfDecoded => ({
    kind: 'event',
    event: { ...base(chat), message: message.msgid, body },
    fromCustomer: true,
  });
  switch (message.msgtype) {
    case 'text': {
      const token = message.text?.menu_id;
      return token && tokenPattern.test(token)
        ? event({ kind: 'press', token })
        : event({ kind: 'text', text: message.text?.content ?? '' });
    }
    case 'image':
    case 'file': {
      const mediaId = (message.image ?? message.file)?.media_id;
      return mediaId
        ? { kind: 'media', base: base(chat), mediaId, name: message.image ? '图片.jpg' : '文件' }
        : event({ kind: 'unread', what: 'other' });
    }
    default:
      return event({ kind: 'unread', what: unreadTypes[message.msgtype] ?? 'other' });
  }
};
