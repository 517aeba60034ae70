import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Method, type Params, parameters } from './bot-api-methods.ts';
import { type FakeChat, FakeChats, type FakeMessage } from './fake-chats.ts';
import { parseMultipart, type Upload } from './multipart.ts';
import { automaticEntities, type Entity, EntityError, parseHtml } from './telegram-html.ts';
import { UpdateQueue } from './update-queue.ts';

/*
 * A strict fake of the Bot API server (core.telegram.org/bots/api), ours. It knows the methods the adapter uses, checks
 * what the real one checks, and answers with the real one's error texts (tdlib/telegram-bot-api Client.cpp).
 * Updates stay pending until the offset passes them; a second poller ends the first with 409; a callback query can be
 * answered once; there are files in both directions, webhooks with the secret header, and faults on demand.
 */

export class Refusal extends Error {
  readonly code: number;
  readonly parameters: Readonly<Record<string, number>> | undefined;
  constructor(code: number, description: string, parameters?: Readonly<Record<string, number>>) {
    super(description);
    this.code = code;
    this.parameters = parameters;
  }
}
const bad = (description: string): Refusal => new Refusal(400, `Bad Request: ${description}`);

const notModified = (): Refusal =>
  bad(
    'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
  );

/**
 * How the next matching call fails. `lost-reply`: carried out, then the connection breaks. `hang`: not carried out, and
 * no answer ever comes; `reached` is called when the request is there.
 */
export type CallFault =
  | {
      readonly kind: 'refuse';
      readonly code: number;
      readonly description: string;
      readonly retryAfter?: number;
    }
  | { readonly kind: 'lost-reply' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'hang'; readonly reached: () => void }
  | { readonly kind: 'html'; readonly status: number };

/** An entity given by the sender and found by the server as well counts once. */
const withoutRepeats = (entities: readonly Entity[]): Entity[] =>
  entities.filter(
    (one, index) =>
      entities.findIndex(
        other => other.type === one.type && other.offset === one.offset && other.length === one.length,
      ) === index,
  );

const messageLimit = 4096;
const captionLimit = 1024;
const markupBytes = 10_240;
const uploadLimit = 50 * 1024 * 1024;
const downloadLimit = 20 * 1024 * 1024;

export class FakeBotApi {
  readonly token: string;
  readonly chats = new FakeChats();
  readonly updates = new UpdateQueue();
  /** Every call with a valid token: method and checked parameters, for assertions. */
  readonly calls: { readonly method: string; readonly params: Record<string, unknown> }[] = [];
  commands: readonly { readonly command: string; readonly description: string }[] = [];
  /** What went wrong in the fake itself; `stop` throws the first. */
  readonly bugs: unknown[] = [];
  /** Toasts shown, by callback query id. */
  readonly toasts = new Map<string, string | undefined>();
  /** Where posts to a webhook address really go: the tests have no public name and certificate. */
  webhookTarget: ((url: string) => string) | null = null;
  webhook: { readonly url: string; readonly secret: string | undefined } | null = null;

  readonly #server = createServer((request, response) => void this.#serve(request, response));
  readonly #faults: { readonly method: Method | 'send'; readonly fault: CallFault }[] = [];
  #breakDownloads = 0;

  constructor(token = '123456789:AAFakeFakeFakeFakeFakeFakeFakeFakeFake') {
    this.token = token;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async start(port = 0): Promise<this> {
    await new Promise<void>(resolve => this.#server.listen(port, '127.0.0.1', resolve));
    return this;
  }

  async stop(): Promise<void> {
    this.updates.close();
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
    if (this.bugs.length > 0) throw this.bugs[0];
  }

  /** The next call of this method (`send`: any sending method) meets the fault. */
  fail(method: Method | 'send', fault: CallFault): void {
    this.#faults.push({ method, fault });
  }

  /** Forget faults that nobody has met yet. */
  mend(): void {
    this.#faults.length = 0;
  }

  /** The next downloads break off in the middle. */
  breakDownloads(count: number): void {
    this.#breakDownloads = count;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = new URL(request.url ?? '/', 'http://fake').pathname;
    if (path.startsWith('/file/')) return this.#download(path, response);
    const found = /^\/bot([^/]+)\/(\w+)$/.exec(path);
    const reply = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    try {
      if (!found) throw new Refusal(404, 'Not Found');
      if (found[1] !== this.token) throw new Refusal(401, 'Unauthorized');
      const method = found[2] as Method;
      if (!(method in parameters)) throw new Refusal(404, 'Not Found: method not found');
      const fault = this.#takeFault(method);
      if (fault?.kind === 'reset') return void request.socket.destroy();
      if (fault?.kind === 'hang') return fault.reached();
      if (fault?.kind === 'html')
        return void response.writeHead(fault.status).end('<html>Bad Gateway</html>');
      if (fault?.kind === 'refuse') {
        const wait = fault.retryAfter === undefined ? undefined : { retry_after: fault.retryAfter };
        throw new Refusal(fault.code, fault.description, wait);
      }
      const { fields, uploads } = this.#body(request, Buffer.concat(chunks));
      const parsed = parameters[method].safeParse(fields);
      if (!parsed.success)
        throw bad(`${parsed.error.issues[0]?.path.join('.')} ${parsed.error.issues[0]?.message}`);
      this.calls.push({ method, params: parsed.data });
      this.chats.changed();
      const gone = new AbortController();
      response.once('close', () => gone.abort());
      const result = await this.#call(method, parsed.data, uploads, gone.signal);
      if (fault?.kind === 'lost-reply') return void request.socket.destroy();
      reply(200, { ok: true, result });
    } catch (error) {
      if (!(error instanceof Refusal)) {
        this.bugs.push(error);
        return void response.writeHead(500).end();
      }
      const { code, message: description, parameters } = error;
      reply(code, { ok: false, error_code: code, description, ...(parameters ? { parameters } : {}) });
    }
  }

  #takeFault(method: Method): CallFault | undefined {
    const sending = method === 'sendMessage' || method === 'sendDocument' || method === 'editMessageText';
    const index = this.#faults.findIndex(
      entry => entry.method === method || (entry.method === 'send' && sending),
    );
    return index < 0 ? undefined : this.#faults.splice(index, 1)[0]!.fault;
  }

