import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { atSafePoint } from '../engine/adopt.ts';
import { advance } from '../engine/advance.ts';
import type { Context, World } from '../engine/context.ts';
import { subjectsOf } from '../engine/subjects.ts';
import { chatKey, sessionIdOf } from '../model/address.ts';
import { localMoment } from '../model/calendar.ts';
import type { Event } from '../model/event.ts';
import type { FileReading, StoredFile } from '../model/file.ts';
import type { OutMessage } from '../model/message.ts';
import { newSession, type PackPin, type Session } from '../model/session.ts';
import type { Turn } from '../model/turn.ts';
import type { Commit, Lease, OutboxItem, RecordKey, Store, StoredRecord } from '../store/port.ts';
import { doorOf, recordName } from '../store/rules.ts';
import type { ClauseChooser } from './clause-chooser.ts';
import type { Clocks } from './clocks.ts';
import { commitOf, messagesFor } from './commit.ts';
import { DocumentsRead } from './documents-read.ts';
import { withReferences } from './file-references.ts';
import type { Logger } from './log.ts';
import type { Notice } from './notices.ts';
import { idsIn, readBody } from './outbox.ts';
import { pseudonym } from './pseudonym.ts';
import {
  applicationKey,
  claimKey,
  counterKey,
  noteWritten,
  readApplication,
  readCounter,
  readRoster,
  readSession,
  readTicket,
  rosterKey,
  sessionKey,
  ticketKey,
} from './records.ts';
import { isRefused, withRefusals } from './refusals.ts';
import { Consulted } from './second-opinion.ts';
import { BoundedMap } from './shelf/bounded-map.ts';
import type { Space } from './space.ts';
import { Steps } from './steps.ts';
import type { Watcher } from './watcher.ts';

/** Attempts before a turn gives up on a record that others keep changing. */
const MOST_CONFLICTS = 50;
/** Sessions whose current application is remembered, so that it loads in the same round trip. */
const MOST_HINTS = 10_000;
/** People whose words wait in memory for their consent, and how long, in milliseconds. Our own choice: minutes, not hours. */
const MOST_UNKEPT = 1_000;
const UNKEPT_MS = 15 * 60_000;
/** Longest list shown in chat; the export has them all. */
const MOST_LISTED = 50;

export interface TurnResult {
  readonly outcome: 'committed' | 'duplicate' | 'refused';
  /** Messages for the chat the event came from. */
  readonly messages: readonly OutMessage[];
  /** What this process may send at once. */
  readonly leases: readonly Lease[];
  /** Whether work that is due now waits behind other work of this process's. */
  readonly more: boolean;
  /** Whether there is work now that only another process can do. */
  readonly elsewhere: boolean;
}

export interface TurnDeps {
  readonly store: Store;
  readonly clocks: Clocks;
  readonly secret: Uint8Array;
  readonly log: Logger;
  readonly notices: Context['notices'];
  /** The chat has spoken: messages that waited for it. */
  readonly spoke: (chat: string, due: number) => OutboxItem[];
  /** Doors whose outbox this process carries out. */
  readonly doors: () => readonly string[];
  /** An earlier version of a pack, or null. */
  readonly version: (pin: PackPin) => Promise<Notice | null>;
  /** Chooses among offered clauses where the matcher is unsure; null: nobody does. */
  readonly choose: ClauseChooser | null;
  /** Address of the desk, or null while it is not served. */
  readonly desk: () => string | null;
  /** Reads a document that somebody sent as the form of the notice. */
  readonly reading: (notice: Notice, file: StoredFile) => Promise<FileReading>;
  readonly watcher: Watcher;
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZabcdefghjkmnpqrstvwxyz';

/** Letters and digits of what may not be guessed: 23 of 55 are 132 bits. */
const TOKEN_LENGTH = 23;

/** Repeatable and unforgeable: letters and digits from the deployment's secret, the event and a purpose. */
const minter = (secret: KeyObject, space: string, eventId: string) => {
  const key = createHmac('sha256', secret).update(`${space}\n${eventId}`).digest('hex');
  return (purpose: string): string => {
    const bytes = hash('sha256', `${key}\n${purpose}`, 'buffer');
    let token = '';
    for (const byte of bytes.subarray(0, TOKEN_LENGTH)) token += alphabet[byte % alphabet.length];
    return token;
  };
};

/** Load, advance, commit: one event becomes one turn, however often it is delivered. */
export class Turns {
  readonly #deps: TurnDeps;
  /** Session -> records it referred to when last seen; a wrong or missing hint costs one more read, nothing else. */
  readonly #hints = new BoundedMap<readonly RecordKey[]>(MOST_HINTS);
  /** Session -> revision that this process wrote last: read again, it need not be checked again. */
  readonly #written = new BoundedMap<number>(MOST_HINTS);

