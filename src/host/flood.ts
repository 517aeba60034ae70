import { chatKey } from '../model/address.ts';
import type { Event } from '../model/event.ts';
import type { Logger } from './log.ts';
import { pseudonym } from './pseudonym.ts';
import { BoundedMap } from './shelf/bounded-map.ts';

/** So many (events, bytes) at once, and so many a second for long. */
export interface Allowance {
  readonly burst: number;
  readonly perSecond: number;
}

export interface FloodLimits {
  readonly actor: Allowance;
  /** Of a chat together: a group has many people. */
  readonly chat: Allowance;
  /** Bytes of files of one person. */
  readonly bytes: Allowance;
}

const MB = 1024 * 1024;

/**
 * Our own figures. Nobody types five messages a second; the burst holds what a platform delivers at once after an outage
 * (Telegram up to 100 updates a call) and a whole application pasted line by line. An application has some twenty scanned
 * papers of a few megabytes.
 */
export const usualLimits: FloodLimits = {
  actor: { burst: 240, perSecond: 5 },
  chat: { burst: 600, perSecond: 20 },
  bytes: { burst: 200 * MB, perSecond: MB },
};

/** People and chats remembered. Whoever is forgotten begins with a full burst again. */
const MOST_KNOWN = 20_000;
/** Somebody who goes on is told, and the operator reads of it, once in so many milliseconds. */
const TELL_MS = 60_000;

interface Bucket {
  left: number;
  at: number;
}

/** go: take it. say: take only that it was too much, so that the person is told. drop: told already. */
export type Admission = 'go' | 'say' | 'drop';

/** What only the house itself and its operator cause is never held back. */
const isOwn = ({ body, address }: Event): boolean =>
  address.channel === 'operator' ||
  body.kind === 'operator' ||
  body.kind === 'timer' ||
  body.kind === 'undelivered';

/**
 * Holds back whoever sends more than a person can: a token bucket for each actor and each chat. What is held back never
 * waits, so it takes nobody's turn.
 */
export class FloodGate {
  readonly #limits: FloodLimits;
  readonly #elapsed: () => number;
  readonly #log: Logger;
  readonly #actors = new BoundedMap<Bucket>(MOST_KNOWN);
  readonly #chats = new BoundedMap<Bucket>(MOST_KNOWN);
  readonly #bytes = new BoundedMap<Bucket>(MOST_KNOWN);
  readonly #told = new BoundedMap<{ at: number; dropped: number }>(MOST_KNOWN);

  /** `elapsed`: a stopwatch, milliseconds. */
  constructor(limits: FloodLimits, elapsed: () => number, log: Logger) {
    this.#limits = limits;
    this.#elapsed = elapsed;
    this.#log = log;
  }

  admit(event: Event): Admission {
    if (isOwn(event)) return 'go';
    const { actor, chat, bytes } = this.#limits;
    const now = this.#elapsed();
    const all =
      this.#has(this.#actors, event.actor.id, actor, now, 1) &&
      this.#has(this.#chats, chatKey(event.address), chat, now, 1) &&
      (event.body.kind !== 'file' ||
        this.#has(this.#bytes, event.actor.id, bytes, now, event.body.file.bytes));
    if (all) return 'go';
    const told = this.#told.get(event.actor.id);
    if (told && now - told.at < TELL_MS) {
      told.dropped += 1;
      return 'drop';
    }
    this.#told.set(event.actor.id, { at: now, dropped: 0 });
    const who = pseudonym(event.actor.id);
    this.#log.warn(
      { channel: event.address.channel, who, dropped: told?.dropped ?? 0 },
      'somebody sends more than is taken',
    );
    return 'say';
  }

  /** Whether whatever this person sends now would be dropped: nothing is counted. */
  heldBack(actor: string): boolean {
    const told = this.#told.get(actor);
    const now = this.#elapsed();
    const bucket = this.#actors.get(actor);
    if (!told || now - told.at >= TELL_MS || !bucket) return false;
    return bucket.left + ((now - bucket.at) / 1000) * this.#limits.actor.perSecond < 1;
  }

  #has(
    buckets: BoundedMap<Bucket>,
    key: string,
    { burst, perSecond }: Allowance,
    now: number,
    cost: number,
  ): boolean {
    const before = buckets.get(key) ?? { left: burst, at: now };
    const left = Math.min(burst, before.left + ((now - before.at) / 1000) * perSecond);
    const may = left >= cost;
    buckets.set(key, { left: may ? left - cost : left, at: now });
    return may;
  }
}

/** The event as what it is answered for: too much. Nothing of what it said is kept. */
export const tooMuch = (event: Event): Event => ({ ...event, body: { kind: 'unread', what: 'hurried' } });
