import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Channel, OutFile, Outgoing } from '../../../src/host/channel.ts';
import { FileKeeper } from '../../../src/host/files.ts';
import type { FloodLimits } from '../../../src/host/flood.ts';
import { House } from '../../../src/host/house.ts';
import { silentLogger } from '../../../src/host/log.ts';
import { Notices } from '../../../src/host/notices.ts';
import { applicationKey, readApplication, readRoster, rosterKey } from '../../../src/host/records.ts';
import type { Application } from '../../../src/model/application.ts';
import { instantOf } from '../../../src/model/calendar.ts';
import type { EventBody } from '../../../src/model/event.ts';
import type { OutMessage } from '../../../src/model/message.ts';
import type { Pack } from '../../../src/model/pack/pack.ts';
import { plainText } from '../../../src/model/plain-text.ts';
import type { Roster, StaffRole } from '../../../src/model/staff.ts';
import { fileKey } from '../../../src/store/at-rest/data-key.ts';
import { openStore } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/port.ts';
import { deskCapabilities } from '../../support/desk.ts';

/** A chat app that shows everything it is given, kept by chat. */
class Desk implements Channel {
  readonly name = 'desk';
  readonly capabilities = { ...deskCapabilities, edit: false, forms: false };
  readonly sent: Outgoing[] = [];

  async start(): Promise<void> {}

  async send(outgoing: Outgoing): Promise<{ kind: 'sent' }> {
    this.sent.push(outgoing);
    return { kind: 'sent' };
  }

  health(): { state: 'running' } {
    return { state: 'running' };
  }

  async stop(): Promise<void> {}
}

export interface OfficeOptions {
  readonly pack: Pack;
  /** `YYYY-MM-DD`, or with ` HH:mm[:ss]`, on the office's wall clock. */
  readonly now: string;
  /** By default SQLite in memory. */
  readonly store?: Store;
  /** Where its files are kept; by default a folder of its own, deleted at the end. */
  readonly folder?: string;
  /** How much is taken of one person; by default everything. */
  readonly limits?: FloodLimits;
  /** Files are kept as they came. */
  readonly plainFiles?: boolean;
  /** Begins the ids of this office's events; offices on one store need different ones. */
  readonly events?: string;
}

export const testSecret = Buffer.alloc(32, 7);

/** What everybody was sent in one step. */
export class Delivered {
  readonly messages: readonly OutMessage[];

  constructor(messages: readonly OutMessage[]) {
    this.messages = messages;
  }

  to(who: string): readonly OutMessage[] {
    return this.messages.filter(message => message.to.chat === who);
  }

  text(who: string): string {
    return this.to(who).map(plainText).join('\n');
  }

  buttons(who: string): string[] {
    return this.to(who).flatMap(({ choices }) => choices.map(({ label }) => label));
  }
}

/** A whole office and its applicants around one real house: many chats, one clock, everything delivered at once. */
export class Office {
  readonly house: House;
  readonly pack: Pack;
  readonly #desk: Desk;
  readonly #folder: string;
  readonly keeper: FileKeeper;
  readonly #offered = new Map<string, OutMessage>();
  #now: number;
  #count = 0;

  readonly #events: string;
  readonly #own: boolean;

  private constructor(
    pack: Pack,
    now: number,
    store: Store,
    events: string,
    own: boolean,
    limits: FloodLimits | undefined,
    plainFiles: boolean,
    folder = mkdtempSync(join(tmpdir(), 'shenbao-office-')),
  ) {
    this.#own = own;
    this.#events = events;
    this.pack = pack;
    this.#now = now;
    this.#folder = folder;
    this.#desk = new Desk();
    this.keeper = new FileKeeper(join(this.#folder, 'in'), null, plainFiles ? null : fileKey(testSecret));
    this.house = new House({
      notices: new Notices([pack]),
      store,
      secret: testSecret,
      keeper: this.keeper,
      outFolder: join(this.#folder, 'out'),
      log: silentLogger,
      clock: () => this.#now,
      ...(limits ? { limits } : {}),
      rehearsalOf: () => null,
      reading: async () => ({ kind: 'other' }),
    });
    this.house.addChannel(this.#desk);
  }

  static async open({
    pack,
    now,
    store,
    events = 'desk',
    limits,
    folder,
    plainFiles = false,
  }: OfficeOptions): Promise<Office> {
    return new Office(
      pack,
      Office.#instant(pack, now),
      store ?? (await openStore(':memory:', { auditKey: testSecret })),
      events,
      store === undefined,
      limits,
      plainFiles,
      folder,
    );
  }

  static #instant(pack: Pack, at: string): number {
    const [date, time = '09:00'] = at.split(' ') as [string, string?];
    return instantOf(date, time, pack.manifest.timezone);
  }

  get now(): number {
    return this.#now;
  }

  async #settled(run: () => Promise<unknown>): Promise<Delivered> {
    const before = this.#desk.sent.length;
    await run();
    await this.house.drain();
    const messages = this.#desk.sent.slice(before).map(({ message }) => message);
    for (const message of messages)
      if (message.choices.length > 0) this.#offered.set(message.to.chat, message);
    return new Delivered(messages);
  }

  /** Move the clock; whatever became due is sent. */
  at(moment: string): Promise<Delivered> {
    return this.#settled(async () => {
      this.#now = Office.#instant(this.pack, moment);
    });
  }

