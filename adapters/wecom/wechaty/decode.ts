import type { Address } from '../../../src/model/address.ts';
import type { Event } from '../../../src/model/event.ts';
import type { GatewayMessage } from './gateway.ts';

export type WechatyDecoded =
  | { readonly kind: 'event'; readonly event: Event }
  | { readonly kind: 'file'; readonly base: Omit<Event, 'body'> }
  | { readonly kind: 'ignore'; readonly reason: string };

/**
 * What a gateway message means. Our own messages come back and are skipped; in rooms only what names us is meant for
 * us. The person is known by the contact id alone: names and corporations can be chosen freely.
 */
export const decodeWechaty = (message: GatewayMessage): WechatyDecoded => {
  const { room, talker } = message;
  if (message.self) return { kind: 'ignore', reason: 'own-message' };
  if (talker.kind === 'official') return { kind: 'ignore', reason: 'official-account' };
  if (room !== null && !room.mention) return { kind: 'ignore', reason: 'not-mentioned' };
  const address: Address = {
    channel: 'wechaty',
    chat: room?.id ?? talker.id,
    kind: room === null ? 'private' : 'group',
  };
  const base = {
    id: `wechaty:${message.id}`.slice(0, 200),
    at: message.at,
    address,
    actor: { id: `wechaty:${talker.id}` },
  };
  switch (message.kind) {
    case 'text':
      return { kind: 'event', event: { ...base, body: { kind: 'text', text: message.text } } };
    case 'file':
      return { kind: 'file', base };
    case 'other':
      return room === null
        ? {
            kind: 'event',
            event: { ...base, body: { kind: 'unread', what: 'other' } },
          }
        : { kind: 'ignore', reason: 'other-type-in-room' };
    default:
      return message.kind satisfies never;
  }
};
