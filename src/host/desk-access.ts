import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { DESK_LINK_MS, deskLinkId } from '../engine/review/desk-link.ts';
import { seatsOf } from '../engine/review/people.ts';
import type { Roster, StaffBinding } from '../model/staff.ts';
import { commitWith, type RecordChange, type Store, type StoredRecord } from '../store/port.ts';
import { deskLinkKey, deskSessionKey, readRoster, rosterKey } from './records.ts';
import { BoundedMap } from './shelf/bounded-map.ts';

/** A browser stays signed in for a working day, in milliseconds; our own choice. */
export const DESK_SESSION_MS = 8 * 60 * 60 * 1000;
/** And for so long without doing anything, in milliseconds; our own choice. A restart of the process counts as doing something. */
const DESK_IDLE_MS = 2 * 60 * 60 * 1000;
/** Sessions whose last use is remembered. */
const MOST_SEATED = 10_000;
/** Run-out links and sessions looked for and dropped at one sign-in. */
const MOST_SWEPT = 50;

const LINKS = deskLinkKey('').kind;
const SESSIONS = 'desk-sessions';

const Link = z.object({ actor: z.string(), expires: z.number() });
/** `browser`: public name of the browser that signed in. Times in milliseconds since 1970 (UTC). */
const Session = z.object({ actor: z.string(), browser: z.string(), at: z.number(), expires: z.number() });

const bodyOf = <T>(schema: z.ZodType<T>, record: StoredRecord | undefined): T | null =>
  record?.parts.body ? schema.parse(JSON.parse(record.parts.body)) : null;

const sessionId = (secret: string): string =>
  createHash('sha256').update(`shenbao desk session ${secret}`).digest('hex');

/** An officer who may sit at the desk of a space. */
export interface Officer {
  readonly space: string;
  readonly actor: string;
  readonly seat: StaffBinding;
  readonly roster: Roster;
}

const secretBytes = 32;
const inSpace = /^([^.]{1,400})\.([A-Za-z0-9_-]{16,64})$/;

/** `space.secret`, as links and cookies have it. */
const partsOf = (given: string): { readonly space: string; readonly secret: string } | null => {
  const [, encoded, secret] = inSpace.exec(given) ?? [];
  if (!encoded || !secret) return null;
  try {
    return { space: decodeURIComponent(encoded), secret };
  } catch {
    return null;
  }
};

const joined = (space: string, secret: string): string => `${encodeURIComponent(space)}.${secret}`;

/**
 * Who may come to the desk: one-time links and the sessions they open. Both are kept under a hash, so that the store opens
 * nothing; a session is one browser's, and ends with the binding it was opened for.
 */
export class DeskAccess {
  readonly #store: Store;
  readonly #now: () => number;
  readonly #spaces: (name: string) => boolean;
  /** When each session was last used here. */
  readonly #used = new BoundedMap<number>(MOST_SEATED);

  /** `spaces`: whether a space of that name may have a desk. `now`: the machine's milliseconds. */
  constructor(store: Store, now: () => number, spaces: (name: string) => boolean) {
    this.#store = store;
    this.#now = now;
    this.#spaces = spaces;
  }

  /** A link for somebody who was let in at the command line, or sits in a rehearsal's chair. */
  async link(space: string, actor: string): Promise<string> {
    const token = randomBytes(secretBytes).toString('base64url').replaceAll(/[-_]/g, 'x');
    const id = deskLinkId(token);
    const expires = this.#now() + DESK_LINK_MS;
    await this.#store.commit(
      space,
      commitWith(`desk-link:${id}`, id, this.#now(), {
        changes: [
          { key: deskLinkKey(id), expect: 0, set: { body: JSON.stringify({ actor, expires }) }, remove: [] },
        ],
        indexes: [{ index: LINKS, id, score: this.#now() }],
        audit: [
          {
            event: `desk-link:${id}`,
            at: this.#now(),
            actor,
            role: 'staff',
            action: 'desk.link',
            subject: actor,
          },
        ],
      }),
    );
    return joined(space, token);
  }

  /** Whom a link would sign in. */
  async whose(link: string): Promise<StaffBinding | null> {
    const found = await this.#linked(link);
    return found && this.#seatOf(found.roster, found.link.actor, Number.POSITIVE_INFINITY);
  }

  async #linked(given: string) {
    const parts = partsOf(given);
    if (!parts || !this.#spaces(parts.space)) return null;
    const id = deskLinkId(parts.secret);
    const [record, roster] = await this.#store.load(parts.space, [deskLinkKey(id), rosterKey]);
    const link = bodyOf(Link, record);
    return link && link.expires > this.#now()
      ? { space: parts.space, id, record: record!, link, roster: readRoster(roster!), rosterRecord: roster! }
      : null;
  }

