import { hash } from 'node:crypto';
import { chatKey } from '../model/address.ts';
import type { OutMessage } from '../model/message.ts';
import type { Lease, OutboxItem, Settlement, Store } from '../store/port.ts';
import type { Channel, Outgoing, SendResult } from './channel.ts';
import type { Clocks } from './clocks.ts';
import type { FileKeeper } from './files.ts';
import type { Logger } from './log.ts';
import { bodyOf, MOST_ATTEMPTS, type OutboxBody, waitBefore } from './outbox.ts';
import type { Renderer } from './render.ts';
import type { Space } from './space.ts';

const LEASE_MS = 30_000;
const BATCH = 20;
/** A channel that is not there (yet) is looked for again after this many seconds. */
const NO_CHANNEL_WAIT = 60;
/** A parked message is looked at again after this many seconds; at once when the person writes to this process. */
const PARKED_WAIT = 60;
/** Chats whose parked messages are remembered. */
const MOST_PARKED = 1000;

export interface DispatchDeps {
  readonly store: Store;
  readonly clocks: Clocks;
  readonly renderer: Renderer;
  readonly keeper: FileKeeper;
  readonly log: Logger;
  readonly channel: (name: string) => Channel | undefined;
  /** A timer is due: it becomes an event. */
  readonly fire: (space: Space, timer: Extract<OutboxBody, { kind: 'timer' }>, id: string) => Promise<void>;
  /** A message will never arrive: it becomes an event, so that staff see it. */
  readonly lost: (space: Space, message: OutMessage, reason: string) => Promise<void>;
}

interface Carried {
  readonly result: Settlement;
  readonly remember?: { readonly id: string; readonly value: string };
}

/** Platform key of a delivery: short, plain, and the same on every retry. */
const deliveryKey = (space: Space, id: string): string =>
  hash('sha256', `${space.name}\n${id}`, 'base64url').slice(0, 32);

const cardRef = (message: OutMessage): string => `${chatKey(message.to)}|${message.card}`;

/** Carries out what was committed: sends, fires timers, deletes files. Nothing here decides anything. */
export class Dispatch {
  readonly #deps: DispatchDeps;
  readonly #running = new Map<string, Promise<void>>();
  /** What waits for a chat to speak again, by chat and id. */
  readonly #parked = new Map<string, Map<string, OutboxItem>>();

  constructor(deps: DispatchDeps) {
    this.#deps = deps;
  }

  /** Carry out leased items, one after the other, and settle each as soon as it is done. */
  async carry(space: Space, leases: readonly Lease[]): Promise<void> {
    const settled: Promise<unknown>[] = [];
    try {
      for (const lease of leases) {
        const { result, remember } = await this.#carryOne(space, lease);
        const settling = this.#deps.store.settle(space.name, [
          { lease, result, ...(remember ? { remember } : {}) },
        ]);
        settling.catch(() => undefined);
        settled.push(settling);
      }
    } finally {
      await Promise.all(settled);
    }
  }

  /** Messages that may go now that their chat has spoken: to be committed again before the answer to what it said. */
  unpark(chat: string, due: number): OutboxItem[] {
    const items = [...(this.#parked.get(chat)?.values() ?? [])];
    this.#parked.delete(chat);
    return items.map(item => ({ ...item, due }));
  }

  async #park(space: Space, lease: Lease, message: OutMessage, reason: string): Promise<Carried> {
    const chat = chatKey(message.to);
    const items = this.#parked.get(chat) ?? new Map<string, OutboxItem>();
    items.set(lease.item.id, lease.item);
    this.#parked.set(chat, items);
    if (this.#parked.size > MOST_PARKED) this.#parked.delete(this.#parked.keys().next().value!);
    if (lease.attempts === 0) await this.#deps.lost(space, message, `parked: ${reason}`);
    return this.#later(space, PARKED_WAIT, `parked: ${reason}`);
  }

  /** Claim and carry until nothing is due. One run a space at a time; a call during a run waits for another one. */
  pump(space: Space): Promise<void> {
    const before = this.#running.get(space.name) ?? Promise.resolve();
    const run = before.catch(() => undefined).then(() => this.#pump(space));
    this.#running.set(space.name, run);
    return run;
  }

  async #pump(space: Space): Promise<void> {
    const { store, clocks } = this.#deps;
    for (;;) {
      const leases = await store.claim(space.name, clocks.now(space), BATCH, LEASE_MS);
      if (leases.length === 0) return;
      await Promise.all(leases.map(lease => this.carry(space, [lease])));
    }
  }

  async #carryOne(space: Space, lease: Lease): Promise<Carried> {
    const body = bodyOf(lease.item);
    switch (body.kind) {
      case 'timer':
        await this.#deps.fire(space, body, `${lease.item.id}:${lease.item.due}`);
        return { result: { kind: 'done' } };
      case 'forget':
        for (const id of body.files) await this.#deps.keeper.remove(id);
        this.#deps.channel(body.address.channel)?.forget?.(body.address.chat);
        return { result: { kind: 'done' } };
      case 'message':
        return this.#send(space, lease, body.message);
      default:
        return body satisfies never;
    }
  }

  async #send(space: Space, lease: Lease, message: OutMessage): Promise<Carried> {
    const { log, renderer, store } = this.#deps;
    const channel = this.#deps.channel(message.to.channel);
    if (!channel) return this.#later(space, NO_CHANNEL_WAIT, 'no such channel is running');
    if (message.quiet && !channel.capabilities.edit) return { result: { kind: 'done' } };
    let replaces: string | undefined;
    if (message.card) {
      const [ref] = await store.load(space.name, [{ kind: 'ref', id: cardRef(message) }]);
      replaces = ref?.parts.value;
    }
    const outgoing: Outgoing = {
      message,
      key: deliveryKey(space, lease.item.id),
      files: await Promise.all(message.files.map(file => renderer.file(file))),
      ...(replaces ? { replaces } : {}),
      attempts: lease.attempts,
    };
    const started = performance.now();
    const sent: SendResult = await channel.send(outgoing).catch((error: unknown) => ({
      kind: 'retry' as const,
      afterSeconds: waitBefore(lease.attempts),
      reason: error instanceof Error ? error.name : 'error',
    }));
    log.info(
      {
        space: space.name,
        channel: channel.name,
        item: lease.item.id,
        result: sent.kind,
        attempts: lease.attempts + 1,
        ms: Math.round(performance.now() - started),
      },
      'send',
    );
    switch (sent.kind) {
      case 'sent':
      case 'duplicate':
        return {
          result: { kind: 'done' },
          ...(message.card && sent.ref ? { remember: { id: cardRef(message), value: sent.ref } } : {}),
        };
      case 'retry':
        return lease.attempts + 1 >= MOST_ATTEMPTS
          ? this.#lose(space, message, `gave up: ${sent.reason}`)
          : this.#later(space, Math.max(sent.afterSeconds, waitBefore(lease.attempts)), sent.reason);
      case 'parked':
        return this.#park(space, lease, message, sent.reason);
      case 'unreachable':
      case 'rejected':
      case 'unknown':
        return this.#lose(space, message, `${sent.kind}: ${sent.reason}`);
      default:
        return sent satisfies never;
    }
  }

  #later(space: Space, seconds: number, error: string): Carried {
    return { result: { kind: 'retry', due: this.#deps.clocks.now(space) + seconds * 1000, error } };
  }

  async #lose(space: Space, message: OutMessage, reason: string): Promise<Carried> {
    await this.#deps.lost(space, message, reason);
    return { result: { kind: 'dead', error: reason } };
  }
}
