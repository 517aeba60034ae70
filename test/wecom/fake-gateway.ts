import type { EventEmitter } from 'node:events';
import { FileBox } from 'file-box';
import { mock, PuppetMock } from 'wechaty-puppet-mock';
import { PuppetServer } from 'wechaty-puppet-service';

export const gatewayToken = 'insecure_d0e2e9c0-1111-4111-8111-111111111111';

type Contact = ReturnType<mock.Mocker['createContact']>;

/** What a simulated person or room received from the bot. */
export interface Received {
  readonly text: string;
  readonly file?: { readonly name: string; readonly content: Buffer };
}

/**
 * The vendor's own gateway server and its simulated account (wechaty-puppet-mock), over real gRPC on loopback. Only
 * the attachment is built by hand, because the mock makes documents messages of unknown type.
 */
export class TestGateway {
  readonly mocker = new mock.Mocker();
  readonly puppet: PuppetMock;
  readonly endpoint: string;
  readonly #received = new Map<string, Received[]>();
  readonly #waiters = new Set<() => void>();
  #server: PuppetServer | null = null;
  #bot: Contact | null = null;
  #serial = 0;

  constructor(port: number) {
    this.endpoint = `127.0.0.1:${port}`;
    this.puppet = new PuppetMock({ mocker: this.mocker });
    // A client's goodbye stops the mock, which then forgets its account; a real gateway keeps the session.
    this.puppet.on('start', () => {
      setImmediate(() => this.#bot && this.login());
    });
  }

  /** The next text the bot sends fails at the gateway: before it was carried out, or after. */
  failNext(when: 'before' | 'after'): void {
    const original = this.puppet.messageSendText.bind(this.puppet);
    this.puppet.messageSendText = async (...args) => {
      this.puppet.messageSendText = original;
      if (when === 'after') await original(...args);
      throw new Error('the gateway lost its line');
    };
  }

  async open(): Promise<void> {
    this.#server = new PuppetServer({ endpoint: this.endpoint, puppet: this.puppet, token: gatewayToken });
    await this.#server.start();
  }

  async close(): Promise<void> {
    await this.#server?.stop();
    this.#server = null;
  }

  /** Log the account in; the gateway tells everybody who is connected. */
  login(): void {
    this.#bot ??= this.mocker.createContact({ name: '申报助手' });
    if (!this.puppet.isLoggedIn) this.mocker.login(this.#bot);
  }

  get bot(): Contact {
    return this.#bot!;
  }

  person(name: string, corporation?: string): Contact {
    const contact = this.mocker.createContact({
      name,
      type: corporation ? 3 : 1,
      ...(corporation ? { corporation } : {}),
    });
    this.#watch(contact.id, contact);
    return contact;
  }

  room(topic: string, members: readonly Contact[]): ReturnType<mock.Mocker['createRoom']> {
    const room = this.mocker.createRoom({
      topic,
      memberIdList: [...members.map(({ id }) => id), this.bot.id],
    });
    this.#watch(room.id, room);
    return room;
  }

  received(chat: string): Received[] {
    return this.#received.get(chat) ?? [];
  }

  /** Resolves when the chat has received something that fits, now or later. */
  async until(chat: string, fits: (received: Received) => boolean): Promise<Received> {
    for (;;) {
      const found = this.received(chat).find(fits);
      if (found) return found;
      await new Promise<void>(resolve => this.#waiters.add(resolve));
    }
  }

  sendAttachment(from: Contact, name: string, content: Uint8Array): string {
    const id = `attachment-${++this.#serial}`;
    const box = FileBox.fromBase64(Buffer.from(content).toString('base64'), name);
    this.mocker.cacheFileBoxPayload.set(id, box.toJSON());
    this.mocker.MessageMock.create({
      id,
      talkerId: from.id,
      listenerId: this.bot.id,
      timestamp: Math.floor(Date.now() / 1000),
      type: 1,
      filename: name,
    } as never);
    this.again(id);
    return id;
  }

  /** The gateway hands a message over once more. */
  again(messageId: string): void {
    this.puppet.emit('message', { messageId });
  }

  #watch(chat: string, source: object): void {
    (source as EventEmitter).on('message', async raw => {
      const message = raw as {
        talker(): { id: string };
        room(): { id: string } | undefined;
        type(): number;
        text(): string;
        payload: { id: string };
      };
      if (message.talker().id !== this.bot.id) return;
      if ((message.room()?.id ?? chat) !== chat) return;
      const list = this.#received.get(chat) ?? [];
      this.#received.set(chat, list);
      const payload = this.mocker.cacheFileBoxPayload.get(message.payload.id);
      if (message.type() !== 7 && payload) {
        const box = FileBox.fromJSON(payload as never);
        list.push({ text: '', file: { name: box.name, content: await box.toBuffer() } });
      } else list.push({ text: message.text() });
      for (const resolve of this.#waiters) resolve();
      this.#waiters.clear();
    });
  }
}
