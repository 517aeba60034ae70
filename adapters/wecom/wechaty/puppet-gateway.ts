import type { Readable } from 'node:stream';
import type { Contact, Message, Room, Wechaty } from 'wechaty';
import { withPatience } from '../../../src/host/shelf/patience.ts';
import type { WechatySettings } from '../settings.ts';
import type { Gateway, GatewayHandlers, GatewayMessage, GatewayTarget, Said } from './gateway.ts';
import { guardDownloads, withoutDiskCache } from './puppet-repairs.ts';

/** Numbers of `types.Message` and `types.Contact` (wechaty-puppet 1.21, schemas). */
const fileTypes = new Set([1, 2, 6, 15]);
const textType = 7;
const officialContact = 2;

/** Milliseconds to wait for a goodbye from a gateway that may be gone. */
const stopPatience = 3_000;

/** gRPC status at the head of an error's text (`14 UNAVAILABLE: …`), the only stable part of it. */
const grpcCode = (error: unknown): number | null => {
  const carried = (error as { code?: unknown } | null)?.code;
  if (typeof carried === 'number') return carried;
  const text = error instanceof Error ? `${error.message}` : String(error);
  if (/\bSNI\b/.test(text)) return 16;
  const found = /(?:^|\W)(\d{1,2}) [A-Z_]{4,}:/.exec(text);
  return found ? Number(found[1]) : null;
};

const readMessage = async (bot: Wechaty, message: Message): Promise<GatewayMessage> => {
  const room = message.room();
  const talker = message.talker();
  const mention = room ? await message.mentionSelf() : false;
  const type = Number(message.type());
  return {
    id: message.id,
    at: message.date().getTime(),
    self: message.self(),
    talker: { id: talker.id, kind: Number(talker.type()) === officialContact ? 'official' : 'person' },
    room: room ? { id: room.id, mention } : null,
    kind: type === textType ? 'text' : fileTypes.has(type) ? 'file' : 'other',
    text: mention ? await message.mentionText() : message.text(),
    file: async () => {
      guardDownloads(bot.puppet);
      const box = await message.toFileBox();
      return { name: box.name, content: (await box.toStream()) as Readable };
    },
  };
};

/** A wechaty gateway over gRPC. wechaty is an optional dependency: it is imported when the first one is made. */
export const puppetGateway = async (settings: WechatySettings): Promise<Gateway> => {
  const { WechatyBuilder, log } = await import('wechaty');
  // The library writes to stdout, which belongs to the house, and its finer levels write what people said.
  log.level('silent');
  const { FileBox } = await import('file-box');
  const { PuppetService } = await import('wechaty-puppet-service');
  const puppet = new PuppetService({
    token: settings.token,
    ...(settings.endpoint === null ? {} : { endpoint: settings.endpoint }),
    ...(settings.authority === null ? {} : { authority: settings.authority }),
    ...(settings.tls ? {} : { tls: { disable: true } }),
  });
  const bot = WechatyBuilder.build({ puppet: withoutDiskCache(puppet) as never }) as Wechaty;

  const say = async (
    to: GatewayTarget,
    speak: (target: Contact | Room) => Promise<Message | undefined>,
  ): Promise<Said> => {
    try {
      const target =
        to.kind === 'group' ? await bot.Room.find({ id: to.id }) : await bot.Contact.find({ id: to.id });
      if (!target) return { kind: 'no-such-chat' };
      const message = await speak(target);
      return { kind: 'said', id: message?.id };
    } catch (error) {
      return { kind: 'failed', code: grpcCode(error) };
    }
  };

  return {
    async start(handlers: GatewayHandlers) {
      bot.on('message', message => {
        readMessage(bot, message).then(handlers.message, error => handlers.error(grpcCode(error)));
      });
      bot.on('login', () => handlers.login());
      bot.on('logout', () => handlers.logout());
      bot.on('scan', () => handlers.scan());
      bot.on('error', error => handlers.error(grpcCode(error)));
      await bot.start();
    },
    loggedIn: () => bot.isLoggedIn,
    sayText: (to, text) => say(to, async target => (await target.say(text)) ?? undefined),
    sayFile: (to, name, content) =>
      say(to, async target => {
        const base64 = Buffer.from(content).toString('base64');
        return (await target.say(FileBox.fromBase64(base64, name))) ?? undefined;
      }),
    async stop() {
      await withPatience(
        bot.stop().catch(() => undefined),
        stopPatience,
      );
      // Late failures of a connection that was given up must not end the process.
      bot.on('error', () => undefined);
    },
  };
};
