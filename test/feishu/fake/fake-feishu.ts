import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cardFault } from './card-rules.ts';
import { OpenApi } from './open-api.ts';
import { type Button, type Screen, screenOf } from './screen.ts';
import { httpTransport, LongConnectionTransport, type Outcome, type Transport } from './transports.ts';
import { type FakeMessage, type Person, World } from './world.ts';

/** Waiting times before each redelivery of an event: event subscription overview, ukTMukTMukTM/uUTNz4SN1MjL1UzM. */
export const redeliveryMs = [15_000, 5 * 60_000, 60 * 60_000, 6 * 60 * 60_000] as const;
const interactableMs = 14 * 24 * 60 * 60 * 1000;

export interface FakeDelivery {
  readonly outcome: Promise<'acknowledged' | 'refused'>;
  redeliver(): FakeDelivery;
}

interface Pending {
  readonly body: object;
  attempts: number;
  due: number;
}

export interface Clicked {
  readonly toast: string | null;
  /** The card was changed by the answer itself. */
  readonly updated: boolean;
}

const mentionKey = '@_user_1';

/**
 * A strict stand-in for the Feishu platform that the official SDK talks to unchanged: open API, long connection or
 * HTTP push, people with their chats, redelivery by a clock that the test moves. Nobody else's fake of Feishu is to
 * be had, so this one is ours; the independent side is the SDK.
 */
export class FakeFeishu {
  readonly world: World;
  readonly api: OpenApi;
  readonly socket: LongConnectionTransport;
  /** What was wrong with answers to clicks; must stay empty. */
  readonly complaints: string[] = [];
  /** Where events are pushed in HTTP mode; null: long connection. */
  pushUrl: string | null = null;
  readonly #server: Server;
  readonly #pending: Pending[] = [];
  readonly #running = new Set<Promise<unknown>>();

