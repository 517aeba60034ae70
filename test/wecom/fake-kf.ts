import { z } from 'zod';
import type { FakeAnswer } from './fake-http.ts';

export const openKfId = 'wkAJ2GCAAASSm4FhToWMFea0xAFfd3Q';

/** A message as the customer sees it. */
export interface KfSeen {
  readonly id: string;
  readonly text: string;
  readonly menu: readonly { readonly id: string; readonly label: string }[];
  readonly file?: { readonly name: string; readonly content: Buffer };
}

interface Customer {
  seen: KfSeen[];
  /** 0 fresh, 3 with a human, 4 not begun. */
  state: number;
  /** When the customer last wrote, and what was sent since. */
  wroteAt: number | null;
  sent: number;
}

const bytes = (limit: number) =>
  z.string().refine(text => text.length > 0 && Buffer.byteLength(text) <= limit);
const Content = {
  msgid: z.string().regex(/^[0-9a-zA-Z_-]{1,32}$/),
  msgtype: z.enum(['text', 'msgmenu', 'file']),
  text: z.strictObject({ content: bytes(2048) }).optional(),
  msgmenu: z
    .strictObject({
      head_content: bytes(1024),
      list: z
        .array(
          z.strictObject({
            type: z.literal('click'),
            click: z.strictObject({ id: z.string().regex(/^[a-zA-Z0-9_]{1,128}$/), content: bytes(128) }),
          }),
        )
        .min(1),
    })
    .optional(),
  file: z.strictObject({ media_id: z.string() }).optional(),
};
const SendMsg = z.strictObject({ touser: z.string(), open_kfid: z.literal(openKfId), ...Content });
const OnEvent = z.strictObject({ code: z.string(), ...Content });
const Sync = z.strictObject({
  cursor: z.string().max(64).optional(),
  token: z.string().max(128).optional(),
  open_kfid: z.literal(openKfId),
  limit: z.number().int().max(1000),
  voice_format: z.literal(0),
});
/** developer.work.weixin.qq.com/document/path/94669, 获取会话状态. */
const StateGet = z.strictObject({ open_kfid: z.literal(openKfId), external_userid: z.string() });
const Trans = z.strictObject({
  open_kfid: z.literal(openKfId),
  external_userid: z.string(),
  service_state: z.number().int(),
  servicer_userid: z.string().optional(),
});

const json = (errcode: number, rest: object = {}): FakeAnswer => ({
  json: { errcode, errmsg: `fake ${errcode}`, ...rest },
});
const window48h = 48 * 3_600_000;

/** 微信客服 of the fake: what customers did, read by cursor, and what may be sent to them. */
export class FakeKf {
  readonly customers = new Map<string, Customer>();
  /** Entries of one sync_msg answer; small, so that `has_more` happens. */
  pageSize = 2;
  readonly syncCursors: string[] = [];
  callsWithoutToken = 0;
  /** Every cursor is refused, as after a long silence: only a call without one is answered. */
  cursorLost = false;
  /** Servicers who are 正在接待. */
  readonly servicers = new Set<string>();

  readonly #log: object[] = [];
  readonly #tokens = new Map<string, number>();
  readonly #codes = new Map<string, { customer: string; until: number; used: boolean }>();
  readonly #msgids = new Set<string>();
  readonly #options: FakeKfOptions;
  #serial = 0;

  constructor(options: FakeKfOptions) {
    this.#options = options;
  }

  customer(id: string): Customer {
    const known = this.customers.get(id) ?? { seen: [], state: 4, wroteAt: null, sent: 0 };
    this.customers.set(id, known);
    return known;
  }

