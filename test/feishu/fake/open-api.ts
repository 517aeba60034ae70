import type { IncomingMessage, ServerResponse } from 'node:http';
import { cardFault } from './card-rules.ts';
import type { FakeMessage, World } from './world.ts';

/** Trouble the next send meets. `lost-reply`: carried out, then the connection breaks. */
export type SendFault = 'rate-limit' | 'gone' | 'bad-message' | 'lost-reply' | 'server-error' | number;

interface Answer {
  readonly status: number;
  readonly body: object | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** Carried out, but nobody hears of it. */
  readonly lost?: true;
}

const ok = (data: object = {}): Answer => ({ status: 200, body: { code: 0, msg: 'success', ...data } });
const refuse = (code: number, msg: string, status = 400): Answer => ({ status, body: { code, msg } });

const lostAnswer: Answer = { status: 0, body: {}, lost: true };

const uuidHourMs = 60 * 60 * 1000;
const updatableMs = 14 * 24 * 60 * 60 * 1000;
/** 30 KB of request body for cards and posts, 150 KB for texts: im-v1/message/create. */
const bodyLimit: Readonly<Record<string, number>> = {
  interactive: 30_720,
  post: 30_720,
  text: 153_600,
  file: 153_600,
};
const fileLimit = 30 * 1024 * 1024;
const perSecond = 5;
const receiverKinds: Readonly<Record<string, RegExp>> = {
  open_id: /^ou_/,
  union_id: /^on_/,
  chat_id: /^oc_/,
};

/** The HTTP side of the fake platform: tokens, messages, files, scopes. */
export class OpenApi {
  readonly world: World;
  /** What reached the platform, in order: `POST /open-apis/im/v1/messages`. */
  readonly calls: string[] = [];
  tokensIssued = 0;
  /** How often each `uuid` was sent to us, whatever became of it. */
  readonly attempts = new Map<string, number>();
  /** Chats in which repeats of a `uuid` are not recognised: shows what a test would see without them. */
  readonly forgetful = new Set<string>();
  /** Called once, right before the next message is carried out or right after; its answer is lost. */
  trap: { readonly when: 'before' | 'after'; readonly spring: (uuid: string) => void } | null = null;
  scopes: { scope_name: string; grant_status: number }[] = [
    'im:message:send_as_bot',
    'im:message.p2p_msg:readonly',
    'im:message.group_at_msg:readonly',
    'im:resource',
    'im:message:readonly',
    'im:chat.access_event.bot_p2p_chat:read',
  ].map(scope_name => ({ scope_name, grant_status: 1 }));
  /** Breaks off every call. */
  down = false;
  /** So many downloads meet a passing fault. */
  brokenResources = 0;
  /** Stop the rate counter where a test is not about it. */
  unlimited = false;
  #token = '';
  #faults: SendFault[] = [];
  readonly #sent = new Map<string, number[]>();

  constructor(world: World) {
    this.world = world;
  }

  fault(fault: SendFault): void {
    this.#faults.push(fault);
  }

  expireToken(): void {
    this.#token = '';
  }

  async handle(request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fake');
    this.calls.push(`${request.method} ${url.pathname}`);
    const answer = this.down ? lostAnswer : await this.#answer(request, url, body);
    this.world.changed();
    if (answer.lost) {
      request.socket.destroy();
      return;
    }
    const bytes = answer.body instanceof Uint8Array ? answer.body : Buffer.from(JSON.stringify(answer.body));
    response.writeHead(answer.status, {
      'content-type': answer.body instanceof Uint8Array ? 'application/octet-stream' : 'application/json',
      'content-length': String(bytes.length),
      ...answer.headers,
    });
    response.end(bytes);
  }

