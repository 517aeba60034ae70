import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { acceptWebSocket, type Socket } from '../feishu/fake/websocket.ts';
import { FakeCard } from './fake-card.ts';

/*
 * A fake of the 智能机器人's long connection, from developer.work.weixin.qq.com/document/path/101463 (frames, limits, one
 * connection a bot), path/101027 (events) and path/100719 (messages, file decryption), read in November 2026. The vendor's
 * client stands on the other side. Error codes the pages do not name are the fake's own and marked so.
 */

export const botId = 'aibFAKE00000000000000000000000001';
export const botSecret = 'botSecretbotSecretbotSecretbotSecret0001';

/** Own to the fake: the pages name no codes. */
const refusedSecret = 853_000;
const tooLate = 846_607;
const badBody = 40_035;
/** Seen in the documentation's samples. */
const noSuchChat = 93_006;
const tooOften = 45_009;

export interface BotMessage {
  readonly id: string;
  readonly text: string | undefined;
  card: z.infer<typeof FakeCard> | undefined;
  readonly file: { readonly name: string; readonly content: Buffer } | undefined;
}

export type BotFault = 'rate-limit' | 'gone' | 'bad-message' | 'lost-reply' | 'server-error';

const markdown = z.strictObject({
  content: z.string().refine(text => text.length > 0 && Buffer.byteLength(text) <= 20_480),
});
const Sent = z.discriminatedUnion('msgtype', [
  z.strictObject({
    chatid: z.string(),
    chat_type: z.union([z.literal(1), z.literal(2)]),
    msgtype: z.literal('markdown'),
    markdown,
  }),
  z.strictObject({
    chatid: z.string(),
    chat_type: z.union([z.literal(1), z.literal(2)]),
    msgtype: z.literal('template_card'),
    template_card: FakeCard,
  }),
  z.strictObject({
    chatid: z.string(),
    chat_type: z.union([z.literal(1), z.literal(2)]),
    msgtype: z.literal('file'),
    file: z.strictObject({ media_id: z.string() }),
  }),
]);
const Welcome = z.discriminatedUnion('msgtype', [
  z.strictObject({ msgtype: z.literal('text'), text: z.strictObject({ content: z.string().min(1) }) }),
  z.strictObject({ msgtype: z.literal('template_card'), template_card: FakeCard }),
]);
const Update = z.strictObject({
  response_type: z.literal('update_template_card'),
  userids: z.array(z.string()).optional(),
  template_card: FakeCard,
});
const Init = z.strictObject({
  type: z.literal('file'),
  filename: z.string().min(1),
  total_size: z
    .number()
    .int()
    .min(5)
    .max(20 * 1024 * 1024),
  total_chunks: z.number().int().min(1).max(100),
  md5: z.string().regex(/^[0-9a-f]{32}$/),
});
const Chunk = z.strictObject({
  upload_id: z.string(),
  chunk_index: z.number().int().min(0),
  base64_data: z.string(),
});
const Finish = z.strictObject({ upload_id: z.string() });

interface Frame {
  readonly cmd?: string;
  readonly headers: { readonly req_id: string };
  readonly body?: Record<string, unknown>;
}

interface Client {
  readonly socket: Socket;
  subscribed: boolean;
}

