import { z } from 'zod';

/**
 * Where a message can be delivered: one chat on one platform.
 * `chat` is the platform's own id; ids are opaque strings here because some exceed 2^53.
 */
export const Address = z.strictObject({
  channel: z.string().min(1),
  chat: z.string().min(1),
  kind: z.enum(['private', 'group']),
  /** Topic or thread inside a group, to be kept when answering. */
  thread: z.string().optional(),
});
export type Address = z.infer<typeof Address>;

/** Who acted. `id` is `channel:platform-id` and the only thing authorisation may look at; `name` is display only. */
export const Actor = z.strictObject({
  id: z.string().min(1),
  name: z.string().optional(),
});
export type Actor = z.infer<typeof Actor>;

/** Ordering key of a chat: messages with the same key leave in the order in which they were committed. */
export const chatKey = (address: Address): string => `${address.channel}:${address.chat}`;

/** Session id of a person in a chat: a private chat is one conversation, a group holds one per person. */
export const sessionIdOf = (address: Address, actor: Actor): string =>
  address.kind === 'private' ? chatKey(address) : `${chatKey(address)}:${actor.id}`;
