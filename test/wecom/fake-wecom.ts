import { z } from 'zod';
import type { Fault } from '../contracts/channel.ts';
import { type CallbackTarget, type PushOutcome, push, pushLikeWecom, xmlOf } from './fake-callback.ts';
import { FakeCard, FakeCardUpdate } from './fake-card.ts';
import { type FakeAnswer, type FakeRequest, listen } from './fake-http.ts';
import { FakeKf } from './fake-kf.ts';

export const corpId = 'ww0123456789abcdef';
export const agentId = 1000002;
export const appSecret = 'app-secret-0123456789abcdef';
export const kfSecret = 'kf-secret-0123456789abcdef0';
export const callbackToken = 'QDG6eKcallback';
export const encodingAesKey = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C';

/** A message as it lies in a member's chat. */
export interface FakeMessage {
  readonly id: string;
  readonly type: 'text' | 'markdown' | 'file' | 'template_card';
  readonly text?: string;
  readonly file?: { readonly name: string; readonly content: Buffer };
  card?: FakeCardUpdate;
  readonly taskId?: string;
  /** Set when the buttons were replaced by a grey one with this text. */
  usedButton?: string;
  responseCode?: string;
}

const text2048 = z.strictObject({
  content: z.string().refine(text => text.length > 0 && Buffer.byteLength(text) <= 2048),
});
const Send = z
  .strictObject({
    touser: z.string().min(1),
    agentid: z.number().int(),
    msgtype: z.enum(['text', 'markdown', 'file', 'template_card']),
    text: text2048.optional(),
    markdown: text2048.optional(),
    file: z.strictObject({ media_id: z.string() }).optional(),
    template_card: z.unknown().optional(),
    enable_duplicate_check: z.literal(0).optional(),
  })
  .refine(body => body[body.msgtype] !== undefined);
const Update = z.strictObject({
  userids: z.array(z.string()).length(1),
  agentid: z.number().int(),
  response_code: z.string(),
  button: z.strictObject({ replace_name: z.string().min(1) }).optional(),
  template_card: FakeCardUpdate.optional(),
});

const perMinute = 30;
const codeLife = 72 * 3_600_000;

/**
 * A strict fake of WeCom's servers, made from the documentation: what the real one would refuse, drop or cut is
 * refused, dropped and counted here, and everything a client must not do is collected in `violations`.
 */
export class FakeWecom {
  readonly chats = new Map<string, FakeMessage[]>();
  readonly violations: string[] = [];
  readonly kf: FakeKf;
  /** Messages over 30 a minute to one member, which WeCom drops without a word. */
  dropped = 0;
  tokenFetches = 0;
  /** Calls that sent a card, carried out or not. */
  cardCalls = 0;
  /** Set: a card is carried out or not as it says, and the caller never gets an answer. */
  silence: ((call: number) => 'carried-out' | 'not-carried-out') | null = null;
  /** Paths that answer with an error code; 0 is none. */
  refuse: Readonly<Record<string, number>> = {};
  url = '';
  callback: CallbackTarget | null = null;

  readonly #now: () => number;
  readonly #tokens = new Map<string, { secret: string; expires: number }>();
  readonly #tasks = new Set<string>();
  readonly #codes = new Map<string, { message: FakeMessage; member: string; until: number; used: boolean }>();
  readonly #media = new Map<string, { name: string; content: Buffer }>();
  readonly #sentTimes = new Map<string, number[]>();
  readonly #waiters = new Set<() => void>();
  #fault: Fault | null = null;
  #serial = 0;
  #close: () => Promise<void> = async () => {};

  constructor(options: { readonly now: () => number; readonly kfBudget?: boolean }) {
    this.#now = options.now;
    this.kf = new FakeKf({
      now: options.now,
      enforceBudget: options.kfBudget ?? true,
      media: id => this.#media.get(id),
      violation: text => this.violations.push(text),
      changed: () => this.#changed(),
    });
  }

