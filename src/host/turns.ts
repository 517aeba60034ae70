import { createHmac } from 'node:crypto';
import { advance } from '../engine/advance.ts';
import type { Context, World } from '../engine/context.ts';
import { sessionIdOf } from '../model/address.ts';
import { localMoment } from '../model/calendar.ts';
import type { Event } from '../model/event.ts';
import { OutMessage } from '../model/message.ts';
import { newSession } from '../model/session.ts';
import type { Lease, Store, StoredRecord } from '../store/port.ts';
import type { Clocks } from './clocks.ts';
import { commitOf } from './commit.ts';
import type { Logger } from './log.ts';
import type { Notice } from './notices.ts';
import {
  applicationKey,
  counterKey,
  readApplication,
  readCounter,
  readRoster,
  readSession,
  rosterKey,
  sessionKey,
} from './records.ts';
import type { Space } from './space.ts';

/** Attempts before a turn gives up on a record that others keep changing. */
const MOST_CONFLICTS = 50;
/** Sessions whose current application is remembered, so that it loads in the same round trip. */
const MOST_HINTS = 10_000;

export interface TurnResult {
  readonly outcome: 'committed' | 'duplicate' | 'refused';
  /** Messages for the chat the event came from. */
  readonly messages: readonly OutMessage[];
  /** What this process may send at once. */
  readonly leases: readonly Lease[];
  /** Whether committed messages wait behind others. */
  readonly waiting: boolean;
}

export interface TurnDeps {
  readonly store: Store;
  readonly clocks: Clocks;
  readonly secret: Uint8Array;
  readonly log: Logger;
  /** Values of a filled form that came with the event. */
  readonly imported: (notice: Notice, event: Event) => Promise<Context['imported']>;
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZabcdefghjkmnpqrstvwxyz';

/** Repeatable and unforgeable: 16 letters and digits (about 91 bits) from the deployment's secret, the event and a purpose. */
const minter =
  (secret: Uint8Array, space: string, eventId: string) =>
  (purpose: string): string => {
    const bytes = createHmac('sha256', secret).update(`${space}\n${eventId}\n${purpose}`).digest();
    return Array.from(bytes.subarray(0, 16), byte => alphabet[byte % alphabet.length]).join('');
  };

/** Load, advance, commit: one event becomes one turn, however often it is delivered. */
export class Turns {
  readonly #deps: TurnDeps;
  /** Session -> its application, as last seen; a wrong or missing hint costs one more read, nothing else. */
  readonly #hints = new Map<string, string>();

  constructor(deps: TurnDeps) {
    this.#deps = deps;
  }

  async take(notice: Notice, space: Space, event: Event): Promise<TurnResult> {
    const { store, clocks, log } = this.#deps;
    const started = performance.now();
    const imported = await this.#deps.imported(notice, event);
    for (let attempt = 0; attempt < MOST_CONFLICTS; attempt += 1) {
      const loaded = await this.#load(space, event);
      const now = space.rehearsal === null ? event.at : clocks.now(space);
      const context: Context = {
        pack: notice.pack,
        now: localMoment(now, notice.pack.manifest.timezone),
        mint: minter(this.#deps.secret, space.name, event.id),
        ask: (question, topic) => notice.faq.answer(question, { context: topic }),
        imported,
        rehearsal: space.rehearsal !== null,
        policies: event.policies ?? [],
      };
      const turn = advance(context, this.#world(notice, event, loaded), event);
      const commit = commitOf(event, turn, loaded, clocks.now(space));
      const result = await store.commit(space.name, commit);
      if (result.kind === 'conflict') continue;
      this.#remember(space, event, turn.session?.application ?? null);
      const outcome =
        result.kind === 'committed' ? 'committed' : result.kind === 'duplicate' ? 'duplicate' : 'refused';
      if (result.kind === 'collision')
        log.error({ space: space.name, event: event.id }, 'event id came with another body');
      log.info(
        {
          space: space.name,
          event: event.id,
          kind: event.body.kind,
          outcome,
          attempts: attempt + 1,
          ms: Math.round((performance.now() - started) * 10) / 10,
        },
        'turn',
      );
      const leases = result.kind === 'committed' ? result.leases : [];
      return {
        outcome,
        messages:
          result.kind === 'duplicate'
            ? storedReply(result.reply)
            : result.kind === 'committed'
              ? storedReply(commit.reply)
              : [],
        leases,
        waiting: result.kind === 'committed' && leases.length < commit.outbox.length,
      };
    }
    throw new Error(`event ${event.id} met ${MOST_CONFLICTS} conflicts in a row`);
  }

  #world(notice: Notice, event: Event, loaded: Loaded): World {
    const id = sessionIdOf(event.address, event.actor);
    const stored = readSession(loaded.session);
    const pin = { id: notice.pack.id, hash: notice.pack.hash };
    const session = stored ?? newSession(id, event.address, event.actor.id, pin);
    const record = session.application === null ? undefined : loaded.applications.get(session.application);
    return {
      session: { ...session, address: event.address, pack: pin },
      application: record ? readApplication(record) : null,
      roster: readRoster(loaded.roster),
      counter: readCounter(loaded.counter),
    };
  }

  async #load(space: Space, event: Event): Promise<Loaded> {
    const { store } = this.#deps;
    const id = sessionIdOf(event.address, event.actor);
    const hint = this.#hints.get(`${space.name} ${id}`);
    const [session, roster, counter, hinted] = await store.load(space.name, [
      sessionKey(id),
      rosterKey,
      counterKey,
      ...(hint ? [applicationKey(hint)] : []),
    ]);
    const applications = new Map<string, StoredRecord>(hint && hinted ? [[hint, hinted]] : []);
    const current = session!.parts.application
      ? (JSON.parse(session!.parts.application) as string | null)
      : null;
    if (current && !applications.has(current)) {
      const [record] = await store.load(space.name, [applicationKey(current)]);
      applications.set(current, record!);
    }
    return { session: session!, roster: roster!, counter: counter!, applications };
  }

  #remember(space: Space, event: Event, application: string | null): void {
    const key = `${space.name} ${sessionIdOf(event.address, event.actor)}`;
    this.#hints.delete(key);
    if (application === null) return;
    this.#hints.set(key, application);
    if (this.#hints.size > MOST_HINTS) this.#hints.delete(this.#hints.keys().next().value!);
  }
}

interface Loaded {
  readonly session: StoredRecord;
  readonly roster: StoredRecord;
  readonly counter: StoredRecord;
  readonly applications: ReadonlyMap<string, StoredRecord>;
}

const storedReply = (reply: string): OutMessage[] =>
  reply === '' ? [] : OutMessage.array().parse(JSON.parse(reply));