  private constructor(now: number) {
    this.world = new World(now);
    this.api = new OpenApi(this.world);
    this.socket = new LongConnectionTransport(this.world);
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks);
        if (request.url === '/callback/ws/endpoint') {
          const answer = this.socket.endpoint(this.port, JSON.parse(body.toString()) as object);
          response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
          return;
        }
        this.api.handle(request, response, body).catch(() => response.destroy());
      });
    });
    this.#server.on('upgrade', (request, stream) => this.socket.accept(request, stream));
  }

  static async open(now = Date.parse('2026-11-23T08:00:00Z')): Promise<FakeFeishu> {
    const fake = new FakeFeishu(now);
    await new Promise<void>(resolve => fake.#server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get domain(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Environment that points the adapter here. */
  env(http = false): Record<string, string> {
    return {
      FEISHU_APP_ID: this.world.appId,
      FEISHU_APP_SECRET: this.world.appSecret,
      FEISHU_DOMAIN: this.domain,
      ...(http
        ? {
            FEISHU_ENCRYPT_KEY: this.world.encryptKey,
            FEISHU_VERIFICATION_TOKEN: this.world.verificationToken,
          }
        : {}),
    };
  }

  async close(): Promise<void> {
    this.socket.close();
    await Promise.allSettled([...this.#running]);
    this.#server.closeAllConnections();
    await new Promise<void>(resolve => this.#server.close(() => resolve()));
  }

  #transport(): Transport {
    const url = this.pushUrl;
    return url === null ? this.socket : httpTransport(this.world, () => url);
  }

  /** An event body as the platform makes it. Card callbacks count time in microseconds. */
  event(type: string, event: object, tenant = 'tenant_bureau'): object {
    return {
      schema: '2.0',
      header: {
        event_id: this.world.id('ev'),
        event_type: type,
        create_time: String(this.world.now) + (type === 'card.action.trigger' ? '000' : ''),
        token: this.world.verificationToken,
        app_id: this.world.appId,
        tenant_key: tenant,
      },
      event,
    };
  }

  async #attempt(pending: Pending): Promise<'acknowledged' | 'refused'> {
    pending.attempts += 1;
    const { status } = await this.#transport().deliver(pending.body);
    const at = this.#pending.indexOf(pending);
    if (status === 200) {
      if (at >= 0) this.#pending.splice(at, 1);
      return 'acknowledged';
    }
    const wait = redeliveryMs[pending.attempts - 1];
    if (wait === undefined && at >= 0) this.#pending.splice(at, 1);
    else pending.due = this.world.now + (wait ?? 0);
    return 'refused';
  }

  #track<T>(work: Promise<T>): Promise<T> {
    this.#running.add(work);
    const end = () => this.#running.delete(work);
    work.then(end, end);
    return work;
  }

  /** Deliver an event now, and again at 15 s, 5 min, 1 h and 6 h of the moved clock until it is acknowledged. */
  deliver(body: object): FakeDelivery {
    const pending: Pending = { body, attempts: 0, due: Number.POSITIVE_INFINITY };
    this.#pending.push(pending);
    const outcome = this.#track(this.#attempt(pending));
    return { outcome, redeliver: () => this.deliver(body) };
  }

  /** Resolves when the condition holds, looking again at every call that reaches the platform. */
  until(condition: () => boolean): Promise<void> {
    return this.world.until(condition);
  }

  /** Move the clock and carry out the redeliveries that fall due on the way. */
  async advance(milliseconds: number): Promise<number> {
    const end = this.world.now + milliseconds;
    let done = 0;
    for (;;) {
      const next = this.#pending.filter(({ due }) => due <= end).sort((a, b) => a.due - b.due)[0];
      if (!next) break;
      this.world.now = Math.max(this.world.now, next.due);
      next.due = Number.POSITIVE_INFINITY;
      done += 1;
      await this.#attempt(next);
    }
    this.world.now = end;
    return done;
  }

  #received(person: Person, message: FakeMessage, extra: object = {}): FakeDelivery {
    const isPrivate = message.chat === person.chat;
    return this.deliver(
      this.event('im.message.receive_v1', {
        sender: {
          sender_id: { open_id: person.openId, union_id: person.unionId, user_id: null },
          sender_type: 'user',
          tenant_key: person.tenant,
        },
        message: {
          message_id: message.id,
          create_time: String(message.at),
          update_time: String(message.at),
          chat_id: message.chat,
          chat_type: isPrivate ? 'p2p' : 'group',
          message_type: message.type,
          content: message.content,
          ...extra,
        },
      }),
    );
  }

  /** `parent`: in reply to this message. */
  writes(who: string, text: string, parent?: string): FakeDelivery {
    const person = this.world.person(who);
    const message = this.world.add({
      chat: person.chat,
      from: who,
      type: 'text',
      content: JSON.stringify({ text }),
    });
    return this.#received(person, message, parent ? { parent_id: parent, root_id: parent } : {});
  }

  /** A message of any type in the private chat. */
  posts(who: string, type: string, content: object): FakeDelivery {
    const person = this.world.person(who);
    const message = this.world.add({ chat: person.chat, from: who, type, content: JSON.stringify(content) });
    return this.#received(person, message);
  }

  /** Write in a group; `at`: mention the bot first. `head`: in the thread of this message. */
  writesInGroup(
    who: string,
    group: string,
    text: string,
    { at = true, head }: { at?: boolean; head?: string } = {},
  ): FakeDelivery & { readonly messageId: string } {
    const person = this.world.person(who);
    const content = JSON.stringify({ text: at ? `${mentionKey} ${text}` : text });
    const message = this.world.add({
      chat: this.world.group(group),
      from: who,
      type: 'text',
      content,
      ...(head ? { root: head } : {}),
    });
    const delivery = this.#received(person, message, {
      ...(head ? { root_id: head, parent_id: head, thread_id: `omt_${head}` } : {}),
      mentions: at
        ? [
            {
              key: mentionKey,
              id: { open_id: this.world.botId },
              name: '申报助手',
              tenant_key: person.tenant,
            },
          ]
        : [],
    });
    return { ...delivery, messageId: message.id };
  }

  sendsFile(who: string, name: string, bytes: Uint8Array): FakeDelivery {
    const person = this.world.person(who);
    const key = this.world.id('file');
    const message = this.world.add({
      chat: person.chat,
      from: who,
      type: 'file',
      content: JSON.stringify({ file_key: key, file_name: name }),
    });
    this.world.files.set(key, { name, bytes, message: message.id });
    return this.#received(person, message);
  }

  sendsImage(who: string, bytes: Uint8Array): FakeDelivery {
    const person = this.world.person(who);
    const key = this.world.id('img');
    const message = this.world.add({
      chat: person.chat,
      from: who,
      type: 'image',
      content: JSON.stringify({ image_key: key }),
    });
    this.world.files.set(key, { name: 'image', bytes, message: message.id });
    return this.#received(person, message);
  }

  /** The person opens the private chat. */
  enters(who: string): FakeDelivery {
    const person = this.world.person(who);
    const last = this.world.messages.findLast(message => message.chat === person.chat);
    return this.deliver(
      this.event('im.chat.access_event.bot_p2p_chat_entered_v1', {
        chat_id: person.chat,
        operator_id: { open_id: person.openId, union_id: person.unionId },
        last_message_id: last?.id ?? '',
        last_message_create_time: last ? String(last.at) : '',
      }),
    );
  }

  pressesMenu(who: string, eventKey: string): FakeDelivery {
    const person = this.world.person(who);
    return this.deliver(
      this.event('application.bot.menu_v6', {
        operator: { operator_name: who, operator_id: { open_id: person.openId, union_id: person.unionId } },
        event_key: eventKey,
        timestamp: Math.floor(this.world.now / 1000),
      }),
    );
  }

  card(message: FakeMessage): Screen {
    return screenOf(JSON.parse(message.content));
  }

  /** Newest card in a chat that has a button of this label. */
  cardWith(chat: string, label: string): { readonly message: FakeMessage; readonly button: Button } {
    for (const message of [...this.world.fromBot(chat)].reverse()) {
      if (message.type !== 'interactive') continue;
      const button = this.card(message).buttons.find(item => item.label === label);
      if (button) return { message, button };
    }
    throw new Error(`fake Feishu: nobody offers “${label}”`);
  }

  /** Body of a click on a button; `message` may be any message id, as a tampering client would send. */
  clickBody(who: string, message: FakeMessage, button: Button, values?: Record<string, string>): object {
    const person = this.world.person(who);
    return this.event('card.action.trigger', {
      operator: { tenant_key: person.tenant, open_id: person.openId, union_id: person.unionId },
      token: `c-${this.world.id('card')}`,
      action: {
        value: button.value,
        tag: 'button',
        timezone: 'Asia/Shanghai',
        ...(values ? { form_value: values, name: 'submit' } : {}),
      },
      host: 'im_message',
      context: { open_message_id: message.id, open_chat_id: message.chat },
    });
  }

  /** Clicks come once, and their answer shows at once: toast, and the card as the answer has it. */
  async click(message: FakeMessage, body: object): Promise<Clicked | null> {
    if (this.world.now - message.at > interactableMs)
      throw new Error('fake Feishu: this card takes no clicks any more');
    const outcome = await this.#track(this.#transport().deliver(body));
    return outcome.status === 200 ? this.#show(message, outcome) : null;
  }

  #show(message: FakeMessage, { body }: Outcome): Clicked {
    const answer = (body ?? {}) as {
      toast?: { type?: string; content?: string };
      card?: { type?: string; data?: object };
    };
    const odd = Object.keys(answer).filter(name => name !== 'toast' && name !== 'card');
    if (odd.length > 0) this.complaints.push(`unknown ${odd.join()} in a callback answer`);
    if (answer.toast && !['info', 'success', 'error', 'warning'].includes(answer.toast.type ?? '')) {
      this.complaints.push(`toast type ${answer.toast.type}`);
    }
    if (!answer.card) return { toast: answer.toast?.content ?? null, updated: false };
    const content = JSON.stringify(answer.card.data);
    const fault = answer.card.type === 'raw' ? cardFault(content) : { msg: 'card is not raw' };
    if (fault) this.complaints.push(fault.msg);
    else {
      message.content = content;
      this.world.changed();
    }
    return { toast: answer.toast?.content ?? null, updated: !fault };
  }

  /** Press the newest button of this label in the private chat. */
  presses(who: string, label: string): Promise<Clicked | null> {
    const { message, button } = this.cardWith(this.world.person(who).chat, label);
    return this.click(message, this.clickBody(who, message, button));
  }

  /** Fill in the newest form card by label and submit it. The client refuses empty required inputs, as Feishu's does. */
  submits(who: string, values: Readonly<Record<string, string>>): Promise<Clicked | null> {
    const { message, button } = this.cardWith(this.world.person(who).chat, '提交');
    const { inputs } = this.card(message);
    const filled: Record<string, string> = {};
    for (const input of inputs) {
      const label = input.label.replace('（必填）', '');
      const typed = values[label] ?? input.options?.find(option => option.label === values[label])?.value;
      const chosen = input.options?.find(option => option.label === typed)?.value ?? typed ?? input.value;
      if (input.required && chosen === '') throw new Error(`fake Feishu: “${label}” is required`);
      if (chosen !== '') filled[input.name] = chosen;
    }
    return this.click(message, this.clickBody(who, message, button, filled));
  }
}
