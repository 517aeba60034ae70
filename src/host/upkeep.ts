import { setImmediate } from 'node:timers/promises';
import { localMoment } from '../model/calendar.ts';
import type { Event } from '../model/event.ts';
import type { StoreHealth } from '../store/health.ts';
import { markRetention } from '../store/options.ts';
import type { Store } from '../store/port.ts';
import type { Channel, Receipt } from './channel.ts';
import { type ChannelNews, ChannelWatch } from './channel-watch.ts';
import type { Clocks } from './clocks.ts';
import type { Dispatch } from './dispatch.ts';
import type { FileKeeper } from './files.ts';
import type { HouseNews } from './house-watch.ts';
import type { SafeIntake } from './intake.ts';
import type { Logger } from './log.ts';
import type { Notices } from './notices.ts';
import type { Renderer } from './render.ts';
import { dropOverdue, overdueIn } from './retention.ts';
import { parseSpace, type Space, spaceOf } from './space.ts';

/** How often other processes' and timers' work is looked for, in milliseconds. */
const TICK_MS = 1000;
/** Ticks between two looks at the store's own safety settings (ten seconds, reliability.md 3.7). */
const HEALTH_TICKS = 10;

/** Ticks between two looks for files that arrived and were never taken (an hour). */
const SWEEP_TICKS = 3600;
/** How much of what is over goes each second: a whole year may be over on one day, and people write meanwhile. */
const ERASED_AT_ONCE = 10;
/** An event with its file may wait in the spool as long as its dedupe mark is kept. */
const UNCLAIMED_MS = markRetention.ageMs;

/** A rendered file is sent within the day in which a message is tried, and can be made again. */
const RENDERED_MS = 25 * 3600 * 1000;

/** Spaces looked at before whoever waits gets a turn. */
const SPACES_AT_ONCE = 100;

export interface UpkeepDeps {
  readonly store: Store;
  readonly log: Logger;
  readonly keeper: Pick<FileKeeper, 'sweep'>;
  readonly notices: Notices;
  readonly clocks: Clocks;
  readonly renderer: Pick<Renderer, 'sweep'>;
  readonly dispatch: Pick<Dispatch, 'pump'>;
  readonly intake: Pick<SafeIntake, 'distrusted' | 'drain'>;
  /** Spaces there are, by name; those of other processes are added. */
  readonly spaces: Map<string, Space>;
  readonly channels: () => Channel[];
  readonly take: (space: Space, event: Event) => Promise<Pick<Receipt, 'outcome'>>;
  readonly receive: (event: Event) => Promise<unknown>;
  readonly checkStore: () => Promise<StoreHealth>;
  readonly wipeRehearsal: (rehearsal: string) => Promise<void>;
}

/** What has to be done though nobody has written: timers, other processes' work, what is over, what operators must hear of. */
export class Upkeep {
  readonly #deps: UpkeepDeps;
  readonly #channelWatch = new ChannelWatch();
  #ticker: NodeJS.Timeout | null = null;
  /** When each rehearsal was last used in this process. */
  readonly #used = new Map<string, number>();
  /** The day on which each notice was last looked through for what is kept no longer. */
  readonly #tidied = new Map<string, string>();
  /** Something that is over is left for the next second. */
  #untidy = false;

  constructor(deps: UpkeepDeps) {
    this.#deps = deps;
  }

