import { createHash } from 'node:crypto';
import type { Address } from '../../../src/model/address.ts';
import { commandWords } from '../../../src/model/command-words.ts';
import type { Event, EventBody } from '../../../src/model/event.ts';
import { textOf, textsOf, type XmlNode } from '../xml.ts';
import { nothingChosen, progressKey, submitKey } from './card.ts';

/** What a verified callback of the self-built app means. */
export type Decoded =
  | { readonly kind: 'event'; readonly event: Event }
  /** A picture to be fetched before it can become an event. */
  | {
      readonly kind: 'media';
      readonly base: Omit<Event, 'body'>;
      readonly mediaId: string;
      readonly name: string;
    }
  /** Something this door cannot take; the person is told what to do instead. */
  | {
      readonly kind: 'reply';
      readonly userId: string;
      readonly reply: 'choose-first' | 'no-such-type' | 'upload';
    }
  /** The app itself is in trouble: unused apps get switched off. */
  | { readonly kind: 'alert'; readonly event: string }
  | { readonly kind: 'ignore'; readonly reason: string };

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 40);

export const appAddress = (userId: string): Address => ({
  channel: 'wecom',
  chat: userId.toLowerCase(),
  kind: 'private',
});

/** Platform message id of a card as events and results carry it: its task and the newest code to update it with. */
export const cardRef = (taskId: string, responseCode: string): string => `${taskId}|${responseCode}`;

/** What people write when they want to send a file. */
const uploadWish = /^(上传|上传文件|传文件|发文件|上传材料)$/;

/** Alerts that the app is, or is about to be, switched off for lack of use (path/90240). */
const alerts = new Set(['inactive_alert', 'close_inactive_agent', 'low_active_alert', 'low_active']);

const cardPress = (xml: XmlNode): EventBody | 'choose-first' | null => {
  const key = textOf(xml, 'EventKey');
  const taskId = textOf(xml, 'TaskId');
  const code = textOf(xml, 'ResponseCode') ?? '';
  if (key === undefined || taskId === undefined) return null;
  if (key === progressKey) return { kind: 'text', text: commandWords.progress };
  const chosen = textsOf(xml, 'OptionId')[0];
  if (key === submitKey && (chosen === undefined || chosen === nothingChosen)) return 'choose-first';
  return { kind: 'press', token: key === submitKey ? chosen! : key, message: cardRef(taskId, code) };
};

/**
 * Decode a verified, decrypted callback (messages path/90239, events path/90240).
 *
 * Event ids: `MsgId` for messages; for card presses the single-use `ResponseCode`, because two presses of one person
 * in one second share everything else; for other events the hash of the whole text.
 */
export const decodeApp = (xml: XmlNode, plain: string, agentId: number): Decoded => {
  const agent = textOf(xml, 'AgentID');
  if (agent !== undefined && agent !== String(agentId)) return { kind: 'ignore', reason: 'other-agent' };
  const type = textOf(xml, 'MsgType');
  const name = type === 'event' ? textOf(xml, 'Event') : undefined;
  if (name !== undefined && alerts.has(name)) return { kind: 'alert', event: name };
  if (name === 'kf_msg_or_event') return { kind: 'ignore', reason: 'kf-event-at-app-callback' };
  const userId = textOf(xml, 'FromUserName');
  const created = Number(textOf(xml, 'CreateTime'));
  if (!userId || userId === 'sys' || !Number.isSafeInteger(created) || created <= 0)
    return { kind: 'ignore', reason: 'no-sender' };
  const event = (id: string, body: EventBody): Decoded => ({ kind: 'event', event: { ...base(id), body } });
  const base = (id: string): Omit<Event, 'body'> => ({
    id: `wecom:${agentId}:${id}`,
    at: created * 1000,
    address: appAddress(userId),
    actor: { id: `wecom:${userId.toLowerCase()}` },
  });

  if (name !== undefined) {
    const key = textOf(xml, 'EventKey')?.trim() ?? '';
    switch (name) {
      case 'template_card_event': {
        const press = cardPress(xml);
        if (press === null) return { kind: 'ignore', reason: 'broken-card-event' };
        if (press === 'choose-first') return { kind: 'reply', userId, reply: 'choose-first' };
        return event(`card:${hash(textOf(xml, 'ResponseCode') || plain)}`, press);
      }
      case 'enter_agent':
      case 'subscribe':
        return event(`event:${hash(plain)}`, { kind: 'enter' });
      case 'click':
        if (uploadWish.test(key)) return { kind: 'reply', userId, reply: 'upload' };
        return key === ''
          ? { kind: 'ignore', reason: 'empty-menu-key' }
          : event(`event:${hash(plain)}`, { kind: 'text', text: key });
      default:
        return { kind: 'ignore', reason: 'other-event' };
    }
  }

  const messageId = textOf(xml, 'MsgId');
  if (messageId === undefined || !/^\d{1,32}$/.test(messageId))
    return { kind: 'ignore', reason: 'no-message-id' };
  switch (type) {
    case 'text': {
      const text = textOf(xml, 'Content') ?? '';
      if (uploadWish.test(text.trim())) return { kind: 'reply', userId, reply: 'upload' };
      return event(`m:${messageId}`, { kind: 'text', text });
    }
    case 'image': {
      const mediaId = textOf(xml, 'MediaId');
      return mediaId
        ? { kind: 'media', base: base(`m:${messageId}`), mediaId, name: '图片.jpg' }
        : { kind: 'reply', userId, reply: 'no-such-type' };
    }
    default:
      return { kind: 'reply', userId, reply: 'no-such-type' };
  }
};
