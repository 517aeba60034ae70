import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { localMoment } from '../model/calendar.ts';
import type { Event } from '../model/event.ts';
import type { Pack } from '../model/pack/pack.ts';
import { wholeSpan } from '../model/window.ts';
import {
  commitWith,
  type IndexChange,
  type RecordKey,
  type Store,
  type StoredRecord,
} from '../store/port.ts';
import { recordsOf } from '../store/records-of.ts';
import {
  applicationKey,
  readApplication,
  readSession,
  readTicket,
  sessionKey,
  ticketKey,
} from './records.ts';
import { closedSince, decidedSince, draftSince, retentionList } from './retention-lists.ts';

const DAY_MS = 24 * 3600 * 1000;
/** How long it is kept what was refused, and codes and links that nobody used; our own choice. */
const REFUSED_DAYS = 180;
const USELESS_DAYS = 1;
/** Records read in one round trip. */
const BATCH = 100;
/** Set once everything of a space that an earlier version wrote stands on the lists. */
const listedKey: RecordKey = { kind: 'upkeep', id: 'retention-lists' };

/** A record that nobody's turn needs for going, and the lists it is on. */
interface Dropped {
  readonly key: RecordKey;
  readonly revision: number;
  readonly lists: readonly string[];
}

/** What is over on a day: events for the conversations concerned, and records to be taken out. */
export interface Overdue {
  readonly events: readonly Event[];
  readonly drop: readonly Dropped[];
}

/** One list of what may go some day. */
interface Rule {
  readonly list: string;
  readonly key: (id: string) => RecordKey;
  /** What becomes of a record; `false`: its time is not over, and of nothing behind it on the list either. */
  readonly judge: (record: StoredRecord) => Event | Dropped | false | null;
}

const event = (
  id: string,
  at: number,
  of: { address: Event['address']; actor: string },
  command: string,
  data = {},
): Event => ({
  id: `retention:${id}`,
  at,
  address: of.address,
  actor: { id: of.actor },
  body: { kind: 'operator', command, data },
});

/** Midnight after a day on which something ended, roughly: retention counts in days and years. */
const endOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) + DAY_MS;

const Timed = z.looseObject({ at: z.number().optional(), expires: z.number().optional() });

/** Notes of which a time stands in their body. */
const noteRule = (kind: string, days: number, now: number): Rule => ({
  list: kind,
  key: id => ({ kind, id }),
  judge: ({ key, revision, parts }) => {
    const { at = 0, expires = at } = Timed.parse(JSON.parse(parts.body ?? '{}'));
    return expires + days * DAY_MS < now ? { key, revision, lists: [kind] } : false;
  },
});

const rulesOf = (pack: Pack, now: number): Rule[] => {
  const { retention, manifest } = pack;
  const day = localMoment(now, manifest.timezone).date;
  const { drafts, decided, tickets } = retention;
  return [
    ...(drafts
      ? [
          {
            list: retentionList.drafts,
            key: sessionKey,
            judge: (record: StoredRecord) => {
              const session = readSession(record);
              const last = session && draftSince(session);
              if (!session || last === null) return null;
              // Who writes long after the window is in the middle of something too.
              const until = Math.max(endOf(wholeSpan(manifest).closes), last) + drafts.days * DAY_MS;
              return until < now && event(`draft:${session.id}:${day}`, now, session, 'expire-draft');
            },
          },
        ]
      : []),
    ...(decided
      ? [
          {
            list: retentionList.decided,
            key: applicationKey,
            judge: (record: StoredRecord) => {
              const application = readApplication(record);
              const last = application && decidedSince(application);
              if (!application || last === null) return null;
              const { number, applicant } = application;
              return (
                last + decided.years * 365.25 * DAY_MS < now &&
                event(`case:${number}:${day}`, now, applicant, 'erase-case', { number })
              );
            },
          },
        ]
      : []),
    ...(tickets
      ? [
          {
            list: retentionList.tickets,
            key: ticketKey,
            judge: (record: StoredRecord) => {
              const ticket = readTicket(record);
              const last = ticket && closedSince(ticket);
              if (last === null) return null;
              const { key, revision } = record;
              return last + tickets.days * DAY_MS < now && { key, revision, lists: [retentionList.tickets] };
            },
          },
        ]
      : []),
    noteRule('note:refused', REFUSED_DAYS, now),
    noteRule('note:claims', USELESS_DAYS, now),
    noteRule('note:desk-links', USELESS_DAYS, now),
  ];
};

