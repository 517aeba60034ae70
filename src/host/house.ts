import type { Readable } from 'node:stream';
import { say } from '../engine/wording.ts';
import { sessionIdOf } from '../model/address.ts';
import { localMoment } from '../model/calendar.ts';
import { type DoorWords, doorWordsOf } from '../model/door-wording.ts';
import type { Event } from '../model/event.ts';
import type { FileReading, Kept, StoredFile } from '../model/file.ts';
import type { OutMessage } from '../model/message.ts';
import type { StoreHealth } from '../store/health.ts';
import { markRetention } from '../store/options.ts';
import type { Store } from '../store/port.ts';
import { bounded } from './bounds.ts';
import type { Channel, Intake, Receipt } from './channel.ts';
import { type ChannelNews, ChannelWatch } from './channel-watch.ts';
import type { ClauseChooser } from './clause-chooser.ts';
import { Clocks } from './clocks.ts';
import { Directory, noticeToken } from './directory.ts';
import { Dispatch } from './dispatch.ts';
import { filesOfSpace, isUnreferenced } from './file-references.ts';
import type { FileKeeper } from './files.ts';
import { FloodGate, type FloodLimits, tooMuch } from './flood.ts';
import type { HouseNews } from './house-watch.ts';
import { SafeIntake } from './intake.ts';
import type { Logger } from './log.ts';
import type { Notice, Notices } from './notices.ts';
import { Renderer } from './render.ts';
import { dropOverdue, overdueIn } from './retention.ts';
import { Lanes } from './shelf/lanes.ts';
import { parseSpace, type Space, spaceOf } from './space.ts';
import type { Spool } from './spool.ts';
import { Turns } from './turns.ts';
import { nobody, type Watcher } from './watcher.ts';

/** How often other processes' and timers' work is looked for, in milliseconds. */
const TICK_MS = 1000;
/** Ticks between two looks at the store's own safety settings (ten seconds, reliability.md 3.7). */
const HEALTH_TICKS = 10;

/** Ticks between two looks for files that arrived and were never taken (an hour). */
const SWEEP_TICKS = 3600;
/** An event with its file may wait in the spool as long as its dedupe mark is kept. */
const UNCLAIMED_MS = markRetention.ageMs;

/** A rendered file is sent within the day in which a message is tried, and can be made again. */
const RENDERED_MS = 25 * 3600 * 1000;

export interface HouseOptions {
  readonly notices: Notices;
  readonly store: Store;
  /** Key of prompt ids and button tokens; the same for every process of one deployment. */
  readonly secret: Uint8Array;
  readonly keeper: FileKeeper;
  /** Folder for rendered files. */
  readonly outFolder: string;
  readonly log: Logger;
  readonly clock: () => number;
  /** Chooses among clauses where the matcher is unsure. */
  readonly choose?: ClauseChooser;
  /** Where events wait while the store does not answer; without one the platform has to deliver again. */
  readonly spool?: Spool;
  /** How much is taken of one person and one chat; left out, everything (one's own programs and tests). */
  readonly limits?: FloodLimits;
  /** Name of the rehearsal a chat is in, or null. */
  readonly rehearsalOf: (event: Pick<Event, 'address'>) => string | null;
  /** Who counts what is done; nobody by default. */
  readonly watcher?: Watcher;
  /** Reads a document that somebody sent as the form of the notice. */
  readonly reading: (notice: Notice, file: StoredFile) => Promise<FileReading>;
}

/** Where pure meets I/O: takes events in, commits their turns, carries out what was committed. */
export class House implements Intake {
  readonly notices: Notices;
  readonly store: Store;
  readonly clocks: Clocks;
  readonly renderer: Renderer;
  readonly #options: HouseOptions;
  readonly #turns: Turns;
  readonly #dispatch: Dispatch;
  readonly #intake: SafeIntake;
  readonly #flood: FloodGate | null;
  readonly #directory: Directory;
  readonly #channels = new Map<string, Channel>();
  readonly #spaces = new Map<string, Space>();
  /** Turns of one session run one after the other in this process; other processes are held off by revisions. */
  readonly #lanes = new Lanes('goes-on');
  #ticker: NodeJS.Timeout | null = null;
  readonly #channelWatch = new ChannelWatch();
  #desk: string | null = null;
  /** When each rehearsal was last used in this process. */
  readonly #used = new Map<string, number>();
  /** The day on which each notice was last looked through for what is kept no longer. */
  readonly #tidied = new Map<string, string>();