  /** Session -> what was written before the consent. Memory only: it may be nowhere else. */
  readonly #unkept = new BoundedMap<{ readonly texts: readonly string[]; readonly until: number }>(
    MOST_UNKEPT,
  );

  readonly #secret: KeyObject;

  constructor(deps: TurnDeps) {
    this.#deps = deps;
    this.#secret = createSecretKey(deps.secret);
  }

  async take(newest: Notice, space: Space, event: Event): Promise<TurnResult> {
    const { store, clocks, log } = this.#deps;
    const started = performance.now();
    const parked = personSpoke(event) ? this.#deps.spoke(chatKey(event.address), clocks.now(space)) : [];
    for (let attempt = 0; attempt < MOST_CONFLICTS; attempt += 1) {
      const steps = new Steps();
      const loaded = await this.#load(space, event);
      const chain = await store.head(space.name);
      const notice = await this.#noticeFor(newest, loaded);
      steps.passed('load');
      const now = space.rehearsal === null ? event.at : clocks.now(space);
      const consulted = new Consulted(notice);
      const documents = new DocumentsRead(file => this.#deps.reading(notice, file));
      const context: Context = {
        pack: notice.pack,
        now: localMoment(now, notice.pack.manifest.timezone),
        takenAt: clocks.now(space),
        mint: minter(this.#secret, space.name, event.id),
        ask: (question, topic) => consulted.ask(question, topic),
        interpreted: steps.interpreted,
        reading: file => documents.reading(file),
        unkept: this.#unkeptOf(space, event, clocks.now(space)),
        rehearsal: space.rehearsal !== null,
        chain,
        notices: this.#deps.notices,
        desk: deskPrefix(this.#deps.desk(), space),
        policies: event.policies ?? [],
      };
      const world = this.#world(notice, event, loaded);
      let turn = advance(context, world, event);
      if (this.#deps.choose && (await consulted.settle(this.#deps.choose)))
        turn = advance(context, world, event);
      while (await documents.settle()) turn = advance(context, world, event);
      steps.passed('advance');
      const plain = withParked(commitOf(event, turn, loaded, clocks.now(space), this.#deps.doors()), parked);
      const noted = withRefusals(plain, event, turn.issues, this.#secret);
      const commit = await withReferences(store, space.name, noted, key => recordIn(loaded, key));
      const result = await store.commit(space.name, commit);
      steps.passed('commit');
      const record = (outcome: TurnResult['outcome']): void => {
        const ms = Math.round((performance.now() - started) * 10) / 10;
        const { kind } = event.body;
        const session = pseudonym(sessionIdOf(event.address, event.actor));
        log.info(
          {
            space: space.name,
            event: event.id,
            session,
            kind,
            outcome,
            attempts: attempt + 1,
            ms,
            ...(commit.reply === '' ? {} : { answers: commit.reply }),
          },
          'turn',
        );
        steps.passed('record');
        this.#deps.watcher.turned({
          kind,
          outcome,
          ms,
          event: event.id,
          space: space.name,
          steps: steps.seen,
          items: commit.outbox.map(({ id }) => id),
        });
      };
      switch (result.kind) {
        case 'conflict':
          continue;
        case 'committed':
          this.#holdBack(space, event, turn, clocks.now(space));
          this.#remember(space, event, turn.session, loaded.session.revision + 1);
          record('committed');
          for (const issue of turn.issues)
            log[isRefused(issue) ? 'info' : 'warn'](
              { space: space.name, event: event.id, code: issue.code },
              issue.message,
            );
          return {
            outcome: 'committed',
            messages: messagesFor(turn, event),
            leases: result.leases,
            ...leftBy(commit, result.leases, clocks.now(space)),
          };
        case 'duplicate':
          this.#remember(space, event, turn.session, null);
          record('duplicate');
          return {
            outcome: 'duplicate',
            messages: await this.#answered(space, result.reply),
            ...nothingLeft,
          };
        case 'collision':
          this.#remember(space, event, turn.session, null);
          log.error({ space: space.name, event: event.id }, 'event id came with another body');
          record('refused');
          return { outcome: 'refused', messages: [], ...nothingLeft };
        default:
          return result satisfies never;
      }
    }
    throw new Error(`event ${event.id} met ${MOST_CONFLICTS} conflicts in a row`);
  }

  #unkeptOf(space: Space, event: Event, now: number): readonly string[] | undefined {
    const held = this.#unkept.get(`${space.name} ${sessionIdOf(event.address, event.actor)}`);
    return held && held.until > now ? held.texts : undefined;
  }

  /** Words that may not be stored wait here for the person's yes or no to the consent, and go with either. */
  #holdBack(space: Space, event: Event, turn: Turn, now: number): void {
    const key = `${space.name} ${sessionIdOf(event.address, event.actor)}`;
    const { session, unkept } = turn;
    if (unkept !== undefined && unkept.length > 0)
      this.#unkept.set(key, { texts: unkept, until: now + UNKEPT_MS });
    else if (
      unkept !== undefined ||
      (session && session.consent !== null && session.prompt?.asks.kind !== 'consent')
    )
      this.#unkept.delete(key);
  }

  /** What answered an event that came again, as long as the store has it. */
  async #answered(space: Space, reply: string): Promise<OutMessage[]> {
    const ids = idsIn(reply);
    if (ids.length === 0) return [];
    const items = await this.#deps.store.itemsOf(space.name, ids);
    return items
      .map(({ body }) => readBody(body))
      .flatMap(body => (body.kind === 'message' ? [body.message] : []));
  }

  /** The version a conversation is pinned to while it is in the middle of something; otherwise the newest. */
  async #noticeFor(newest: Notice, { current }: Loaded): Promise<Notice> {
    if (!current || current.pack.hash === newest.pack.hash || atSafePoint(current)) return newest;
    return (await this.#deps.version(current.pack)) ?? newest;
  }

  #world(notice: Notice, event: Event, loaded: Loaded): World {
    const id = sessionIdOf(event.address, event.actor);
    const pin = { id: notice.pack.id, hash: notice.pack.hash };
    const session = loaded.current ?? newSession(id, event.address, event.actor.id, pin);
    const applications = [...loaded.others.values()].flatMap(record =>
      record.key.kind === 'application' ? (readApplication(record) ?? []) : [],
    );
    const tickets = [...loaded.others.values()].flatMap(record =>
      record.key.kind === 'ticket' ? (readTicket(record) ?? []) : [],
    );
    const cases = new Map(applications.map(application => [application.number, application]));
    return {
      session: { ...session, address: event.address },
      application: session.application === null ? null : (cases.get(session.application) ?? null),
      cases,
      claim: this.#claim(loaded),
      tickets: new Map(tickets.map(ticket => [ticket.id, ticket])),
      listed: loaded.listed.flatMap(number => cases.get(number) ?? []),
      roster: readRoster(loaded.roster),
      counter: readCounter(loaded.counter),
    };
  }

  #claim({ claimed, others }: Loaded): NonNullable<World['claim']> | null {
    const record = claimed ? others.get(claimed.session) : undefined;
    const session = record ? readSession(record) : null;
    return claimed && session ? { id: claimed.id, session, expires: claimed.expires } : null;
  }

