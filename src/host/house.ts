import type { Readable } from 'node:stream';
import { say } from '../engine/wording.ts';
import { sessionIdOf } from '../model/address.ts';
import { localMoment } from '../model/calendar.ts';
import { type DoorWords, doorWordsOf } from '../model/door-wording.ts';
import type { Event } from '../model/event.ts';
import type { FileReading, Kept, StoredFile } from '../model/file.ts';
import type { OutMessage } from '../model/message.ts';
import type { StoreHealth } from '../store/health.ts';
import type { Store } from '../store/port.ts';
import { bounded } from './bounds.ts';
import type { Channel, Intake, Receipt } from './channel.ts';
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
import { FairLanes } from './shelf/fair-lanes.ts';
import { withPatience } from './shelf/patience.ts';
import { type Space, spaceOf } from './space.ts';
import type { Spool } from './spool.ts';
import { received } from './steps.ts';
import { Turns } from './turns.ts';
import { Upkeep } from './upkeep.ts';
import { nobody, type Watcher } from './watcher.ts';

/** Sends under way are waited for so long before their channels stop, in milliseconds. */
const PARTING_MS = 1_000;

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
  readonly #lanes = new FairLanes();
  readonly #upkeep: Upkeep;
  readonly #watcher: Watcher;
  #desk: string | null = null;

  constructor(options: HouseOptions) {
    this.#options = options;
    this.notices = options.notices;
    this.store = options.store;
    this.clocks = new Clocks(options.clock, options.store, options.notices.newest.pack.id);
    this.#directory = new Directory(options.notices, options.store);
    this.renderer = new Renderer(options.notices, options.keeper, options.outFolder);
    const watcher = options.watcher ?? nobody;
    this.#watcher = watcher;
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
    this.#upkeep = this.#upkeepOf(options);
  }

  #upkeepOf({ store, log, keeper }: HouseOptions): Upkeep {
    return new Upkeep({
      store,
      log,
      keeper,
      notices: this.notices,
      clocks: this.clocks,
      renderer: this.renderer,
      dispatch: this.#dispatch,
      intake: this.#intake,
      spaces: this.#spaces,
      channels: () => this.channels(),
      take: (space, event) => this.#take(space, event),
      receive: event => this.receive(event),
      checkStore: () => this.checkStore(),
      wipeRehearsal: rehearsal => this.wipeRehearsal(rehearsal),
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

  heldBack(actor: string): boolean {
    return this.#flood?.heldBack(actor) ?? false;
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
        return received(this.#watcher, event.id, () => this.#intake.receive(bounded(event)));
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

  /** Something an operator has done to what is kept of one notice, whichever its chat is about now. */
  async operate(notice: string, event: Event): Promise<Receipt['outcome']> {
    return (await this.#take(spaceOf(notice, null), event)).outcome;
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
    await this.#upkeep.watch();
  }

  /** Channels that have fallen are told to the operators, by way of the others. */
  lookAtChannels(): Promise<void> {
    return this.#upkeep.lookAtChannels();
  }

  /** Once a day: what the packs' retention says is over goes; at most so much of each kind now. */
  keepNoLonger(most?: number): Promise<void> {
    return this.#upkeep.keepNoLonger(most);
  }

  /** What watches over the installation has found trouble, or its end (`detail: null`): the operators hear of it. */
  tellOfHouse(news: HouseNews): Promise<void> {
    return this.#upkeep.tellOfHouse(news);
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
    if (space.rehearsal !== null) this.#upkeep.used(space.rehearsal);
  }

  /** Rehearsals under way. */
  get rehearsals(): number {
    return new Set([...this.#spaces.values()].flatMap(({ rehearsal }) => rehearsal ?? [])).size;
  }

  /** Delete the rehearsals of these that nobody has used here for so long, in milliseconds. */
  wipeIdle(isOne: (rehearsal: string) => boolean, idleMs: number): Promise<void> {
    return this.#upkeep.wipeIdle(isOne, idleMs);
  }

  /** Delete a rehearsal with everything in it, in every notice it touched. */
  async wipeRehearsal(rehearsal: string): Promise<void> {
    for (const { pack } of this.notices.all()) {
      const space = spaceOf(pack.id, rehearsal);
      const files = await filesOfSpace(this.store, space.name);
      await this.store.wipe(space.name);
      for (const { id, shared } of files) if (!shared) await this.#options.keeper.remove(id);
      await this.clocks.forget(space);
      this.#spaces.delete(space.name);
    }
    this.#directory.forget(rehearsal);
  }

  /** Stop intake, let running turns and sends end, close the store. */
  async close(): Promise<void> {
    this.#upkeep.stop();
    // What was just committed leaves while its channel still runs: another process would have to find it first.
    await withPatience(this.#dispatch.settled(), PARTING_MS);
    await Promise.all(this.channels().map(channel => channel.stop()));
    await this.#lanes.idle();
    this.#dispatch.stop();
    await this.#dispatch.settled();
    await this.#options.spool?.close();
    await this.store.close();
  }
}