  async start(): Promise<void> {
    const server = await listen(request => this.#answer(request));
    this.url = server.url;
    this.#close = server.close;
  }

  async close(): Promise<void> {
    await this.#close();
  }

  /** The next send, and only that one, meets this fault. */
  fault(fault: Fault): void {
    this.#fault = fault;
  }

  /** All access tokens die now, as they may at any time. */
  expireTokens(): void {
    this.#tokens.clear();
  }

  /** Put a file where media/get finds it. */
  putMedia(name: string, content: Buffer): string {
    const id = `media-${++this.#serial}`;
    this.#media.set(id, { name, content });
    return id;
  }

  chat(member: string): FakeMessage[] {
    const messages = this.chats.get(member) ?? [];
    this.chats.set(member, messages);
    return messages;
  }

  /** Resolves when `ready` gives something, now or after a later call of the client. */
  async until<T>(ready: () => T | undefined): Promise<T> {
    for (;;) {
      const value = ready();
      if (value !== undefined) return value;
      await new Promise<void>(resolve => this.#waiters.add(resolve));
    }
  }

  /** Push a decrypted callback of the app once. */
  event(fields: Readonly<Record<string, unknown>>): { plain: string; push(): Promise<PushOutcome> } {
    const plain = `<xml>${xmlOf({
      ToUserName: corpId,
      CreateTime: Math.floor(this.#now() / 1000),
      ...fields,
      AgentID: agentId,
    })}</xml>`;
    return { plain, push: () => push(this.#target(), plain) };
  }

  /** Push with WeCom's own redelivery rule. */
  deliver(plain: string): Promise<PushOutcome> {
    return pushLikeWecom(this.#target(), plain);
  }

  text(member: string, content: string): { plain: string; push(): Promise<PushOutcome> } {
    this.#serial += 1;
    return this.event({
      FromUserName: member,
      MsgType: 'text',
      Content: content,
      MsgId: 4561255354250000000n + BigInt(this.#serial),
    });
  }

  image(member: string, mediaId: string): { plain: string; push(): Promise<PushOutcome> } {
    this.#serial += 1;
    return this.event({
      FromUserName: member,
      MsgType: 'image',
      PicUrl: 'http://127.0.0.1/none',
      MediaId: mediaId,
      MsgId: 4561255354260000000n + BigInt(this.#serial),
    });
  }

  /** A member presses a button of a card, or hands in a drop-down; the press brings a new response code. */
  press(member: string, message: FakeMessage, key: string, option?: string) {
    if (message.usedButton !== undefined) throw new Error('the button is grey');
    if (!message.card?.button_list.some(button => button.key === key)) throw new Error('no such button');
    return this.event({
      FromUserName: member,
      MsgType: 'event',
      Event: 'template_card_event',
      EventKey: key,
      TaskId: message.taskId ?? '',
      CardType: 'button_interaction',
      ResponseCode: this.#newCode(member, message),
      ...(option === undefined
        ? {}
        : { SelectedItems: { SelectedItem: { QuestionKey: 'choice', OptionIds: { OptionId: option } } } }),
    });
  }

  #target(): CallbackTarget {
    if (this.callback === null) throw new Error('no callback address');
    return this.callback;
  }

  #newCode(member: string, message: FakeMessage): string {
    const code = `code-${++this.#serial}-${'x'.repeat(40)}`;
    this.#codes.set(code, { message, member, until: this.#now() + codeLife, used: false });
    return code;
  }

  #changed(): void {
    for (const resolve of this.#waiters) resolve();
    this.#waiters.clear();
  }

  async #answer(request: FakeRequest): Promise<FakeAnswer> {
    const refusal = this.refuse[request.path] ?? 0;
    if (refusal !== 0) return error(refusal);
    if (request.path === '/cgi-bin/gettoken') return { json: this.#gettoken(request.query) };
    const token = this.#tokens.get(request.query.get('access_token') ?? '');
    if (token === undefined) return error(40014);
    if (token.expires <= this.#now()) return error(42001);
    const isKf = request.path.startsWith('/cgi-bin/kf/');
    if (isKf && token.secret !== kfSecret) return error(48002);
    if (request.path === '/cgi-bin/media/upload') return this.#upload(request);
    if (request.path === '/cgi-bin/media/get') {
      const media = this.#media.get(request.query.get('media_id') ?? '');
      return media ? { file: media.content, name: media.name } : error(40007);
    }
    if (request.path === '/cgi-bin/agent/get') return { json: { errcode: 0, errmsg: 'ok', close: 0 } };
    const isSend =
      request.path === '/cgi-bin/message/send' ||
      request.path === '/cgi-bin/kf/send_msg' ||
      request.path === '/cgi-bin/message/update_template_card';
    const fault = isSend ? this.#fault : null;
    if (isSend) this.#fault = null;
    if (fault === 'server-error') return { status: 502 };
    if (fault === 'rate-limit') return error(45009);
    if (fault === 'gone') return error(isKf ? 40096 : 81013);
    if (fault === 'bad-message') return error(40201);
    let body: unknown;
    try {
      body =
        request.method === 'GET'
          ? Object.fromEntries(request.query)
          : JSON.parse(request.body.toString('utf8'));
    } catch {
      this.violations.push(`${request.path}: not JSON`);
      return error(40035);
    }
    const isCard = (body as { msgtype?: string }).msgtype === 'template_card';
    if (isCard) this.cardCalls += 1;
    const silent = isCard ? this.silence?.(this.cardCalls) : undefined;
    if (silent === 'not-carried-out') {
      this.#changed();
      return new Promise(() => {});
    }
    const answer = isKf ? this.kf.answer(request.path, body) : this.#app(request.path, body);
    this.#changed();
    if (silent === 'carried-out') return new Promise(() => {});
    return fault === 'lost-reply' ? 'lost' : answer;
  }

  #gettoken(query: URLSearchParams): unknown {
    this.tokenFetches += 1;
    const secret = query.get('corpsecret') ?? '';
    if (query.get('corpid') !== corpId) return { errcode: 40013, errmsg: 'invalid corpid' };
    if (secret !== appSecret && secret !== kfSecret) return { errcode: 40001, errmsg: 'invalid secret' };
    const same = [...this.#tokens].find(([, kept]) => kept.secret === secret && kept.expires > this.#now());
    const token = same?.[0] ?? `access-token-${++this.#serial}-${'y'.repeat(60)}`;
    this.#tokens.set(token, same?.[1] ?? { secret, expires: this.#now() + 7_200_000 });
    return { errcode: 0, errmsg: 'ok', access_token: token, expires_in: 7200 };
  }

  async #upload(request: FakeRequest): Promise<FakeAnswer> {
    const type = request.headers['content-type'] ?? '';
    const form = await new Response(new Uint8Array(request.body), {
      headers: { 'content-type': type },
    }).formData();
    const file = form.get('media');
    if (!(file instanceof File) || file.size <= 5 || file.size > 20 * 1024 * 1024) return error(44001);
    const id = this.putMedia(file.name, Buffer.from(await file.arrayBuffer()));
    return { json: { errcode: 0, errmsg: 'ok', type: 'file', media_id: id, created_at: '1380000000' } };
  }

  #app(path: string, body: unknown): FakeAnswer {
    if (path === '/cgi-bin/message/send') return this.#send(body);
    if (path === '/cgi-bin/message/update_template_card') return this.#update(body);
    this.violations.push(`${path}: no such address`);
    return error(40035);
  }

  #send(body: unknown): FakeAnswer {
    const parsed = Send.safeParse(body);
    if (!parsed.success || parsed.data.agentid !== agentId) {
      this.violations.push(`message/send: ${parsed.error?.message ?? 'agentid'}`);
      return error(45002);
    }
    const send = parsed.data;
    const member = send.touser.toLowerCase();
    const base = { id: `msg-${++this.#serial}`, type: send.msgtype } as const;
    let message: FakeMessage = { ...base };
    if (send.msgtype === 'template_card') {
      const card = FakeCard.safeParse(send.template_card);
      if (!card.success) {
        this.violations.push(`template_card: ${card.error.message}`);
        return error(42031);
      }
      const { task_id, ...shown } = card.data;
      if (this.#tasks.has(task_id)) return error(42014);
      this.#tasks.add(task_id);
      message = { ...base, card: shown, taskId: task_id };
    } else if (send.msgtype === 'file') {
      const file = this.#media.get(send.file!.media_id);
      if (!file) return error(40007);
      message = { ...base, file };
    } else message = { ...base, text: send[send.msgtype]!.content };
    const times = (this.#sentTimes.get(member) ?? []).filter(time => time > this.#now() - 60_000);
    this.#sentTimes.set(member, [...times, this.#now()]);
    if (times.length >= perMinute) this.dropped += 1;
    else this.chat(member).push(message);
    const code = message.card ? this.#newCode(member, message) : undefined;
    if (code !== undefined) message.responseCode = code;
    return {
      json: {
        errcode: 0,
        errmsg: 'ok',
        msgid: base.id,
        ...(code === undefined ? {} : { response_code: code }),
      },
    };
  }

  #update(body: unknown): FakeAnswer {
    const parsed = Update.safeParse(body);
    if (!parsed.success) {
      this.violations.push(`update_template_card: ${parsed.error.message}`);
      return error(42031);
    }
    const { response_code, button, template_card, userids } = parsed.data;
    const code = this.#codes.get(response_code);
    if (!code || code.used || code.until <= this.#now()) return error(60140);
    if (userids[0] !== code.member) return error(42015);
    code.used = true;
    if (template_card) code.message.card = template_card;
    else if (button) code.message.usedButton = button.replace_name;
    return { json: { errcode: 0, errmsg: 'ok' } };
  }
}

/** Words of a refusal; 60020 names the address it came from (path/90313: "not allow to access from your ip"). */
export const error = (errcode: number): FakeAnswer => ({
  json: {
    errcode,
    errmsg:
      errcode === 60020
        ? 'not allow to access from your ip, hint: [1700000000123456789012], from ip: 203.0.113.7, more info at https://open.work.weixin.qq.com/devtool/query?e=60020'
        : `fake ${errcode}`,
  },
});
