import { hash } from 'node:crypto';
import { type Address, chatKey } from '../model/address.ts';
import type { OutMessage } from '../model/message.ts';
import type { Lease, OutboxItem, Settlement, Store } from '../store/port.ts';
import { doorOf } from '../store/rules.ts';
import type { Channel, Outgoing, SendResult } from './channel.ts';
import type { Clocks } from './clocks.ts';
import { isUnreferenced } from './file-references.ts';
import type { FileKeeper } from './files.ts';
import { forgetNotes } from './forgetting.ts';
import { Keeping } from './keeping.ts';
import { LEASE_MS } from './lease.ts';
import type { Logger } from './log.ts';
import { bodyOf, innerDoors, MOST_ATTEMPTS, type OutboxBody, readBody, waitBefore } from './outbox.ts';
import { pseudonym } from './pseudonym.ts';
import { sessionKey } from './records.ts';
import { absentBlocks, type Renderer } from './render.ts';
import { BoundedMap } from './shelf/bounded-map.ts';
import type { Space } from './space.ts';
import { Unsure } from './unsure.ts';
import type { Watcher } from './watcher.ts';

const BATCH = 64;
/** Items of one door carried out at a time. More wait in the outbox, where they hold up nobody else's door. */
const MOST_AT_DOOR = 256;
/** A channel that is not there (yet) is looked for again after this many seconds. */
const NO_CHANNEL_WAIT = 60;
/** A parked message is looked at again after this many seconds; at once when the person writes to this process. */
const PARKED_WAIT = 60;
/** Chats whose parked messages are remembered. */
const MOST_PARKED = 1000;
/** Seconds until a channel that can send nothing is tried for the first time; four times as long each time after. */
const firstTrial = 5;
/** Waits up to here are slept through by a timer of their own; the house's tick finds the longer ones. Seconds. */
const LONGEST_NAP = 60;

type Message = Extract<OutboxBody, { kind: 'message' }>;

export interface DispatchDeps {
  readonly store: Store;
  readonly clocks: Clocks;
  readonly renderer: Pick<Renderer, 'files' | 'forget'>;
  readonly keeper: Pick<FileKeeper, 'remove'>;
  readonly log: Logger;
  readonly channel: (name: string) => Channel | undefined;
  /** Channels of this process. */
  readonly channels: () => readonly string[];
  /** A timer is due: it becomes an event. */
  readonly fire: (space: Space, timer: Extract<OutboxBody, { kind: 'timer' }>, id: string) => Promise<void>;
  /** A message will never arrive: it becomes an event, so that staff see it. */
  readonly lost: (space: Space, message: OutMessage, reason: string) => Promise<void>;
  /** Nothing can be sent through a channel until its operator has mended something. */
  readonly down: (channel: string, reason: string) => void;
  /** The message, saying that it may be a repeat. */
  readonly marked: (space: Space, message: OutMessage) => OutMessage;
  readonly leaseMs?: number;
  readonly watcher: Watcher;
}

interface Carried {
  readonly result: Settlement;
  readonly remember?: { readonly id: string; readonly value: string };
}

interface Claiming {
  again: boolean;
  readonly done: Promise<void>;
}

/** Platform key of a delivery: short, plain, and the same on every retry. */
const deliveryKey = (space: Space, id: string): string =>
  hash('sha256', `${space.name}\n${id}`, 'base64url').slice(0, 32);

const cardRef = (message: OutMessage): string => `${chatKey(message.to)}|${message.card}`;

/**
 * Carries out what was committed: sends, fires timers, deletes files. Nothing here decides anything.
 *
 * Each item that may leave is on its way at once and on its own; the store gives out one of a lane at a time, so a chat
 * keeps its order and waits for nobody but itself. Only this process's doors are claimed for.
 */
export class Dispatch {
  readonly #deps: DispatchDeps;
  readonly #keeping: Keeping;
  readonly #leaseMs: number;
  readonly #unsure = new Unsure();
  readonly #claiming = new Map<string, Claiming>();
  readonly #carried = new Set<Promise<void>>();
  /** Items on their way, by door, and doors that were left out of a claim because they had too many. */
  readonly #load = new Map<string, number>();
  readonly #full = new Set<string>();
  /** Channels that can send nothing, until when (the machine's milliseconds); then one message tries. And how many have. */
  readonly #down = new Map<string, { readonly until: number; readonly tries: number }>();
  readonly #naps = new Set<NodeJS.Timeout>();
  /** What waits for a chat to speak again, by chat and id. */
  readonly #parked = new BoundedMap<Map<string, OutboxItem>>(MOST_PARKED);

