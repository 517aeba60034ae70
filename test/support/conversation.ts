import { Readable } from 'node:stream';
import type { Channel, Intake, OutFile, Outgoing } from '../../src/host/channel.ts';
import { fileBody } from '../../src/host/file-body.ts';
import { type Assistant, openAssistant } from '../../src/main.ts';
import type { Address } from '../../src/model/address.ts';
import { instantOf } from '../../src/model/calendar.ts';
import type { Citation } from '../../src/model/clause.ts';
import type { Event, EventBody } from '../../src/model/event.ts';
import { citationsOf, OutMessage } from '../../src/model/message.ts';
import type { Pack } from '../../src/model/pack/pack.ts';
import { plainTextForPrograms } from '../../src/model/plain-text.ts';
import { deskCapabilities } from './desk.ts';

/** What came back for one event. */
export interface Reply {
  readonly text: string;
  readonly buttons: readonly string[];
  readonly citations: readonly Citation[];
  readonly messages: readonly OutMessage[];
}

const replyOf = (messages: readonly OutMessage[]): Reply => ({
  text: messages.map(plainTextForPrograms).join('\n'),
  buttons: messages.flatMap(message => message.choices.map(({ label }) => label)),
  citations: messages.flatMap(citationsOf),
  messages,
});

/** A channel that keeps what it was given to deliver, and hands out the intake that only channels get. */
class Desk implements Channel {
  readonly name = 'desk';
  readonly capabilities = deskCapabilities;
  readonly delivered = new Map<string, Outgoing>();
  intake: Intake | null = null;
  readonly #waiting = new Map<string, (outgoing: Outgoing) => void>();

  async start(intake: Intake): Promise<void> {
    this.intake = intake;
  }

  async send(outgoing: Outgoing): Promise<{ kind: 'sent' }> {
    this.delivered.set(outgoing.message.key, outgoing);
    this.#waiting.get(outgoing.message.key)?.(outgoing);
    return { kind: 'sent' };
  }

  /** The delivery of a message, now or when it comes. */
  delivery(key: string): Promise<Outgoing> {
    const already = this.delivered.get(key);
    return already ? Promise.resolve(already) : new Promise(resolve => this.#waiting.set(key, resolve));
  }

  health(): { state: 'running' } {
    return { state: 'running' };
  }

  async stop(): Promise<void> {}
}

export interface ConversationOptions {
  readonly pack: Pack;
  /** `YYYY-MM-DD`, or with ` HH:mm`, on the office's wall clock. */
  readonly now: string;
  readonly store?: string;
  readonly secret?: Uint8Array;
}

/** Talks to an assistant through the library's door; every event and every answer crosses the wire as JSON. */
export class Conversation {
  readonly assistant: Assistant;
  readonly #desk: Desk;
  readonly #pack: Pack;
  readonly #seen: OutMessage[] = [];
  #now: number;
  #count = 0;

  private constructor(assistant: Assistant, desk: Desk, pack: Pack, now: number) {
    this.assistant = assistant;
    this.#desk = desk;
    this.#pack = pack;
    this.#now = now;
  }

  static async open({ pack, now, store, secret }: ConversationOptions): Promise<Conversation> {
    const desk = new Desk();
    let talk: Conversation | null = null;
    const assistant = await openAssistant({
      packs: [pack],
      store: store ?? ':memory:',
      now: () => talk?.now ?? Conversation.instant(pack, now),
      channels: [desk],
      ...(secret ? { secret } : {}),
    });
    talk = new Conversation(assistant, desk, pack, Conversation.instant(pack, now));
    return talk;
  }

  static instant(pack: Pack, at: string): number {
    const [date, time = '09:00'] = at.split(/[ T]/) as [string, string?];
    return instantOf(date, time, pack.manifest.timezone);
  }

  get now(): number {
    return this.#now;
  }

  /** Set the clock, on the office's wall. */
  at(moment: string): void {
    this.#now = Conversation.instant(this.#pack, moment);
  }

  event(body: EventBody, more: Partial<Event> = {}): Event {
    this.#count += 1;
    const address: Address = { channel: 'desk', chat: 'clerk', kind: 'private' };
    return { id: `desk:${this.#count}`, at: this.#now, address, actor: { id: 'desk:clerk' }, body, ...more };
  }

  async send(event: Event): Promise<Reply> {
    const crossed = JSON.parse(JSON.stringify(event)) as Event;
    const messages = await this.assistant.receive(crossed);
    const reply = replyOf(OutMessage.array().parse(JSON.parse(JSON.stringify(messages))));
    this.#seen.push(...reply.messages);
    return reply;
  }

  say(text: string): Promise<Reply> {
    return this.send(this.event({ kind: 'text', text }));
  }

  pressToken(token: string): Promise<Reply> {
    return this.send(this.event({ kind: 'press', token }));
  }

  /** Press a button of the newest message by its label. */
  press(label: string): Promise<Reply> {
    return this.pressToken(this.token(label));
  }

  /** Press a button by its label on an older message that no newer one offers. */
  pressOld(label: string): Promise<Reply> {
    const found = this.#seen
      .slice(0, -1)
      .flatMap(({ choices }) => choices)
      .findLast(choice => choice.label === label);
    if (!found) throw new Error(`没有出现过按钮“${label}”`);
    return this.pressToken(found.token);
  }

  token(label: string): string {
    const { choices = [] } = this.#seen.at(-1) ?? {};
    const found = choices.find(choice => choice.label === label);
    if (!found) throw new Error(`没有按钮“${label}”，有：${choices.map(choice => choice.label).join('、')}`);
    return found.token;
  }

  /** Send a file, kept by the house as a channel would have it kept. */
  async file(content: Uint8Array, name: string, maxBytes = 20 * 1024 * 1024): Promise<Reply> {
    const kept = await this.#desk.intake!.keepFile(Readable.from([Buffer.from(content)]), name, maxBytes);
    return this.send(this.event(fileBody(kept, name)));
  }

  /** The files that went out with a reply, rendered. */
  async filesOf(reply: Reply): Promise<readonly OutFile[]> {
    const sent = await Promise.all(reply.messages.map(({ key }) => this.#desk.delivery(key)));
    return sent.flatMap(({ files }) => files);
  }

  close(): Promise<void> {
    return this.assistant.close();
  }
}