  #body(
    request: IncomingMessage,
    body: Buffer,
  ): { fields: Record<string, unknown>; uploads: ReadonlyMap<string, Upload> } {
    const type = request.headers['content-type'] ?? '';
    if (!type.startsWith('application/json')) return parseMultipart(type, body);
    return { fields: body.length === 0 ? {} : JSON.parse(body.toString()), uploads: new Map() };
  }

  #call(method: Method, params: unknown, uploads: ReadonlyMap<string, Upload>, gone: AbortSignal): unknown {
    switch (method) {
      case 'getMe':
        return this.chats.bot;
      case 'getUpdates':
        return this.#getUpdates(params as Params<'getUpdates'>, gone);
      case 'setWebhook':
        return this.#setWebhook(params as Params<'setWebhook'>);
      case 'deleteWebhook':
        this.webhook = null;
        this.updates.push = null;
        return true;
      case 'getWebhookInfo':
        return { url: this.webhook?.url ?? '', pending_update_count: this.updates.pending.length };
      case 'setMyCommands':
        this.commands = (params as Params<'setMyCommands'>).commands;
        return true;
      case 'sendMessage':
        return this.#sendMessage(params as Params<'sendMessage'>);
      case 'editMessageText':
        return this.#edit(params as Params<'editMessageText'>);
      case 'editMessageReplyMarkup':
        return this.#editMarkup(params as Params<'editMessageReplyMarkup'>);
      case 'sendDocument':
        return this.#sendDocument(params as Params<'sendDocument'>, uploads);
      case 'answerCallbackQuery':
        return this.#answer(params as Params<'answerCallbackQuery'>);
      case 'getFile':
        return this.#getFile(params as Params<'getFile'>);
      default:
        return method satisfies never;
    }
  }

  #getUpdates({ offset, limit, timeout }: Params<'getUpdates'>, gone: AbortSignal): Promise<unknown> {
    if (this.webhook) {
      throw new Refusal(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      );
    }
    const conflict = new Refusal(
      409,
      'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    );
    return this.updates.poll({ offset, limit, timeoutMs: timeout * 1000, conflict, gone });
  }

  #setWebhook({ url, secret_token: secret }: Params<'setWebhook'>): boolean {
    if (!url.startsWith('https://')) throw bad('bad webhook: An HTTPS URL must be provided for webhook');
    this.webhook = { url, secret };
    this.updates.push = async update => {
      const target = this.webhookTarget?.(url) ?? url;
      try {
        const answer = await fetch(target, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            ...(secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': secret }),
          },
          body: JSON.stringify(update),
        });
        return answer.ok;
      } catch {
        return false;
      }
    };
    return true;
  }

  /** What is seen of a text and what acts in it, or the refusal. */
  #readText(
    text: string,
    look: { readonly parse_mode?: 'HTML' | undefined; readonly entities?: readonly Entity[] | undefined },
    limit: number,
    tooLong: string,
  ) {
    if (!text.isWellFormed()) throw bad('strings must be encoded in UTF-8');
    try {
      const parsed = look.parse_mode === 'HTML' ? parseHtml(text) : { text, entities: look.entities ?? [] };
      if (parsed.text.length > limit) throw bad(tooLong);
      const entities = withoutRepeats([...parsed.entities, ...automaticEntities(parsed)]);
      return { text: parsed.text.trim(), entities };
    } catch (error) {
      throw error instanceof EntityError ? bad(`can't parse entities: ${error.message}`) : error;
    }
  }

  #readMarkup(markup: Params<'sendMessage'>['reply_markup']): FakeMessage['keyboard'] {
    const rows = markup?.inline_keyboard ?? [];
    for (const button of rows.flat()) {
      if ((button.callback_data === undefined) === (button.url === undefined)) {
        throw bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
      }
      if (button.callback_data !== undefined) {
        const bytes = Buffer.byteLength(button.callback_data);
        if (bytes < 1 || bytes > 64) throw bad('BUTTON_DATA_INVALID');
      }
    }
    if (Buffer.byteLength(JSON.stringify(rows)) > markupBytes || rows.flat().length > 100) {
      throw bad('reply markup is too long');
    }
    return rows;
  }

  #chatFor(id: string) {
    const chat = this.chats.find(id);
    if (!chat) throw bad('chat not found');
    if (chat.migratedTo !== undefined) {
      throw new Refusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
        migrate_to_chat_id: chat.migratedTo,
      });
    }
    if (chat.blocked) {
      const what =
        chat.type === 'private' ? 'bot was blocked by the user' : 'bot was kicked from the group chat';
      throw new Refusal(403, `Forbidden: ${what}`);
    }
    return chat;
  }

  #sendMessage(params: Params<'sendMessage'>) {
    const chat = this.#chatFor(params.chat_id);
    const body = this.#readText(params.text, params, messageLimit, 'message is too long');
    if (body.text === '') throw bad('message text is empty');
    const keyboard = this.#readMarkup(params.reply_markup);
    return this.chats.add(chat, { ...body, keyboard, thread: params.message_thread_id });
  }

  #edit(params: Params<'editMessageText'>) {
    const chat = this.#chatFor(params.chat_id);
    const message = this.#ownMessage(chat, params.message_id);
    if (message.file) throw bad('there is no text in the message to edit');
    const body = this.#readText(params.text, params, messageLimit, 'message is too long');
    if (body.text === '') throw bad('message text is empty');
    const keyboard = this.#readMarkup(params.reply_markup);
    if (
      JSON.stringify([message.text, message.entities, message.keyboard]) ===
      JSON.stringify([body.text, body.entities, keyboard])
    ) {
      throw notModified();
    }
    return this.chats.change(chat, message, { ...body, keyboard });
  }

  #editMarkup(params: Params<'editMessageReplyMarkup'>) {
    const chat = this.#chatFor(params.chat_id);
    const message = this.#ownMessage(chat, params.message_id);
    const keyboard = this.#readMarkup(params.reply_markup);
    if (JSON.stringify(keyboard) === JSON.stringify(message.keyboard)) throw notModified();
    return this.chats.change(chat, message, { text: message.text, entities: message.entities, keyboard });
  }

  #ownMessage(chat: FakeChat, id: number): FakeMessage {
    const message = chat.messages.find(entry => entry.fromBot && entry.id === id);
    if (!message) throw bad('message to edit not found');
    return message;
  }

  #sendDocument(params: Params<'sendDocument'>, uploads: ReadonlyMap<string, Upload>) {
    const chat = this.#chatFor(params.chat_id);
    const upload = uploads.get(params.document.replace(/^attach:\/\//, ''));
    if (!upload) throw bad('wrong file identifier/HTTP URL specified');
    if (upload.content.length === 0) throw bad('file must be non-empty');
    if (upload.content.length > uploadLimit) throw new Refusal(413, 'Request Entity Too Large');
    const tooLong = 'message caption is too long';
    const body = this.#readText(params.caption ?? '', params, captionLimit, tooLong);
    const keyboard = this.#readMarkup(params.reply_markup);
    return this.chats.add(chat, { ...body, keyboard, file: upload, thread: params.message_thread_id });
  }

  #answer({ callback_query_id: id, text }: Params<'answerCallbackQuery'>): boolean {
    if (!this.chats.openCallbacks.delete(id)) {
      throw bad('query is too old and response timeout expired or query ID is invalid');
    }
    this.toasts.set(id, text);
    return true;
  }

  #getFile({ file_id: id }: Params<'getFile'>) {
    const content = this.chats.files.get(id);
    if (!content) throw bad('wrong file_id or the file is temporarily unavailable');
    if (content.length > downloadLimit) throw bad('file is too big');
    const path = `documents/${createHash('sha256').update(id).digest('hex').slice(0, 16)}`;
    this.chats.paths.set(path, content);
    return { file_id: id, file_unique_id: `u${id}`, file_size: content.length, file_path: path };
  }

  #download(path: string, response: ServerResponse): void {
    const found = /^\/file\/bot([^/]+)\/(.+)$/.exec(path);
    const content = found?.[1] === this.token ? this.chats.paths.get(found[2]!) : undefined;
    if (!content) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-length': content.length });
    if (this.#breakDownloads > 0) {
      this.#breakDownloads -= 1;
      response.write(content.subarray(0, Math.floor(content.length / 2)), () => response.destroy());
      return;
    }
    response.end(content);
  }
}
