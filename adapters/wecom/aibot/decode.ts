import { z } from 'zod';
import type { Actor, Address } from '../../../src/model/address.ts';
import { commandWords } from '../../../src/model/command-words.ts';
import type { Event, EventBody, UnreadKind } from '../../../src/model/event.ts';
import { tokenPattern } from '../../../src/model/message.ts';
import { nothingChosen, progressKey, submitKey } from '../app/card.ts';

/** A file on its way: the address is good for five minutes, the key opens what comes from there (path/101463). */
export interface FileToFetch {
  readonly url: string;
  readonly aesKey: string | undefined;
  readonly name: string;
}

export type Decoded =
  | { readonly kind: 'event'; readonly event: Event }
  | { readonly kind: 'file'; readonly base: Omit<Event, 'body'>; readonly file: FileToFetch }
  /** A press without a choice in the drop-down: the person is told to choose first. */
  | { readonly kind: 'choose-first'; readonly address: Address }
  | { readonly kind: 'ignore'; readonly reason: string };

const Media = z.looseObject({ url: z.string().min(1), aeskey: z.string().optional() });
const Words = z.looseObject({ content: z.string() });
const Frame = {
  msgid: z.string().min(1).max(150),
  chatid: z.string().min(1).optional(),
  chattype: z.enum(['single', 'group']).default('single'),
  from: z.looseObject({ userid: z.string().min(1) }),
  /** Seconds since 1970. */
  create_time: z.number().int().positive().optional(),
};
const Message = z.looseObject({
  ...Frame,
  msgtype: z.string(),
  text: Words.optional(),
  voice: Words.optional(),
  image: Media.optional(),
  file: Media.optional(),
  /** The message that is replied to, ours or somebody else's. */
  quote: z.looseObject({ text: Words.optional() }).optional(),
  mixed: z
    .looseObject({
      msg_item: z.array(
        z.looseObject({ msgtype: z.string(), text: Words.optional(), image: Media.optional() }),
      ),
    })
    .optional(),
});
const Pressed = z.looseObject({
  event_key: z.string().optional(),
  task_id: z.string().optional(),
  selected_items: z
    .looseObject({
      selected_item: z.array(
        z.looseObject({ option_ids: z.looseObject({ option_id: z.array(z.string()) }).optional() }),
      ),
    })
    .optional(),
});
const EventFrame = z.looseObject({
  ...Frame,
  event: z.looseObject({ eventtype: z.string(), template_card_event: Pressed.optional() }),
});

const addressOf = ({ chatid, chattype, from }: z.infer<z.ZodObject<typeof Frame>>): Address =>
  chattype === 'group' && chatid !== undefined
    ? { channel: 'aibot', chat: chatid, kind: 'group' }
    : { channel: 'aibot', chat: from.userid, kind: 'private' };

const actorOf = (userId: string): Actor => ({ id: `aibot:${userId}` });

const unreadTypes: Readonly<Record<string, UnreadKind>> = { video: 'video', voice: 'voice' };

const baseOf = (frame: z.infer<z.ZodObject<typeof Frame>>, now: number): Omit<Event, 'body'> => ({
  id: `aibot:${frame.msgid}`,
  at: frame.create_time === undefined ? now : frame.create_time * 1000,
  address: addressOf(frame),
  actor: actorOf(frame.from.userid),
});

/** In a group every message to the bot begins with its name (path/100719). */
const withoutMention = (text: string, chattype: string): string =>
  (chattype === 'group' ? text.replace(/^\s*@\S+\s*/, '') : text).trim();

