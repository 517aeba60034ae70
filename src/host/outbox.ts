import { z } from 'zod';
import { Actor, Address } from '../model/address.ts';
import { OutMessage } from '../model/message.ts';
import type { OutboxItem } from '../store/port.ts';
import { backOff } from './shelf/back-off.ts';
import { type Rank, ranks } from './shelf/rank.ts';

/** What waits in the outbox: a message to send, a timer to fire, what is kept about a person to delete. */
const OutboxBody = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('message'),
    message: OutMessage,
    rank: z.enum(ranks).default('notice'),
  }),
  z.strictObject({
    kind: z.literal('timer'),
    name: z.string(),
    data: z.record(z.string(), z.string()),
    address: Address,
    actor: Actor,
  }),
  z.strictObject({ kind: z.literal('forget'), address: Address, files: z.array(z.string()) }),
  z.strictObject({
    kind: z.literal('erase'),
    files: z.array(z.strictObject({ id: z.string(), shared: z.boolean() })),
  }),
]);
export type OutboxBody = z.infer<typeof OutboxBody>;

/** Doors of the work that is no message; any process can do it. */
export const innerDoors = ['timer', 'forget', 'erase'] as const;

/** Bodies of the items this process made itself: carried out without reading them again. */
const made = new WeakMap<OutboxItem, OutboxBody>();

export const outboxItem = (
  at: Omit<OutboxItem, 'body'>,
  body: OutboxBody,
  text = JSON.stringify(body),
): OutboxItem => {
  const item = { ...at, body: text };
  made.set(item, body);
  return item;
};

export const messageItem = (at: Omit<OutboxItem, 'body'>, message: OutMessage, rank: Rank): OutboxItem =>
  outboxItem(at, { kind: 'message', message, rank });

/** What is kept with the mark of an event: the ids of the messages that answered it, never their text. */
export const replyOf = (ids: readonly string[]): string => ids.join(' ');

/** The ids in it; none in what an earlier version kept, which was the messages themselves. */
export const idsIn = (reply: string): string[] =>
  reply === '' || reply.startsWith('[') ? [] : reply.split(' ');

export const readBody = (body: string): OutboxBody => OutboxBody.parse(JSON.parse(body));

export const bodyOf = (item: OutboxItem): OutboxBody => made.get(item) ?? readBody(item.body);

/** Back-off between attempts of one send, in seconds: 1 s doubling to half an hour (reliability.md 3.5). */
export const waitBefore = backOff(1, 1800);
/** After this many attempts a message is given up: with the waits above, about a day. */
export const MOST_ATTEMPTS = 55;