export class FakeAibot {
  url = '';
  /** Everything a correct client never does. */
  readonly violations: string[] = [];
  readonly chats = new Map<string, BotMessage[]>();
  /** Chats in which somebody has written: only there the bot may speak first. */
  readonly known = new Set<string>();
  subscriptions = 0;
  /** Texts are answered to an enter_chat event as welcome. */
  welcomes = 0;
  updates = 0;
  now: () => number = () => Date.now();
  #fault: BotFault | null = null;
  #serial = 0;
  readonly #clients = new Set<Client>();
  readonly #answerable = new Map<
    string,
    { readonly kind: 'press' | 'enter'; readonly chat: string; readonly task: string; readonly at: number }
  >();
  readonly #uploads = new Map<
    string,
    { readonly init: z.infer<typeof Init>; readonly chunks: Map<number, Buffer> }
  >();
  readonly #media = new Map<string, { name: string; content: Buffer }>();
  readonly #files = new Map<string, { name: string; content: Buffer }>();
  readonly #sent = new Map<string, number[]>();
  #waiting: (() => void)[] = [];
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      const file = this.#files.get(request.url ?? '');
      if (file === undefined) return void response.writeHead(404).end();
      response.writeHead(200, {
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      });
      response.end(file.content);
    });
    this.#server.on('upgrade', (request, stream) => {
      const client: Client = {
        subscribed: false,
        socket: acceptWebSocket(request, stream, {
          message: bytes => this.#frame(client, JSON.parse(String(bytes)) as Frame),
          closed: () => this.#clients.delete(client),
        }),
      };
      this.#clients.add(client);
    });
  }

  async start(): Promise<void> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const { socket } of this.#clients) socket.drop();
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  chat(id: string): BotMessage[] {
    const known = this.chats.get(id) ?? [];
    this.chats.set(id, known);
    return known;
  }

  /** The next send, and only that one. */
  fault(fault: BotFault): void {
    this.#fault = fault;
  }

  /** Break the connection without a word. */
  drop(): void {
    for (const { socket } of this.#clients) socket.drop();
  }

  /** Resolves when a client is subscribed. */
  async connected(): Promise<void> {
    if (![...this.#clients].some(({ subscribed }) => subscribed))
      await new Promise<void>(resolve => this.#waiting.push(resolve));
  }

  /** Push a message; gives its msgid. The same msgid may be pushed again. */
  message(
    chat: string,
    content: object,
    options: { readonly from?: string; readonly msgid?: string } = {},
  ): string {
    const msgid = options.msgid ?? `msg-${++this.#serial}`;
    const from = options.from ?? chat;
    this.known.add(chat);
    this.#push('aibot_msg_callback', {
      msgid,
      aibotid: botId,
      ...(from === chat ? { chattype: 'single' } : { chattype: 'group', chatid: chat }),
      from: { userid: from },
      create_time: Math.floor(this.now() / 1000),
      ...content,
    });
    return msgid;
  }

  /** The person presses a button, or hands in a drop-down. `nested`: as the documentation writes it; else as the SDK has it. */
  press(
    chat: string,
    message: BotMessage,
    key: string,
    options: { readonly option?: string; readonly nested?: boolean; readonly msgid?: string } = {},
  ): void {
    const data = {
      event_key: key,
      task_id: message.card?.task_id,
      ...(options.option === undefined
        ? {}
        : {
            selected_items: {
              selected_item: [{ question_key: 'choice', option_ids: { option_id: [options.option] } }],
            },
          }),
    };
    this.#event(
      chat,
      {
        eventtype: 'template_card_event',
        ...(options.nested === false
          ? data
          : { template_card_event: { card_type: 'button_interaction', ...data } }),
      },
      {
        kind: 'press',
        task: message.card?.task_id ?? '',
        ...(options.msgid === undefined ? {} : { msgid: options.msgid }),
      },
    );
  }

  /** The person opens the chat for the first time today. */
  enters(chat: string): void {
    this.#event(chat, { eventtype: 'enter_chat' }, { kind: 'enter', task: '' });
  }

  /** A file lies at an address for five minutes, sealed with a key of its own. */
  sendsFile(
    chat: string,
    name: string,
    content: Uint8Array,
    options: { readonly msgid?: string; readonly image?: boolean } = {},
  ): string {
    const key = randomBytes(32);
    const pad = 32 - (content.length % 32);
    const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
    const sealed = Buffer.concat([
      cipher.update(Buffer.concat([content, Buffer.alloc(pad, pad)])),
      cipher.final(),
    ]);
    const path = `/file/${++this.#serial}`;
    this.#files.set(path, { name, content: sealed });
    const url = `${this.url.replace('ws:', 'http:')}${path}`;
    const msgtype = options.image ? 'image' : 'file';
    return this.message(chat, { msgtype, [msgtype]: { url, aeskey: key.toString('base64') } }, options);
  }

  #event(
    chat: string,
    event: object,
    about: { readonly kind: 'press' | 'enter'; readonly task: string; readonly msgid?: string },
  ): void {
    const reqId = `event-${++this.#serial}`;
    this.#answerable.set(reqId, { kind: about.kind, chat, task: about.task, at: this.now() });
    this.#push(
      'aibot_event_callback',
      {
        msgid: about.msgid ?? reqId,
        create_time: Math.floor(this.now() / 1000),
        aibotid: botId,
        from: { userid: chat },
        chattype: 'single',
        msgtype: 'event',
        event,
      },
      reqId,
    );
  }

  #push(cmd: string, body: object, reqId = `push-${++this.#serial}`): void {
    for (const client of this.#clients)
      if (client.subscribed) this.#write(client, { cmd, headers: { req_id: reqId }, body });
  }

  #write({ socket }: Client, frame: object): void {
    socket.send(Buffer.from(JSON.stringify(frame)));
  }

  #frame(client: Client, frame: Frame): undefined {
    const answer = (errcode: number, body?: object): undefined => {
      this.#write(client, {
        headers: { req_id: frame.headers.req_id },
        errcode,
        errmsg: errcode === 0 ? 'ok' : `fake ${errcode}`,
        ...(body ? { body } : {}),
      });
      return undefined;
    };
    const { cmd } = frame;
    if (cmd === 'aibot_subscribe') {
      this.subscriptions += 1;
      if (frame.body?.bot_id !== botId || frame.body.secret !== botSecret) return answer(refusedSecret);
      answer(0);
      for (const other of this.#clients) {
        if (other === client || !other.subscribed) continue;
        this.#write(other, {
          cmd: 'aibot_event_callback',
          headers: { req_id: `kick-${++this.#serial}` },
          body: {
            msgid: `kick-${this.#serial}`,
            aibotid: botId,
            create_time: 1,
            from: { userid: 'system' },
            msgtype: 'event',
            event: { eventtype: 'disconnected_event' },
          },
        });
        other.subscribed = false;
      }
      client.subscribed = true;
      for (const go of this.#waiting.splice(0)) go();
      return undefined;
    }
    if (!client.subscribed) {
      this.violations.push(`${cmd} before subscribing`);
      return answer(badBody);
    }
    switch (cmd) {
      case 'ping':
        return answer(0);
      case 'aibot_send_msg':
        return this.#with(Sent, frame, answer, sent => this.#send(client, sent, answer));
      case 'aibot_respond_welcome_msg':
        return this.#with(Welcome, frame, answer, body => this.#welcome(frame, body, answer));
      case 'aibot_respond_update_msg':
        return this.#with(Update, frame, answer, ({ template_card }) =>
          this.#update(frame, template_card, answer),
        );
      case 'aibot_upload_media_init':
        return this.#with(Init, frame, answer, init => {
          const upload_id = `upload-${++this.#serial}`;
          this.#uploads.set(upload_id, { init, chunks: new Map() });
          return answer(0, { upload_id });
        });
      case 'aibot_upload_media_chunk':
        return this.#with(Chunk, frame, answer, ({ upload_id, chunk_index, base64_data }) => {
          const content = Buffer.from(base64_data, 'base64');
          const upload = this.#uploads.get(upload_id);
          if (!upload || content.length > 512 * 1024 || chunk_index >= upload.init.total_chunks)
            return answer(badBody);
          upload.chunks.set(chunk_index, content);
          return answer(0);
        });
      case 'aibot_upload_media_finish':
        return this.#with(Finish, frame, answer, ({ upload_id }) => {
          const upload = this.#uploads.get(upload_id);
          const content = Buffer.concat(
            [...(upload?.chunks ?? [])].sort(([a], [b]) => a - b).map(([, part]) => part),
          );
          if (!upload || createHash('md5').update(content).digest('hex') !== upload.init.md5)
            return answer(badBody);
          const media_id = `media-${++this.#serial}`;
          this.#media.set(media_id, { name: upload.init.filename, content });
          return answer(0, { type: 'file', media_id, created_at: '1' });
        });
      default:
        this.violations.push(`unknown command ${cmd}`);
        return answer(badBody);
    }
  }

  #with<T>(
    schema: z.ZodType<T>,
    frame: Frame,
    answer: (code: number) => undefined,
    use: (body: T) => undefined,
  ): undefined {
    const parsed = schema.safeParse(frame.body);
    if (parsed.success) return use(parsed.data);
    this.violations.push(`${frame.cmd}: ${parsed.error.message}`);
    return answer(badBody);
  }

  #send(
    client: Client,
    sent: z.infer<typeof Sent>,
    answer: (code: number, body?: object) => undefined,
  ): undefined {
    const fault = this.#fault;
    this.#fault = null;
    if (fault === 'rate-limit') return answer(tooOften);
    if (fault === 'gone' || !this.known.has(sent.chatid)) return answer(noSuchChat);
    if (fault === 'bad-message') return answer(42_014);
    if (fault === 'server-error') return answer(-1);
    // 30 messages a minute to one conversation (path/101463).
    const times = (this.#sent.get(sent.chatid) ?? []).filter(at => at > this.now() - 60_000);
    if (times.length >= 30) {
      this.violations.push('more than 30 messages a minute to one chat');
      return answer(tooOften);
    }
    this.#sent.set(sent.chatid, [...times, this.now()]);
    const file = sent.msgtype === 'file' ? this.#media.get(sent.file.media_id) : undefined;
    if (sent.msgtype === 'file' && file === undefined) return answer(badBody);
    this.#show(sent.chatid, {
      text: sent.msgtype === 'markdown' ? sent.markdown.content : undefined,
      card: sent.msgtype === 'template_card' ? sent.template_card : undefined,
      file,
    });
    if (fault === 'lost-reply') {
      client.socket.drop();
      return undefined;
    }
    return answer(0);
  }

  #show(chat: string, message: Omit<BotMessage, 'id'>): void {
    this.chat(chat).push({ id: `m${++this.#serial}`, ...message });
  }

  #welcome(frame: Frame, body: z.infer<typeof Welcome>, answer: (code: number) => undefined): undefined {
    const event = this.#answerable.get(frame.headers.req_id);
    this.#answerable.delete(frame.headers.req_id);
    if (event?.kind !== 'enter' || this.now() - event.at > 5_000) return answer(tooLate);
    this.welcomes += 1;
    this.#show(event.chat, {
      text: body.msgtype === 'text' ? body.text.content : undefined,
      card: body.msgtype === 'template_card' ? body.template_card : undefined,
      file: undefined,
    });
    return answer(0);
  }

  #update(frame: Frame, card: z.infer<typeof FakeCard>, answer: (code: number) => undefined): undefined {
    const event = this.#answerable.get(frame.headers.req_id);
    this.#answerable.delete(frame.headers.req_id);
    if (event?.kind !== 'press' || this.now() - event.at > 5_000) return answer(tooLate);
    const shown = this.chat(event.chat).find(message => message.card?.task_id === event.task);
    if (card.task_id !== event.task || !shown) {
      this.violations.push('an update of another card');
      return answer(badBody);
    }
    this.updates += 1;
    shown.card = card;
    return answer(0);
  }
}