  /**
   * The session, the roster, the counter, and what the event or the session's last known work speaks of. No round trip
   * where the store remembers them all, one where it does not; a list, or work this process has not seen yet, costs one
   * more.
   */
  async #load(space: Space, event: Event): Promise<Loaded> {
    const { store } = this.#deps;
    const id = sessionIdOf(event.address, event.actor);
    const subjects = subjectsOf(event);
    const listed =
      subjects.list === null ? [] : await store.list(space.name, subjects.list, { limit: MOST_LISTED });
    const keys = new Map<string, RecordKey>();
    const want = (key: RecordKey): void => {
      keys.set(key.id, key);
    };
    for (const number of [...subjects.applications, ...listed]) want(applicationKey(number));
    for (const ticket of subjects.tickets) want(ticketKey(ticket));
    if (subjects.claim) want(claimKey(subjects.claim));
    for (const hint of this.#hints.get(`${space.name} ${id}`) ?? []) want(hint);
    const wanted = [sessionKey(id), rosterKey, counterKey, ...keys.values()];
    const known = store.recall?.(space.name, wanted);
    const [session, roster, counter, ...rest] = known ?? (await store.load(space.name, wanted));
    const others = new Map(rest.map(record => [record.key.id, record]));
    const current = readSession(session!, this.#written.get(`${space.name} ${id}`) === session!.revision);
    const missing = linksOf(current).filter(key => !others.has(key.id));
    const claimed = subjects.claim ? claimOf(others.get(subjects.claim)) : null;
    if (claimed && claimed.session !== id) missing.push(sessionKey(claimed.session));
    if (missing.length > 0) {
      for (const record of await store.load(space.name, missing)) others.set(record.key.id, record);
    }
    return {
      recalled: known !== undefined,
      claimed,
      session: session!,
      current,
      roster: roster!,
      counter: counter!,
      others,
      listed,
    };
  }

  #remember(space: Space, event: Event, session: Session | undefined, revision: number | null): void {
    const key = `${space.name} ${sessionIdOf(event.address, event.actor)}`;
    if (!session || revision === null) this.#written.delete(key);
    else {
      this.#written.set(key, revision);
      const [record] = this.#deps.store.recall?.(space.name, [sessionKey(session.id)]) ?? [];
      if (record?.revision === revision) noteWritten(record, session);
    }
    const links = linksOf(session ?? null);
    if (links.length === 0) this.#hints.delete(key);
    else this.#hints.set(key, links);
  }
}