  /** Look after everything once a second, until `stop`. */
  async watch(): Promise<void> {
    const { store, notices, spaces, dispatch, log } = this.#deps;
    await this.#meetSpaces();
    for (const { pack } of notices.all()) spaces.set(pack.id, spaceOf(pack.id, null));
    await store.listen?.(name => {
      const space = spaces.get(name);
      if (space) void dispatch.pump(space);
    });
    let ticks = 0;
    const again = (): void => {
      this.#ticker = setTimeout(() => {
        ticks += 1;
        this.#tick(ticks)
          .catch((error: unknown) =>
            log.warn({ error: error instanceof Error ? error.name : 'error' }, 'store does not answer'),
          )
          .finally(() => {
            if (this.#ticker) again();
          });
      }, TICK_MS);
      this.#ticker.unref();
    };
    again();
  }

  stop(): void {
    const ticker = this.#ticker;
    this.#ticker = null;
    if (ticker) clearTimeout(ticker);
  }

  async #tick(ticks: number): Promise<void> {
    const { intake, checkStore, keeper, renderer } = this.#deps;
    // A store that is not trusted may be mended any moment, and people's messages wait for it.
    if (ticks % HEALTH_TICKS === 0 || intake.distrusted) await checkStore();
    if (ticks % HEALTH_TICKS === 0) await this.#meetSpaces();
    if (ticks % HEALTH_TICKS === 0) await this.lookAtChannels();
    if (ticks % SWEEP_TICKS === 1 || this.#untidy) await this.keepNoLonger(ERASED_AT_ONCE);
    if (ticks % SWEEP_TICKS === 1) {
      await keeper.sweep(UNCLAIMED_MS);
      await renderer.sweep(RENDERED_MS);
    }
    await intake.drain();
    await this.#carryOutDue();
  }

  /** An embedded store answers at once, so that asking for many spaces in a row would hold up whoever writes meanwhile. */
  async #carryOutDue(): Promise<void> {
    const { store, clocks, spaces, dispatch } = this.#deps;
    let looked = 0;
    for (const space of [...spaces.values()]) {
      looked += 1;
      if (looked % SPACES_AT_ONCE === 0) await setImmediate();
      await clocks.ready(space);
      const due = await store.nextDue(space.name);
      if (due !== null && due <= clocks.now(space)) await dispatch.pump(space);
    }
  }

  /** Other processes may have begun rehearsals. */
  async #meetSpaces(): Promise<void> {
    const { store, spaces } = this.#deps;
    for (const name of await store.spaces()) if (!spaces.has(name)) spaces.set(name, parseSpace(name));
  }

  async lookAtChannels(): Promise<void> {
    const { channels, clocks } = this.#deps;
    for (const news of this.#channelWatch.look(channels(), clocks.real())) await this.#tellOfChannel(news);
  }

  async #tellOfChannel({ id, channel, title, detail }: ChannelNews): Promise<void> {
    const { log, notices, take } = this.#deps;
    log[detail === null ? 'info' : 'error'](
      { channel, detail },
      detail === null ? 'channel works again' : 'channel has fallen',
    );
    const event = this.#forOperators(id, 'channels', 'channel', { channel, title }, detail);
    await take(spaceOf(notices.newest.pack.id, null), event);
  }

  async tellOfHouse({ id, what, title, detail }: HouseNews): Promise<void> {
    const { log, receive } = this.#deps;
    log[detail === null ? 'info' : 'error']({ what }, detail === null ? 'over' : 'trouble');
    await receive(this.#forOperators(id, 'house', 'house', { what, title }, detail));
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
      at: this.#deps.clocks.real(),
      address: { channel: 'operator', chat, kind: 'private' },
      actor: { id: `operator:${chat}` },
      body: { kind: 'operator', command, data: { ...about, ...(detail === null ? {} : { detail }) } },
    };
  }

  /**
   * Once a day: what the packs' retention says is over goes, conversation by conversation, each with a line in the audit; at
   * most so many of each kind now, and the others when it is called again.
   */
  async keepNoLonger(most = Number.POSITIVE_INFINITY): Promise<void> {
    const { store, notices, clocks, take, log } = this.#deps;
    this.#untidy = false;
    for (const { pack } of notices.all()) {
      const space = spaceOf(pack.id, null);
      const now = clocks.now(space);
      const { date } = localMoment(now, pack.manifest.timezone);
      if (this.#tidied.get(pack.id) === date) continue;
      const overdue = await overdueIn(store, space.name, pack, now, most);
      let erased = 0;
      for (const event of overdue.events) {
        if ((await take(space, event)).outcome === 'committed') erased += 1;
        // An embedded store answers at once: whoever writes meanwhile gets a turn.
        await setImmediate();
      }
      await dropOverdue(store, space.name, overdue, now);
      // What could not be erased is there again the next time: it waits till tomorrow.
      const gone = erased + overdue.drop.length;
      if (gone > 0 && Number.isFinite(most)) this.#untidy = true;
      else this.#tidied.set(pack.id, date);
      if (gone > 0) log.info({ space: space.name, erased, dropped: overdue.drop.length }, 'retention');
    }
  }

  /** Somebody goes on with a rehearsal. */
  used(rehearsal: string): void {
    this.#used.set(rehearsal, this.#deps.clocks.real());
  }

  /** Delete the rehearsals of these that nobody has used here for so long, in milliseconds. */
  async wipeIdle(isOne: (rehearsal: string) => boolean, idleMs: number): Promise<void> {
    const now = this.#deps.clocks.real();
    for (const { rehearsal } of [...this.#deps.spaces.values()]) {
      if (rehearsal === null || !isOne(rehearsal)) continue;
      const used = this.#used.get(rehearsal) ?? now;
      this.#used.set(rehearsal, used);
      if (now - used < idleMs) continue;
      this.#used.delete(rehearsal);
      await this.#deps.wipeRehearsal(rehearsal);
    }
  }
}