  /** An active seat of a private chat that is there since `at` at the latest: whoever was bound anew signs in anew. */
  #seatOf(roster: Roster, actor: string, at: number): StaffBinding | null {
    return seatsOf(roster, actor).find(seat => seat.at <= at && seat.address.kind === 'private') ?? null;
  }

  /** Use a link up. Of two who use it at once one is let in. */
  async signIn(given: string, browser: string): Promise<string | null> {
    const found = await this.#linked(given);
    if (!found || !this.#seatOf(found.roster, found.link.actor, Number.POSITIVE_INFINITY)) return null;
    const { space, id, record, link, rosterRecord } = found;
    const secret = randomBytes(secretBytes).toString('base64url');
    const now = this.#now();
    const session = { actor: link.actor, browser, at: now, expires: now + DESK_SESSION_MS };
    const swept = await this.#runOut(space, now, id);
    const result = await this.#store.commit(
      space,
      commitWith(`desk-sign-in:${id}`, browser, now, {
        changes: [
          { key: record.key, expect: record.revision, set: {}, remove: [], drop: true },
          {
            key: deskSessionKey(sessionId(secret)),
            expect: 0,
            set: { body: JSON.stringify(session) },
            remove: [],
          },
          ...swept,
        ],
        expectations: [{ key: rosterRecord.key, revision: rosterRecord.revision }],
        indexes: [
          { index: LINKS, id, score: null },
          { index: SESSIONS, id: sessionId(secret), score: session.expires },
          ...swept.map(({ key }) => ({
            index: key.kind === LINKS ? LINKS : SESSIONS,
            id: key.id,
            score: null,
          })),
        ],
        audit: [
          {
            event: `desk-sign-in:${id}`,
            at: now,
            actor: link.actor,
            role: 'staff',
            action: 'desk.sign-in',
            subject: link.actor,
          },
        ],
      }),
    );
    if (result.kind !== 'committed') return null;
    const cookie = joined(space, secret);
    this.#used.set(cookie, now);
    return cookie;
  }

  /** The oldest links and sessions that have run out, to be dropped. */
  async #runOut(space: string, now: number, used: string): Promise<RecordChange[]> {
    const [links, sessions] = await Promise.all(
      [LINKS, SESSIONS].map(index => this.#store.list(space, index, { limit: MOST_SWEPT })),
    );
    const records = await this.#store.load(space, [
      ...links!.filter(id => id !== used).map(deskLinkKey),
      ...sessions!.map(deskSessionKey),
    ]);
    return records.flatMap(record => {
      const { expires } = bodyOf(z.object({ expires: z.number() }), record) ?? { expires: now };
      return expires > now || record.revision === 0
        ? []
        : [{ key: record.key, expect: record.revision, set: {}, remove: [], drop: true }];
    });
  }

  /** Whom a cookie stands for in this browser; null: nobody, any more. */
  async officer(cookie: string, browser: string): Promise<Officer | null> {
    const parts = partsOf(cookie);
    if (!parts || !this.#spaces(parts.space)) return null;
    const [record, roster] = await this.#store.load(parts.space, [
      deskSessionKey(sessionId(parts.secret)),
      rosterKey,
    ]);
    const session = bodyOf(Session, record);
    if (!session || session.browser !== browser || session.expires <= this.#now()) return null;
    const now = this.#now();
    if (now - (this.#used.get(cookie) ?? now) > DESK_IDLE_MS) return null;
    this.#used.set(cookie, now);
    const known = readRoster(roster!);
    const seat = this.#seatOf(known, session.actor, session.at);
    return seat && { space: parts.space, actor: session.actor, seat, roster: known };
  }

  async signOut(cookie: string, browser: string): Promise<void> {
    const officer = await this.officer(cookie, browser);
    const parts = partsOf(cookie);
    if (!officer || !parts) return;
    const id = sessionId(parts.secret);
    const [record] = await this.#store.load(parts.space, [deskSessionKey(id)]);
    if (!record || record.revision === 0) return;
    await this.#store.commit(
      parts.space,
      commitWith(`desk-sign-out:${id}`, id, this.#now(), {
        changes: [{ key: record.key, expect: record.revision, set: {}, remove: [], drop: true }],
        indexes: [{ index: SESSIONS, id, score: null }],
      }),
    );
  }
}