  event(who: string, body: EventBody, kind: 'private' | 'group' = 'private') {
    this.#count += 1;
    return {
      id: `${this.#events}:${this.#count}`,
      at: this.#now,
      address: { channel: 'desk', chat: who, kind },
      actor: { id: `desk:${who}`, name: who },
      body,
    };
  }

  take(who: string, body: EventBody, kind?: 'private' | 'group'): Promise<Delivered> {
    return this.#settled(() => this.house.receive(this.event(who, body, kind)));
  }

  /** The same person in a group. */
  takeIn(group: string, who: string, body: EventBody): Promise<Delivered> {
    const address = { channel: 'desk', chat: group, kind: 'group' as const };
    return this.#settled(() => this.house.receive({ ...this.event(who, body), address }));
  }

  say(who: string, text: string): Promise<Delivered> {
    return this.take(who, { kind: 'text', text });
  }

  pressToken(who: string, token: string): Promise<Delivered> {
    return this.take(who, { kind: 'press', token });
  }

  /** Send a file and say what it is for. */
  async attach(who: string, content: Uint8Array, purpose = '其他证明材料'): Promise<Delivered> {
    const kept = await this.house.keepFile(Readable.from([content]), '附件.pdf', 1_000_000);
    if (!kept.ok) throw new Error(kept.issues[0].code);
    await this.take(who, { kind: 'file', file: kept.value });
    return this.press(who, purpose);
  }

  /** The files that went out in one step, whether or not anything lies at their paths. */
  files(delivered: Delivered): readonly OutFile[] {
    const keys = new Set(delivered.messages.map(({ key }) => key));
    return this.#desk.sent.filter(({ message }) => keys.has(message.key)).flatMap(({ files }) => files);
  }

  /** Press a button of the last message that offered this person any. */
  press(who: string, label: string): Promise<Delivered> {
    return this.pressToken(who, this.token(who, label));
  }

  /** Labels of the buttons this person was offered last. */
  offers(who: string): string[] {
    return (this.#offered.get(who)?.choices ?? []).map(({ label }) => label);
  }

  token(who: string, label: string): string {
    const choices = this.#offered.get(who)?.choices ?? [];
    const found = choices.find(choice => choice.label === label);
    if (!found)
      throw new Error(`${who}没有按钮“${label}”，有：${choices.map(each => each.label).join('、')}`);
    return found.token;
  }

  bind(
    name: string,
    section: string,
    role: StaffRole,
    kind: 'private' | 'group' = 'private',
  ): Promise<Delivered> {
    return this.take(name, { kind: 'operator', command: 'bind', data: { name, section, role } }, kind);
  }

  revoke(name: string): Promise<Delivered> {
    return this.take('操作台', { kind: 'operator', command: 'revoke', data: { actor: `desk:${name}` } });
  }

  async application(number: string): Promise<Application> {
    const [record] = await this.house.store.load(this.pack.id, [applicationKey(number)]);
    const found = record && readApplication(record);
    if (!found) throw new Error(`no application ${number}`);
    return found;
  }

  async roster(): Promise<Roster> {
    const [record] = await this.house.store.load(this.pack.id, [rosterKey]);
    return readRoster(record!);
  }

  /** Whatever the story was, records, lists and audit trail of a store of its own must tell it alike. */
  async close(): Promise<void> {
    const { findings } = this.#own ? await this.house.store.verify(this.pack.id) : { findings: [] };
    if (findings.length > 0) throw new Error(`verify: ${findings.join('; ')}`);
    await this.house.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