  async #answer(request: IncomingMessage, url: URL, body: Buffer): Promise<Answer> {
    const path = url.pathname;
    if (path === '/open-apis/auth/v3/tenant_access_token/internal') return this.#issueToken(body);
    if (this.#token === '' || request.headers.authorization !== `Bearer ${this.#token}`) {
      return refuse(99991663, 'Invalid access token for authorization.');
    }
    if (request.method === 'GET' && path === '/open-apis/bot/v3/info') {
      return ok({ bot: { app_name: '申报助手', open_id: this.world.botId, activate_status: 2 } });
    }
    if (request.method === 'GET' && path === '/open-apis/application/v6/scopes') {
      return ok({ data: { scopes: this.scopes } });
    }
    if (request.method === 'POST' && path === '/open-apis/im/v1/files') return this.#upload(request, body);
    const resource = /^\/open-apis\/im\/v1\/messages\/([^/]+)\/resources\/([^/]+)$/.exec(path);
    if (request.method === 'GET' && resource) return this.#resource(resource[1]!, resource[2]!, url);
    const read = /^\/open-apis\/im\/v1\/messages\/([^/]+)$/.exec(path);
    if (request.method === 'GET' && read) return this.#read(read[1]!, url);
    const message = /^\/open-apis\/im\/v1\/messages(?:\/([^/]+)(\/reply)?)?$/.exec(path);
    if (message && (request.method === 'POST' || request.method === 'PATCH')) {
      return this.#send(request.method, message[1], message[2] !== undefined, url, body);
    }
    return refuse(404, `fake Feishu: no ${request.method} ${path}`, 404);
  }

  #issueToken(body: Buffer): Answer {
    const { app_id, app_secret } = JSON.parse(body.toString()) as Record<string, string>;
    if (app_id !== this.world.appId || app_secret !== this.world.appSecret) {
      return { status: 200, body: { code: 10014, msg: 'app secret invalid' } };
    }
    this.tokensIssued += 1;
    this.#token = `t-fake-${this.tokensIssued}-Xw9`;
    return ok({ tenant_access_token: this.#token, expire: 7200 });
  }

  #send(method: string, id: string | undefined, reply: boolean, url: URL, raw: Buffer): Answer {
    const fault = this.#faults.shift();
    if (fault === 'rate-limit') {
      return {
        ...refuse(99991400, 'request trigger frequency limit', 429),
        headers: { 'x-ogw-ratelimit-reset': '7' },
      };
    }
    if (fault === 'gone') return refuse(230013, 'Bot has NO availability to this user.');
    if (fault === 'bad-message')
      return refuse(230022, 'The content of the message contains sensitive information.');
    if (fault === 'server-error') return refuse(5000, 'internal error', 500);
    if (typeof fault === 'number') return refuse(fault, `fault ${fault}`);
    let body: Record<string, unknown>;
    try {
      body = JSON.parse(raw.toString()) as Record<string, unknown>;
    } catch {
      return refuse(230001, 'body is no JSON');
    }
    const answer =
      method === 'PATCH'
        ? this.#patch(id ?? '', body, raw.length)
        : reply
          ? this.#reply(id ?? '', body, raw.length)
          : this.#create(url.searchParams.get('receive_id_type') ?? '', body, raw.length);
    return fault === 'lost-reply' ? { ...answer, lost: true } : answer;
  }

  #create(kind: string, body: Record<string, unknown>, bytes: number): Answer {
    const to = String(body.receive_id ?? '');
    if (!receiverKinds[kind]?.test(to)) return refuse(230034, 'receive_id does not fit receive_id_type');
    const person = [...this.world.people.values()].find(
      ({ openId, unionId }) => openId === to || unionId === to,
    );
    const chat = person?.chat ?? to;
    if (kind !== 'chat_id' && !person) return refuse(99992351, 'not a valid open_id');
    if (kind === 'chat_id' && !this.world.groups.has(to))
      return refuse(230002, 'The bot can not be outside the group.');
    return this.#post(chat, body, bytes, undefined);
  }

  #reply(id: string, body: Record<string, unknown>, bytes: number): Answer {
    const head = this.world.message(id);
    if (!head) return refuse(230001, 'invalid message_id');
    if (head.withdrawn) return refuse(230011, 'The message was withdrawn.');
    return this.#post(
      head.chat,
      body,
      bytes,
      body.reply_in_thread === true ? (head.root ?? head.id) : undefined,
    );
  }

  #post(chat: string, body: Record<string, unknown>, bytes: number, root: string | undefined): Answer {
    const { msg_type: type, content, uuid } = body as Record<string, string>;
    const allowed = ['receive_id', 'msg_type', 'content', 'uuid', 'reply_in_thread'];
    if (Object.keys(body).some(name => !allowed.includes(name))) return refuse(230001, 'unknown parameter');
    if (typeof content !== 'string' || !type || !(type in bodyLimit))
      return refuse(230001, 'bad msg_type or content');
    if (typeof uuid !== 'string' || uuid.length > 50)
      return refuse(230001, 'this fake wants a uuid of at most 50');
    if (bytes > bodyLimit[type]!)
      return refuse(230025, 'The length of the message content reaches its limit.');
    const limited = this.#rate(chat);
    if (limited) return limited;
    this.attempts.set(uuid, (this.attempts.get(uuid) ?? 0) + 1);
    const { trap } = this;
    this.trap = null;
    if (trap?.when === 'before') {
      trap.spring(uuid);
      return { ...ok(), lost: true };
    }
    const known = this.world.messages.find(
      message => message.uuid === uuid && message.chat === chat && this.world.now - message.at < uuidHourMs,
    );
    if (known && !this.forgetful.has(chat)) return ok({ data: this.#view(known) });
    const fault = this.#contentFault(type, content);
    if (fault) return refuse(fault.code, fault.msg);
    const message = this.world.add({ chat, from: 'bot', type, content, uuid, ...(root ? { root } : {}) });
    if (trap?.when === 'after') {
      trap.spring(uuid);
      return { ...ok(), lost: true };
    }
    return ok({ data: this.#view(message) });
  }

  #contentFault(type: string, content: string): { code: number; msg: string } | null {
    if (type === 'interactive') return cardFault(content);
    const parsed = JSON.parse(content) as { file_key?: string; zh_cn?: { content?: { tag?: string }[][] } };
    if (type === 'post' && !parsed.zh_cn?.content?.flat().every(({ tag }) => tag === 'text')) {
      return { code: 230001, msg: 'this fake takes posts of text nodes only' };
    }
    if (type === 'file' && !this.world.files.has(parsed.file_key ?? ''))
      return { code: 230055, msg: 'bad file_key' };
    return null;
  }

  #patch(id: string, body: Record<string, unknown>, bytes: number): Answer {
    const message = this.world.message(id);
    if (message?.from !== 'bot') return refuse(230001, 'invalid message_id');
    if (message.withdrawn) return refuse(230011, 'The message was withdrawn.');
    if (message.type !== 'interactive') return refuse(230001, 'not a card');
    if (this.world.now - message.at > updatableMs)
      return refuse(230031, 'The message is sent more than 14 days ago.');
    if (Object.keys(body).join() !== 'content' || typeof body.content !== 'string')
      return refuse(230001, 'bad body');
    if (bytes > bodyLimit.interactive!) return refuse(230025, 'too long');
    const limited = this.#rate(message.chat);
    if (limited) return limited;
    const fault = cardFault(body.content);
    if (fault) return refuse(fault.code, fault.msg);
    message.content = body.content;
    this.world.changed();
    return ok({ data: {} });
  }

  /** 5 a second to one chat, measured on the real clock: the adapter's pace is what is under test. */
  #rate(chat: string): Answer | null {
    const now = performance.now();
    const recent = (this.#sent.get(chat) ?? []).filter(at => now - at < 1000);
    if (!this.unlimited && recent.length >= perSecond)
      return refuse(230020, 'The request was limited by frequency.');
    this.#sent.set(chat, [...recent, now]);
    return null;
  }

  /** A card comes as it was sent only where that is asked for: im-v1/message/get, card_msg_content_type. */
  #read(id: string, url: URL): Answer {
    const message = this.world.message(id);
    if (!message) return refuse(230001, 'invalid message_id');
    if (!this.scopes.some(({ scope_name }) => scope_name === 'im:message:readonly'))
      return refuse(230027, 'Lack of necessary permissions.');
    const whole = url.searchParams.get('card_msg_content_type') === 'user_card_content';
    const shown = message.type === 'interactive' && !whole ? '{"title":"","elements":[]}' : message.content;
    return ok({
      data: {
        items: [
          {
            ...this.#view(message),
            sender: { id: 'x', id_type: 'app_id', sender_type: message.from === 'bot' ? 'app' : 'user' },
            body: { content: shown },
          },
        ],
      },
    });
  }

  #view(message: FakeMessage) {
    return {
      message_id: message.id,
      chat_id: message.chat,
      msg_type: message.type,
      create_time: String(message.at),
    };
  }

  async #upload(request: IncomingMessage, body: Buffer): Promise<Answer> {
    const type = request.headers['content-type'] ?? '';
    if (!type.startsWith('multipart/form-data')) return refuse(234001, 'not multipart');
    const form = await new Response(body as unknown as BodyInit, {
      headers: { 'content-type': type },
    }).formData();
    const file = form.get('file');
    const name = form.get('file_name');
    const kinds = ['opus', 'mp4', 'pdf', 'doc', 'xls', 'ppt', 'stream'];
    if (
      !(file instanceof File) ||
      typeof name !== 'string' ||
      !kinds.includes(String(form.get('file_type')))
    ) {
      return refuse(234001, 'bad parameters');
    }
    if (file.size === 0) return refuse(234010, 'empty file');
    if (file.size > fileLimit) return refuse(234006, 'file too large');
    const key = this.world.id('file');
    this.world.files.set(key, { name, bytes: new Uint8Array(await file.arrayBuffer()) });
    return ok({ data: { file_key: key } });
  }

  #resource(messageId: string, key: string, url: URL): Answer {
    if (this.brokenResources > 0) {
      this.brokenResources -= 1;
      return refuse(234019, 'storage error', 500);
    }
    const file = this.world.files.get(key);
    if (!file || file.message !== messageId) return refuse(234003, 'File not in msg.');
    const wanted = this.world.message(messageId)?.type === 'file' ? 'file' : 'image';
    if (url.searchParams.get('type') !== wanted) return refuse(234001, 'type does not fit');
    return { status: 200, body: file.bytes };
  }
}