  constructor(deps: DispatchDeps) {
    this.#deps = deps;
    this.#leaseMs = deps.leaseMs ?? LEASE_MS;
    this.#keeping = new Keeping(deps.store, deps.log, this.#leaseMs);
  }

  /** Doors this process carries out, now that nothing keeps them shut. */
  doors(): string[] {
    return [...this.#deps.channels(), ...innerDoors];
  }

  /** Begin to carry out what was leased with a commit. `more`: others of it wait behind these or behind earlier ones. */
  carry(space: Space, leases: readonly Lease[], more: boolean): void {
    for (const lease of leases) this.#start(space, lease, more);
    if (more && leases.length === 0) void this.pump(space);
  }

  /** The person has spoken. Gives messages that may go now: to be committed again before the answer to what it said. */
  spoke(chat: string, due: number): OutboxItem[] {
    this.#unsure.spoke(chat);
    const items = [...(this.#parked.get(chat)?.values() ?? [])];
    this.#parked.delete(chat);
    return items.map(item => ({ ...item, due }));
  }

  /** Claim what is due and set it on its way. Resolves when there is nothing more to claim; sends go on. */
  pump(space: Space): Promise<void> {
    const running = this.#claiming.get(space.name);
    if (running) {
      running.again = true;
      return running.done;
    }
    const claiming: { again: boolean; done: Promise<void> } = { again: false, done: Promise.resolve() };
    this.#claiming.set(space.name, claiming);
    claiming.done = this.#claim(space, claiming)
      .catch((error: unknown) => this.#failed(space, error))
      .finally(() => this.#claiming.delete(space.name));
    return claiming.done;
  }

  /** Whether anything is on its way. */
  get busy(): boolean {
    return this.#carried.size > 0;
  }

  /** Resolves when everything that is on its way now has gone out or been put back. */
  async settled(): Promise<void> {
    await Promise.all(this.#carried);
  }

  stop(): void {
    for (const nap of this.#naps) clearTimeout(nap);
    this.#naps.clear();
  }

  async #claim(space: Space, claiming: Claiming): Promise<void> {
    const { store, clocks } = this.#deps;
    do {
      claiming.again = false;
      await this.#tryDown(space);
      for (;;) {
        const doors = this.doors().filter(door => this.#hasRoom(door));
        if (doors.length === 0) break;
        const leases = await store.claim(space.name, clocks.now(space), BATCH, this.#leaseMs, doors);
        for (const lease of leases) this.#start(space, lease, true);
        if (leases.length < BATCH) break;
      }
    } while (claiming.again);
  }

  /** One message of each channel that was down and may be up again. */
  async #tryDown(space: Space): Promise<void> {
    const { store, clocks } = this.#deps;
    for (const [door, { until }] of this.#down) {
      if (until > clocks.real() || (this.#load.get(door) ?? 0) > 0) continue;
      const [lease] = await store.claim(space.name, clocks.now(space), 1, this.#leaseMs, [door]);
      if (lease) this.#start(space, lease, true);
    }
  }

  #hasRoom(door: string): boolean {
    if (!this.#down.has(door) && (this.#load.get(door) ?? 0) < MOST_AT_DOOR) return true;
    this.#full.add(door);
    return false;
  }

  #start(space: Space, lease: Lease, more: boolean): void {
    const door = doorOf(lease.item.lane);
    this.#load.set(door, (this.#load.get(door) ?? 0) + 1);
    this.#keeping.hold(space.name, lease);
    const work: Promise<void> = this.#carryOne(space, lease)
      .then(({ result, remember }) =>
        this.#deps.store.settle(space.name, [{ lease, result, ...(remember ? { remember } : {}) }]),
      )
      .catch((error: unknown) => this.#failed(space, error))
      .then(() => {
        this.#keeping.release(space.name, lease);
        this.#load.set(door, this.#load.get(door)! - 1);
        if (this.#full.delete(door) || more) return this.pump(space);
        return undefined;
      })
      .finally(() => this.#carried.delete(work));
    this.#carried.add(work);
  }

  #failed(space: Space, error: unknown): void {
    this.#deps.log.error(
      { space: space.name, error: error instanceof Error ? error.name : 'error' },
      'carrying out committed work failed; it stays in the outbox',
    );
  }

  async #carryOne(space: Space, lease: Lease): Promise<Carried> {
    const body = bodyOf(lease.item);
    switch (body.kind) {
      case 'timer':
        await this.#deps.fire(space, body, `${lease.item.id}:${lease.item.due}`);
        return { result: { kind: 'done' } };
      case 'forget':
        // Only items of an earlier version name files here.
        await this.#erase(
          space,
          body.files.map(id => ({ id, shared: true })),
        );
        await this.#forget(space, body.address, lease.item);
        return { result: { kind: 'done' } };
      case 'erase':
        await this.#erase(space, body.files);
        return { result: { kind: 'done' } };
      case 'message':
        return this.#send(space, lease, body);
      default:
        return body satisfies never;
    }
  }

  /** All that is kept about a conversation outside its session, whose record the turn itself emptied. */
  async #forget(space: Space, address: Address, { id, lane }: OutboxItem): Promise<void> {
    const { store, renderer, clocks } = this.#deps;
    const chat = chatKey(address);
    const session = lane.slice('forget:'.length);
    // A lane bears no seal: moved to another's, the item would delete what is not its own.
    if (session !== chat && !session.startsWith(`${chat}:`)) {
      this.#deps.log.error(
        { item: id },
        'a deletion stands in the lane of another conversation; not carried out',
      );
      return;
    }
    await forgetNotes(store, space.name, session, id, clocks.now(space));
    await renderer.forget(chat);
    this.#deps.channel(address.channel)?.forget?.(address.chat);
    const isTheirs = (text: string): boolean => {
      const body = readBody(text);
      return body.kind === 'message' && chatKey(body.message.to) === chat;
    };
    await store.scrub?.(space.name, isTheirs, sessionKey(session));
  }

  async #erase(space: Space, files: readonly { id: string; shared: boolean }[]): Promise<void> {
    for (const file of files) {
      if (await isUnreferenced(this.#deps.store, space.name, file)) await this.#deps.keeper.remove(file.id);
    }
  }

  async #send(space: Space, lease: Lease, body: Message): Promise<Carried> {
    const { message } = body;
    const { clocks, log } = this.#deps;
    const channel = this.#deps.channel(message.to.channel);
    if (!channel) return this.#wait(space, NO_CHANNEL_WAIT, 'no such channel is running');
    if (message.quiet && !channel.capabilities.edit)
      return { result: { kind: 'done', keep: body.rank === 'answer' } };
    const shut = (this.#down.get(channel.name)?.until ?? 0) - clocks.real();
    if (shut > 0) return this.#wait(space, shut / 1000, 'the channel is down');
    const key = deliveryKey(space, lease.item.id);
    const doubt = this.#unsure.of(key, message);
    if (doubt === 'void') {
      this.#unsure.settled(key);
      return { result: { kind: 'done' } };
    }
    const outgoing = await this.#outgoing(space, lease, body, key, doubt === 'repeat');
    const started = performance.now();
    const sent: SendResult = await channel.send(outgoing).catch((error: unknown) => ({
      kind: 'retry' as const,
      afterSeconds: waitBefore(lease.attempts),
      reason: error instanceof Error ? error.name : 'error',
    }));
    const ms = Math.round(performance.now() - started);
    log.info(
      {
        space: space.name,
        channel: channel.name,
        item: lease.item.id,
        chat: pseudonym(chatKey(message.to)),
        result: sent.kind,
        ...('reason' in sent ? { reason: sent.reason } : {}),
        attempts: lease.attempts + 1,
        ms,
      },
      'send',
    );
    this.#deps.watcher.sent({
      channel: channel.name,
      result: sent.kind,
      ms,
      item: lease.item.id,
      space: space.name,
      attempt: lease.attempts + 1,
    });
    if (sent.kind !== 'down' && sent.kind !== 'retry') this.#down.delete(channel.name);
    if (sent.kind !== 'unknown' && sent.kind !== 'retry') this.#unsure.settled(key);
    return this.#judge(space, lease, body, key, sent);
  }

  async #outgoing(
    space: Space,
    lease: Lease,
    { message, rank }: Message,
    key: string,
    repeat: boolean,
  ): Promise<Outgoing> {
    const { renderer, store, marked } = this.#deps;
    let replaces: string | undefined;
    if (message.card) {
      const [ref] = await store.load(space.name, [{ kind: 'ref', id: cardRef(message) }]);
      replaces = ref?.parts.value;
    }
    const { files, absent } = await renderer.files(message.files);
    for (const code of absent.map(({ code }) => code))
      this.#deps.log.error(
        { space: space.name, item: lease.item.id, code },
        'a file is missing from a message',
      );
    return {
      message:
        absent.length === 0 ? message : { ...message, blocks: [...message.blocks, ...absentBlocks(absent)] },
      key,
      rank,
      files,
      ...(replaces ? { replaces } : {}),
      attempts: lease.attempts,
      ...(repeat ? { repeat: marked(space, message) } : {}),
    };
  }

  async #judge(
    space: Space,
    lease: Lease,
    { message, rank }: Message,
    key: string,
    sent: SendResult,
  ): Promise<Carried> {
    switch (sent.kind) {
      case 'sent':
      case 'duplicate':
        return {
          result: { kind: 'done', keep: rank === 'answer' },
          ...(message.card && sent.ref ? { remember: { id: cardRef(message), value: sent.ref } } : {}),
        };
      case 'retry':
        if (sent.asked) return this.#wait(space, sent.afterSeconds, sent.reason);
        return lease.attempts + 1 >= MOST_ATTEMPTS
          ? this.#lose(space, message, `gave up: ${sent.reason}`)
          : this.#later(space, Math.max(sent.afterSeconds, waitBefore(lease.attempts)), sent.reason);
      case 'down':
        return this.#wait(space, this.#shut(message.to.channel, sent), sent.reason);
      case 'parked':
        return this.#park(space, lease, message, sent.reason);
      case 'unknown': {
        if (message.quiet) return { result: { kind: 'done' } };
        const pause = this.#unsure.again(key, message);
        return pause === null
          ? this.#lose(space, message, `unknown: ${sent.reason}`)
          : this.#later(space, pause, sent.reason);
      }
      case 'unreachable':
      case 'rejected':
        return this.#lose(space, message, `${sent.kind}: ${sent.reason}`);
      default:
        return sent satisfies never;
    }
  }

  /** The channel can send nothing. Gives the seconds until one message tries again: a few at first, in case it was a hiccup. */
  #shut(channel: string, { afterSeconds, reason }: Extract<SendResult, { kind: 'down' }>): number {
    const before = this.#down.get(channel);
    const now = this.#deps.clocks.real();
    // Others of those that were on their way: the same news.
    if (before !== undefined && before.until > now) return (before.until - now) / 1000;
    if (before === undefined) this.#deps.down(channel, reason);
    const tries = before === undefined ? 0 : before.tries + 1;
    const seconds = Math.min(afterSeconds, firstTrial * 4 ** Math.min(tries, 9));
    this.#down.set(channel, { until: now + seconds * 1000, tries });
    return seconds;
  }

  async #park(space: Space, lease: Lease, message: OutMessage, reason: string): Promise<Carried> {
    const chat = chatKey(message.to);
    const items = this.#parked.get(chat) ?? new Map<string, OutboxItem>();
    this.#parked.set(chat, items.set(lease.item.id, lease.item));
    if (lease.attempts === 0) await this.#deps.lost(space, message, `parked: ${reason}`);
    return this.#later(space, PARKED_WAIT, `parked: ${reason}`);
  }

  /** Told to wait, which is no failed attempt. */
  #wait(space: Space, seconds: number, error: string): Carried {
    return this.#later(space, seconds, error, false);
  }

  #later(space: Space, seconds: number, error: string, counted = true): Carried {
    if (seconds <= LONGEST_NAP) {
      const nap = setTimeout(
        () => {
          this.#naps.delete(nap);
          void this.pump(space);
        },
        seconds * 1000 + 1,
      ).unref();
      this.#naps.add(nap);
    }
    return {
      result: { kind: 'retry', due: this.#deps.clocks.now(space) + seconds * 1000, error, counted },
    };
  }

  async #lose(space: Space, message: OutMessage, reason: string): Promise<Carried> {
    await this.#deps.lost(space, message, reason);
    return { result: { kind: 'dead', error: reason } };
  }
}