/** What a message frame means: several events where it holds words and pictures. `now`: for frames without a time. */
export const decodeMessage = (body: unknown, now: number): Decoded[] => {
  const parsed = Message.safeParse(body);
  if (!parsed.success) {
    // What is not what its type promises is answered where at least the sender is known.
    const frame = z.looseObject(Frame).safeParse(body);
    return frame.success && frame.data.chattype === 'single'
      ? [{ kind: 'event', event: { ...baseOf(frame.data, now), body: { kind: 'unread', what: 'other' } } }]
      : [{ kind: 'ignore', reason: 'malformed' }];
  }
  const message = parsed.data;
  const base = baseOf(message, now);
  const event = (what: EventBody, suffix = ''): Decoded => ({
    kind: 'event',
    event: { ...base, id: `${base.id}${suffix}`, body: what },
  });
  const file = (
    { url, aeskey }: z.infer<typeof Media>,
    name: string,
    suffix = '',
    more = false,
  ): Decoded => ({
    kind: 'file',
    base: { ...base, id: `${base.id}${suffix}`, ...(more ? { more } : {}) },
    file: { url, aesKey: aeskey, name },
  });
  const quotes = message.quote?.text?.content;
  switch (message.msgtype) {
    case 'text':
    case 'voice': {
      const words = message.text ?? message.voice;
      return words === undefined
        ? [event({ kind: 'unread', what: unreadTypes[message.msgtype] ?? 'other' })]
        : [
            event({
              kind: 'text',
              text: withoutMention(words.content, message.chattype),
              ...(quotes && message.chattype === 'single' ? { quotes } : {}),
            }),
          ];
    }
    case 'image':
      return message.image ? [file(message.image, '图片.jpg')] : [event({ kind: 'unread', what: 'other' })];
    case 'file':
      return message.file ? [file(message.file, '文件')] : [event({ kind: 'unread', what: 'other' })];
    case 'mixed': {
      const items = message.mixed?.msg_item ?? [];
      const text = items.map(item => item.text?.content ?? '').join('\n');
      const said = withoutMention(text, message.chattype);
      const pictures = items.flatMap(({ image }) => (image === undefined ? [] : [image]));
      const empty = said === '' && pictures.length === 0 && message.chattype === 'single';
      return [
        ...(empty ? [event({ kind: 'unread', what: 'other' })] : []),
        ...(said === '' ? [] : [event({ kind: 'text', text: said })]),
        ...pictures.map((image, index) =>
          file(image, '图片.jpg', `:${index + 1}`, index + 1 < pictures.length),
        ),
      ];
    }
    default:
      return [event({ kind: 'unread', what: unreadTypes[message.msgtype] ?? 'other' })];
  }
};

/** What an event frame means. A press comes flat in the SDK's types and nested in the documentation (path/101027): both. */
export const decodeEvent = (body: unknown, now: number): Decoded => {
  const parsed = EventFrame.safeParse(body);
  if (!parsed.success) return { kind: 'ignore', reason: 'malformed' };
  const frame = parsed.data;
  const base = baseOf(frame, now);
  switch (frame.event.eventtype) {
    case 'enter_chat':
      return { kind: 'event', event: { ...base, body: { kind: 'enter' } } };
    case 'template_card_event': {
      const pressed = Pressed.safeParse(frame.event.template_card_event ?? frame.event);
      const { event_key: key, task_id: task, selected_items: selected } = pressed.data ?? {};
      if (key === undefined || task === undefined) return { kind: 'ignore', reason: 'press-without-key' };
      if (key === progressKey)
        return { kind: 'event', event: { ...base, body: { kind: 'text', text: commandWords.progress } } };
      const chosen = selected?.selected_item.flatMap(({ option_ids }) => option_ids?.option_id ?? [])[0];
      if (key === submitKey && (chosen === undefined || chosen === nothingChosen))
        return { kind: 'choose-first', address: base.address };
      const token = key === submitKey ? chosen! : key;
      if (!tokenPattern.test(token)) return { kind: 'ignore', reason: 'no-token' };
      return { kind: 'event', event: { ...base, body: { kind: 'press', token, message: task } } };
    }
    default:
      return { kind: 'ignore', reason: frame.event.eventtype };
  }
};