  constructor(options: HouseOptions) {
    this.#options = options;
    this.notices = options.notices;
    this.store = options.store;
    this.clocks = new Clocks(options.clock, options.store, options.notices.newest.pack.id);
    this.#directory = new Directory(options.notices, options.store);
    this.renderer = new Renderer(options.notices, options.keeper, options.outFolder);
    const watcher = options.watcher ?? nobody;
    this.#turns = new Turns({
      watcher,
      store: options.store,
      clocks: this.clocks,
      secret: options.secret,
      log: options.log,
      version: pin => options.notices.version(pin),
      choose: options.choose ?? null,
      spoke: (chat, due) => this.#dispatch.spoke(chat, due),
      doors: () => this.#dispatch.doors(),
      notices: options.notices
        .all()
        .map(({ pack }) => ({ id: pack.id, title: pack.manifest.title, token: noticeToken(pack.id) })),
      desk: () => this.#desk,
      reading: options.reading,
    });
    this.#flood = options.limits ? new FloodGate(options.limits, () => performance.now(), options.log) : null;
    this.#intake = new SafeIntake({
      take: async event => this.#take(await this.spaceFor(event), event),
      spool: options.spool ?? null,
      log: options.log,
    });
    this.#dispatch = new Dispatch({
      watcher,
      store: options.store,
      clocks: this.clocks,
      renderer: this.renderer,
      keeper: options.keeper,
      log: options.log,
      channel: name => this.#channels.get(name),
      channels: () => [...this.#channels.keys()],
      down: (channel, reason) =>
        options.log.error({ channel, reason }, 'channel is down; everything for it waits'),
      marked: (space, message) => this.#marked(space, message),
      fire: async (space, timer, id) => {
        await this.#take(space, {
          id,
          at: this.clocks.now(space),
          address: timer.address,
          actor: timer.actor,
          body: { kind: 'timer', name: timer.name, data: timer.data },
        });
      },
      lost: async (space, message, reason) => {
        await this.#take(space, {
          id: `undelivered:${message.key}`,
          at: this.clocks.now(space),
          address: message.to,
          actor: { id: `${message.to.channel}:${message.to.chat}` },
          body: { kind: 'undelivered', message: message.key, reason },
        });
      },
    });
  }

  addChannel(channel: Channel): void {
    this.#channels.set(channel.name, channel);
  }

  channels(): Channel[] {
    return [...this.#channels.values()];
  }

  /** The desk is served at this address, for links to it; null: no longer. */
  serveDesk(address: string | null): void {
    this.#desk = address;
  }

  now(): number {
    return this.clocks.real();
  }

  /** Events put aside because the store did not answer. */
  get spooled(): number {
    return this.#options.spool?.pending ?? 0;
  }

  /** The notice and, where its chat runs one, the rehearsal that an event belongs to. */
  async spaceFor(event: Event): Promise<Space> {
    const rehearsal = this.#options.rehearsalOf(event);
    const { newest } = this.notices;
    // A rehearsal's clock is kept with the newest notice: one terminal or browser has one clock.
    const clock = spaceOf(newest.pack.id, rehearsal);
    await this.clocks.ready(clock);
    const { date } = localMoment(this.clocks.now(clock), newest.pack.manifest.timezone);
    const { pack } = await this.#directory.noticeFor(event, rehearsal, date, this.clocks.real());
    return spaceOf(pack.id, rehearsal);
  }

  async receive(event: Event): Promise<Receipt> {
    const admission = this.#flood?.admit(event) ?? 'go';
    if (admission !== 'go' && event.body.kind === 'file') await this.#options.keeper.discard(event.body.file);
    switch (admission) {
      case 'drop':
        return { outcome: 'limited', messages: [] };
      case 'say':
        return this.#intake.receive(tooMuch(event));
      case 'go':
        return this.#intake.receive(bounded(event));
      default:
        return admission satisfies never;
    }
  }

  keepFile(content: Readable, name: string, maxBytes: number): Promise<Kept> {
    return this.#options.keeper.keep(content, name, maxBytes);
  }

  async #take(
    space: Space,
    event: Event,
  ): Promise<{ outcome: Receipt['outcome']; messages: readonly OutMessage[] }> {
    this.know(space);
    await this.clocks.ready(space);
    const notice = this.notices.get(space.pack) ?? this.notices.newest;
    const key = `${space.name} ${sessionIdOf(event.address, event.actor)}`;
    const { outcome, messages, leases, more, elsewhere } = await this.#lanes.run(key, async () => {
      const claimed = await this.#claimed(space, event);
      const result = await this.#turns.take(notice, space, claimed);
      await this.#unclaimed(space, claimed);
      return result;
    });
    this.#dispatch.carry(space, leases, more);
    if (elsewhere) void this.store.announce?.(space.name).catch(() => undefined);
    return { outcome, messages };
  }

  /** The event with its file as its owner's own. */
  async #claimed(space: Space, event: Event): Promise<Event> {
    if (event.body.kind !== 'file') return event;
    const upload = [space.name, sessionIdOf(event.address, event.actor), event.id];
    const file = await this.#options.keeper.claim(event.body.file, upload);
    return { ...event, body: { ...event.body, file } };
  }

  /** A file that the turn did not keep, or that was given up since it was first delivered, goes at once. */
  async #unclaimed(space: Space, { body }: Event): Promise<void> {
    if (body.kind !== 'file' || body.file.sha256 === undefined) return;
    const file = { id: body.file.id, shared: false };
    if (await isUnreferenced(this.store, space.name, file)) await this.#options.keeper.remove(file.id);
  }

  /** Send everything that is due by the business clock and wait until it has gone out. */
  async drain(): Promise<void> {
    do {
      await Promise.all([...this.#spaces.values()].map(space => this.#dispatch.pump(space)));
      await this.#dispatch.settled();
    } while (this.#dispatch.busy);
  }

  /** Look after timers, retries and what other processes left, until `close`. */
  async watch(): Promise<void> {
    await this.#meetSpaces();
    for (const { pack } of this.notices.all()) this.#spaces.set(pack.id, spaceOf(pack.id, null));
    await this.store.listen?.(name => {
      const space = this.#spaces.get(name);
      if (space) void this.#dispatch.pump(space);
    });
    let ticks = 0;
    const tick = async (): Promise<void> => {
      ticks += 1;
      // A store that is not trusted may be mended any moment, and people's messages wait for it.
      if (ticks % HEALTH_TICKS === 0 || this.#intake.distrusted) await this.checkStore();
      if (ticks % HEALTH_TICKS === 0) await this.#meetSpaces();
      if (ticks % HEALTH_TICKS === 0) await this.lookAtChannels();
      if (ticks % SWEEP_TICKS === 1) await this.keepNoLonger();
      if (ticks % SWEEP_TICKS === 1) {
        await this.#options.keeper.sweep(UNCLAIMED_MS);
        await this.renderer.sweep(RENDERED_MS);
      }
      await this.#intake.drain();
      for (const space of this.#spaces.values()) {
        await this.clocks.ready(space);
        const due = await this.store.nextDue(space.name);
        if (due !== null && due <= this.clocks.now(space)) await this.#dispatch.pump(space);
      }
    };
    const again = (): void => {
      this.#ticker = setTimeout(() => {
        tick()
          .catch((error: unknown) =>
            this.#options.log.warn(
              { error: error instanceof Error ? error.name : 'error' },
              'store does not answer',
            ),
          )
          .finally(() => {
            if (this.#ticker) again();
          });
      }, TICK_MS);
      this.#ticker.unref();
    };
    again();
  }

  /** Channels that have fallen are told to the operators, by way of the others. */
  async lookAtChannels(): Promise<void> {
    for (const news of this.#channelWatch.look(this.channels(), this.now())) await this.#tellOperators(news);
  }

  async #tellOperators({ id, channel, title, detail }: ChannelNews): Promise<void> {
    this.#options.log[detail === null ? 'info' : 'error'](
      { channel, detail },
      detail === null ? 'channel works again' : 'channel has fallen',
    );
    const event = this.#forOperators(id, 'channels', 'channel', { channel, title }, detail);
    await this.#take(spaceOf(this.notices.newest.pack.id, null), event);
  }

  /** What the house itself has to tell the operators, as an event; `detail: null`: a trouble is over. */
  #forOperators(
    id: string,
    chat: string,
    command: string,
    about: Readonly<Record<string, string>>,
    detail: string | null,
  ): Event {
    return {
      id,
      at: this.now(),
      address: { channel: 'operator', chat, kind: 'private' },
      actor: { id: `operator:${chat}` },
      body: { kind: 'operator', command, data: { ...about, ...(detail === null ? {} : { detail }) } },
    };
  }

  /** Once a day: what the packs' retention says is over goes, conversation by conversation, each with a line in the audit. */
  async keepNoLonger(): Promise<void> {
    for (const { pack } of this.notices.all()) {
      const space = spaceOf(pack.id, null);
      const now = this.clocks.now(space);
      const { date } = localMoment(now, pack.manifest.timezone);
      if (this.#tidied.get(pack.id) === date) continue;
      const overdue = await overdueIn(this.store, space.name, pack, now);
      for (const event of overdue.events) await this.#take(space, event);
      await dropOverdue(this.store, space.name, overdue, now);
      this.#tidied.set(pack.id, date);
      const { length } = overdue.events;
      if (length + overdue.drop.length > 0)
        this.#options.log.info(
          { space: space.name, erased: length, dropped: overdue.drop.length },
          'retention',
        );
    }
  }

  /** What watches over the installation has found trouble, or its end (`detail: null`): the operators hear of it. */
  async tellOfHouse({ id, what, title, detail }: HouseNews): Promise<void> {
    this.#options.log[detail === null ? 'info' : 'error']({ what }, detail === null ? 'over' : 'trouble');
    await this.receive(this.#forOperators(id, 'house', 'house', { what, title }, detail));
  }

  /** Other processes may have begun rehearsals. */
  async #meetSpaces(): Promise<void> {
    for (const name of await this.store.spaces())
      if (!this.#spaces.has(name)) this.#spaces.set(name, parseSpace(name));
  }

  /** What a channel itself says, in the newest notice's wording. */
  words: DoorWords = (key, slots) => doorWordsOf(this.notices.newest.pack.wording)(key, slots);

  #marked(space: Space, message: OutMessage): OutMessage {
    const { pack } = this.notices.get(space.pack) ?? this.notices.newest;
    return {
      ...message,
      blocks: [{ kind: 'text', text: say(pack, 'delivery.repeated') }, ...message.blocks],
    };
  }

  /** Ask the store whether it may be trusted with more; until it may, events wait in the spool. */
  async checkStore(): Promise<StoreHealth> {
    const health = (await this.store.check?.()) ?? { refusals: [], warnings: [] };
    const distrusted = health.refusals.length > 0;
    if (distrusted !== this.#intake.distrusted) {
      for (const { code, message } of health.refusals) this.#options.log.error({ code }, message);
      if (!distrusted) this.#options.log.info({}, 'the store may be used again');
    }
    this.#intake.distrusted = distrusted;
    return health;
  }

  /** A space is there though nothing was taken into it yet. */
  know(space: Space): void {
    this.#spaces.set(space.name, space);
    if (space.rehearsal !== null) this.#used.set(space.rehearsal, this.now());
  }

  /** Rehearsals under way. */
  get rehearsals(): number {
    return new Set([...this.#spaces.values()].flatMap(({ rehearsal }) => rehearsal ?? [])).size;
  }

  /** Delete the rehearsals of these that nobody has used here for so long, in milliseconds. */
  async wipeIdle(isOne: (rehearsal: string) => boolean, idleMs: number): Promise<void> {
    const now = this.now();
    for (const { rehearsal } of [...this.#spaces.values()]) {
      if (rehearsal === null || !isOne(rehearsal)) continue;
      const used = this.#used.get(rehearsal) ?? now;
      this.#used.set(rehearsal, used);
      if (now - used < idleMs) continue;
      this.#used.delete(rehearsal);
      await this.wipeRehearsal(rehearsal);
    }
  }

  /** Delete a rehearsal with everything in it, in every notice it touched. */
  async wipeRehearsal(rehearsal: string): Promise<void> {
    for (const { pack } of this.notices.all()) {
      const space = spaceOf(pack.id, rehearsal);
      const files = await filesOfSpace(this.store, space.name);
      await this.store.wipe(space.name);
      for (const { id, shared } of files) if (!shared) await this.#options.keeper.remove(id);
      this.clocks.forget(space);
      this.#spaces.delete(space.name);
    }
    this.#directory.forget(rehearsal);
  }

  /** Stop intake, let running turns and sends end, close the store. */
  async close(): Promise<void> {
    const ticker = this.#ticker;
    this.#ticker = null;
    if (ticker) clearTimeout(ticker);
    await Promise.all(this.channels().map(channel => channel.stop()));
    await this.#lanes.idle();
    this.#dispatch.stop();
    await this.#dispatch.settled();
    await this.#options.spool?.close();
    await this.store.close();
  }
}
