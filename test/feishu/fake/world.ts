import { createHash } from 'node:crypto';

export interface FakeMessage {
  readonly id: string;
  /** `oc_…`: the chat it stands in. */
  readonly chat: string;
  readonly from: 'bot' | string;
  readonly type: string;
  content: string;
  readonly at: number;
  /** Message at the head of the thread, when it stands in one. */
  readonly root?: string;
  readonly uuid?: string;
  withdrawn?: true;
}

export interface Person {
  readonly name: string;
  readonly openId: string;
  readonly unionId: string;
  readonly tenant: string;
  /** Private chat with the bot. */
  readonly chat: string;
}

const hex = (text: string, length: number) =>
  createHash('sha256').update(text).digest('hex').slice(0, length);

/** Everything the fake platform knows. Its clock moves only when it is told to. */
export class World {
  readonly appId = 'cli_a1b2c3d4e5f60718';
  readonly appSecret = 'fake-app-secret-7Yw2';
  readonly encryptKey = 'fake-encrypt-key-9Kq4';
  readonly verificationToken = 'fake-verification-token-3Zp8';
  readonly botId = 'ou_bot00000000000000000000000000000b0';
  readonly messages: FakeMessage[] = [];
  readonly files = new Map<
    string,
    { readonly name: string; readonly bytes: Uint8Array; readonly message?: string }
  >();
  readonly people = new Map<string, Person>();
  readonly groups = new Set<string>();
  /** Milliseconds since 1970. */
  now: number;
  #serial = 0;
  #waiting: (() => void)[] = [];

  constructor(now: number) {
    this.now = now;
  }

  id(prefix: string): string {
    this.#serial += 1;
    return `${prefix}_${hex(`${prefix}${this.#serial}`, 24)}${this.#serial}`;
  }

  /** A person of this name, known from the first mention on; `tenant` counts the first time. */
  person(name: string, tenant = 'tenant_bureau'): Person {
    const known = this.people.get(name);
    if (known) return known;
    const person = {
      name,
      openId: `ou_${hex(name, 32)}`,
      unionId: `on_${hex(name, 32)}`,
      tenant,
      chat: `oc_${hex(name, 32)}`,
    };
    this.people.set(name, person);
    return person;
  }

  group(name: string): string {
    const id = `oc_group${hex(name, 26)}`;
    this.groups.add(id);
    return id;
  }

  add(message: Omit<FakeMessage, 'id' | 'at'>): FakeMessage {
    const added = { ...message, id: this.id('om'), at: this.now };
    this.messages.push(added);
    this.changed();
    return added;
  }

  /** A message was added or changed. */
  changed(): void {
    for (const go of this.#waiting.splice(0)) go();
  }

  /** Resolves when the condition holds, looking again whenever a message was added or changed. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>(resolve => this.#waiting.push(resolve));
  }

  message(id: string): FakeMessage | undefined {
    return this.messages.find(message => message.id === id);
  }

  fromBot(chat: string): readonly FakeMessage[] {
    return this.messages.filter(
      message => message.chat === chat && message.from === 'bot' && !message.withdrawn,
    );
  }
}