  /** The customer writes; returns the msgid. */
  writes(id: string, content: string, menuId?: string): string {
    return this.#fromCustomer(id, {
      msgtype: 'text',
      text: { content, ...(menuId === undefined ? {} : { menu_id: menuId }) },
    });
  }

  sendsFile(id: string, mediaId: string): string {
    return this.#fromCustomer(id, { msgtype: 'file', file: { media_id: mediaId } });
  }

  /** The customer opens the chat through a link. A welcome code comes only if nothing was said in 48 hours. */
  enters(id: string, sceneParam: string): void {
    const customer = this.customer(id);
    const fresh = customer.wroteAt === null || this.#options.now() - customer.wroteAt > window48h;
    this.#event({
      event_type: 'enter_session',
      open_kfid: openKfId,
      external_userid: id,
      scene: 'shenbao',
      scene_param: sceneParam,
      ...(fresh ? { welcome_code: this.#code(id) } : {}),
    });
  }

  /** A servicer ends a human session. */
  servicerEnds(id: string, servicer: string): void {
    this.customer(id).state = 4;
    this.#event({
      event_type: 'session_status_change',
      open_kfid: openKfId,
      external_userid: id,
      change_type: 3,
      old_servicer_userid: servicer,
      msg_code: this.#code(id),
    });
  }

  /** A message that was accepted could not be delivered after all. */
  sendFails(id: string, msgid: string, type: number): void {
    this.#event({
      event_type: 'msg_send_fail',
      open_kfid: openKfId,
      external_userid: id,
      fail_msgid: msgid,
      fail_type: type,
    });
  }

  /** A token as the callback carries it. */
  callbackToken(): string {
    const token = `ENC${++this.#serial}${'k'.repeat(60)}`;
    this.#tokens.set(token, this.#options.now() + 600_000);
    return token;
  }

  answer(path: string, body: unknown): FakeAnswer {
    switch (path) {
      case '/cgi-bin/kf/sync_msg':
        return this.#with(Sync, path, body, call => this.#sync(call));
      case '/cgi-bin/kf/send_msg':
        return this.#with(SendMsg, path, body, call => this.#send(call.touser, call));
      case '/cgi-bin/kf/send_msg_on_event':
        return this.#with(OnEvent, path, body, call => this.#onEvent(call));
      case '/cgi-bin/kf/service_state/trans':
        return this.#with(Trans, path, body, call => this.#trans(call));
      case '/cgi-bin/kf/service_state/get':
        return this.#with(StateGet, path, body, call =>
          json(0, { service_state: this.customer(call.external_userid).state }),
        );
      case '/cgi-bin/kf/account/list':
        return json(0, { account_list: [{ open_kfid: openKfId, name: '申报助手' }] });
      case '/cgi-bin/kf/add_contact_way':
        return json(0, { url: 'https://work.weixin.qq.com/kf/kfcbf8f8d07ac7215f?enc_scene=ENCGFSDF567DF' });
      default:
        this.#options.violation(`${path}: no such address`);
        return json(40035);
    }
  }

  #with<T>(schema: z.ZodType<T>, path: string, body: unknown, call: (value: T) => FakeAnswer): FakeAnswer {
    const parsed = schema.safeParse(body);
    if (parsed.success) return call(parsed.data);
    this.#options.violation(`${path}: ${parsed.error.message}`);
    return json(40035);
  }

  #fromCustomer(id: string, content: object): string {
    const customer = this.customer(id);
    customer.wroteAt = this.#options.now();
    customer.sent = 0;
    if (customer.state === 4) customer.state = 0;
    return this.#entry({ open_kfid: openKfId, external_userid: id, origin: 3, ...content });
  }

  #event(event: object): void {
    this.#entry({ origin: 4, msgtype: 'event', event });
  }

  #entry(entry: object): string {
    const msgid = `from_msgid_4622416642169${String(++this.#serial).padStart(6, '0')}`;
    this.#log.push({ msgid, send_time: Math.floor(this.#options.now() / 1000), ...entry });
    return msgid;
  }

  #code(customer: string): string {
    const code = `welcome-${++this.#serial}`;
    this.#codes.set(code, { customer, until: this.#options.now() + 20_000, used: false });
    return code;
  }

  /** Every third page is empty although there is more, which the documentation warns of. */
  #sync(call: z.infer<typeof Sync>): FakeAnswer {
    if (call.token === undefined) this.callsWithoutToken += 1;
    else if ((this.#tokens.get(call.token) ?? 0) <= this.#options.now()) return json(95007);
    if (call.cursor !== undefined && this.cursorLost) return json(40058);
    this.syncCursors.push(call.cursor ?? '');
    const [at = 0, empties = 0] = (call.cursor ?? 'c0.0').slice(1).split('.').map(Number);
    const isEmpty = at < this.#log.length && at % 3 === 2 && empties === 0;
    const page = isEmpty ? [] : this.#log.slice(at, at + this.pageSize);
    const next = at + page.length;
    return json(0, {
      next_cursor: `c${next}.${isEmpty ? 1 : 0}`,
      has_more: next < this.#log.length ? 1 : 0,
      msg_list: page,
    });
  }

  #send(id: string, call: z.infer<typeof OnEvent> | z.infer<typeof SendMsg>): FakeAnswer {
    const customer = this.customers.get(id);
    if (!customer) return json(40096);
    if (this.#msgids.has(call.msgid)) return json(95033);
    if (this.#options.enforceBudget) {
      if (customer.state !== 0 && customer.state !== 1) return json(95018);
      if (customer.wroteAt === null || this.#options.now() - customer.wroteAt > window48h) return json(95002);
      if (customer.sent >= 5) return json(95001);
    }
    if ((call.msgmenu?.list.length ?? 0) > 10) return json(95008);
    const shown = this.#show(customer, call);
    if (shown !== null) return shown;
    customer.sent += 1;
    return json(0, { msgid: call.msgid });
  }

  #onEvent(call: z.infer<typeof OnEvent>): FakeAnswer {
    const code = this.#codes.get(call.code);
    if (!code || code.used || code.until <= this.#options.now() || call.msgtype === 'file')
      return json(95007);
    code.used = true;
    return this.#show(this.customer(code.customer), call) ?? json(0, { msgid: call.msgid });
  }

  #show(customer: Customer, call: z.infer<typeof OnEvent> | z.infer<typeof SendMsg>): FakeAnswer | null {
    const file = call.file ? this.#options.media(call.file.media_id) : undefined;
    if (call.file && !file) return json(40007);
    this.#msgids.add(call.msgid);
    customer.seen.push({
      id: call.msgid,
      text: call.text?.content ?? call.msgmenu?.head_content ?? '',
      menu: (call.msgmenu?.list ?? []).map(({ click }) => ({ id: click.id, label: click.content })),
      ...(file ? { file } : {}),
    });
    this.#options.changed();
    return null;
  }

  #trans(call: z.infer<typeof Trans>): FakeAnswer {
    const customer = this.customer(call.external_userid);
    if (customer.state === 4) return json(95016);
    if (call.service_state === 3 && !this.servicers.has(call.servicer_userid ?? '')) return json(95014);
    customer.state = call.service_state;
    return json(0, { msg_code: this.#code(call.external_userid) });
  }
}

export interface FakeKfOptions {
  readonly now: () => number;
  readonly enforceBudget: boolean;
  readonly media: (id: string) => { name: string; content: Buffer } | undefined;
  readonly violation: (text: string) => void;
  readonly changed: () => void;
}