/** Put on the lists what a version without them wrote. Reads the whole space, once in its life. */
const listAll = async (store: Store, space: string, now: number): Promise<void> => {
  const [marker] = await store.load(space, [listedKey]);
  if (marker!.revision > 0) return;
  const found: IndexChange[] = [];
  const note = (index: string, id: string, score: number | null | undefined): void => {
    if (typeof score === 'number') found.push({ index, id, score });
  };
  let looked = 0;
  for await (const record of recordsOf(store, space)) {
    looked += 1;
    if (looked % BATCH === 0) await setImmediate();
    const { kind, id } = record.key;
    if (kind === 'session') {
      const session = readSession(record);
      note(retentionList.drafts, id, session && draftSince(session));
    } else if (kind === 'application') {
      const application = readApplication(record);
      note(retentionList.decided, id, application && decidedSince(application));
    } else if (kind === 'ticket') {
      const ticket = readTicket(record);
      note(retentionList.tickets, id, ticket && closedSince(ticket));
    }
  }
  for (let from = 0; from < found.length; from += BATCH) {
    const id = `retention:list:${now}:${from}`;
    await store.commit(space, commitWith(id, id, now, { indexes: found.slice(from, from + BATCH) }));
    await setImmediate();
  }
  const id = `retention:listed:${now}`;
  const change = { key: listedKey, expect: 0, set: { at: String(now) }, remove: [] };
  await store.commit(space, commitWith(id, id, now, { changes: [change] }));
};

/** What is over on one list: from its front to the first whose time is not, or until there are `most`. */
const overdueOn = async (
  store: Store,
  space: string,
  { list, key, judge }: Rule,
  most: number,
): Promise<Overdue> => {
  const events: Event[] = [];
  const drop: Dropped[] = [];
  for (let seen = 0, more = BATCH; ; more *= 2) {
    const ids = (await store.list(space, list, { limit: seen + more })).slice(seen);
    if (ids.length === 0) return { events, drop };
    seen += ids.length;
    for (let from = 0; from < ids.length; from += BATCH) {
      await setImmediate();
      for (const record of await store.load(space, ids.slice(from, from + BATCH).map(key))) {
        if (record.revision === 0) continue;
        const found = judge(record);
        if (found === false) return { events, drop };
        if (found === null) continue;
        if (events.length + drop.length >= most) return { events, drop };
        if ('body' in found) events.push(found);
        else drop.push(found);
      }
    }
  }
};

/** What of a space is over at `now` (milliseconds since 1970), at most so much of each kind. */
export const overdueIn = async (
  store: Store,
  space: string,
  pack: Pack,
  now: number,
  most: number,
): Promise<Overdue> => {
  await listAll(store, space, now);
  const found: Overdue[] = [];
  for (const rule of rulesOf(pack, now)) found.push(await overdueOn(store, space, rule, most));
  return { events: found.flatMap(({ events }) => events), drop: found.flatMap(({ drop }) => drop) };
};

/** Take records out whose time is over, a hundred at a time; one that somebody changed meanwhile stays till tomorrow. */
export const dropOverdue = async (
  store: Store,
  space: string,
  { drop }: Overdue,
  now: number,
): Promise<void> => {
  for (let from = 0; from < drop.length; from += BATCH) {
    const some = drop.slice(from, from + BATCH);
    const id = `retention:drop:${now}:${from}`;
    await store.commit(
      space,
      commitWith(id, id, now, {
        changes: some.map(({ key, revision }) => ({
          key,
          expect: revision,
          set: {},
          remove: [],
          drop: true,
        })),
        indexes: some.flatMap(({ key, lists }) => lists.map(index => ({ index, id: key.id, score: null }))),
      }),
    );
  }
};