/** A link to the desk names the space in which it is kept, and its token, behind `#`: neither is sent by opening it. */
const deskPrefix = (desk: string | null, space: Space): string | null =>
  desk === null ? null : `${desk}#${encodeURIComponent(space.name)}.`;

/** Events that a person caused, after which a platform with a window (微信客服) takes messages again. */
const personSpoke = ({ body }: Event): boolean =>
  body.kind !== 'timer' && body.kind !== 'undelivered' && body.kind !== 'operator';

const nothingLeft = { leases: [], more: false, elsewhere: false } as const;

/** Work of a commit that is due and that the committer does not hold: behind others at its own doors, or at others'. */
const leftBy = (
  { outbox, doors = [] }: Commit,
  leases: readonly Lease[],
  now: number,
): Pick<TurnResult, 'more' | 'elsewhere'> => {
  const held = new Set(leases.map(({ item }) => item.id));
  const left = outbox.filter(({ id, due }) => due <= now && !held.has(id));
  return {
    more: left.some(({ lane }) => doors.includes(doorOf(lane))),
    elsewhere: left.some(({ lane }) => !doors.includes(doorOf(lane))),
  };
};

/** What waited goes first: it is older than the answer. */
const withParked = (commit: Commit, parked: readonly OutboxItem[]): Commit =>
  parked.length === 0 ? commit : { ...commit, outbox: [...parked, ...commit.outbox] };

/** Records a session refers to. */
const linksOf = (session: Session | null): RecordKey[] => [
  ...[
    session?.application ?? null,
    ...(session?.shelved ?? []).map(({ application }) => application),
  ].flatMap(number => (number === null ? [] : [applicationKey(number)])),
  ...[session?.decision?.number ?? null, session?.openCase ?? null].flatMap(number =>
    number === null ? [] : [applicationKey(number)],
  ),
  ...(session?.ticket ? [ticketKey(session.ticket)] : []),
  ...(session?.prompt?.asks.kind === 'ticket' ? [ticketKey(session.prompt.asks.ticket)] : []),
];

/** Whose draft a code stands for, and until when. */
const Claim = z.object({ session: z.string(), expires: z.number() });
type Claimed = z.infer<typeof Claim> & { readonly id: string };

const claimOf = (record: StoredRecord | undefined): Claimed | null =>
  record?.parts.body ? { ...Claim.parse(JSON.parse(record.parts.body)), id: record.key.id } : null;

/** A record that the turn started from. */
const recordIn = ({ session, others }: Loaded, key: RecordKey): StoredRecord | undefined =>
  recordName(session.key) === recordName(key) ? session : others.get(key.id);

interface Loaded {
  readonly recalled: boolean;
  readonly claimed: Claimed | null;
  readonly session: StoredRecord;
  /** The session as it was read; null for a new one. */
  readonly current: Session | null;
  readonly roster: StoredRecord;
  readonly counter: StoredRecord;
  readonly others: ReadonlyMap<string, StoredRecord>;
  readonly listed: readonly string[];
}
