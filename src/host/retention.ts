import { z } from 'zod';
import { localMoment } from '../model/calendar.ts';
import type { Event } from '../model/event.ts';
import type { Pack } from '../model/pack/pack.ts';
import type { Session } from '../model/session.ts';
import { wholeSpan } from '../model/window.ts';
import { commitWith, type RecordKey, type Store, type StoredRecord } from '../store/port.ts';
import { readApplication, readSession, readTicket } from './records.ts';

const DAY_MS = 24 * 3600 * 1000;
/** How long it is kept what was refused, and codes and links that nobody used; our own choice. */
const REFUSED_DAYS = 180;
const USELESS_DAYS = 1;

const Kept = z.looseObject({
  is: z.literal('record'),
  kind: z.string(),
  id: z.string(),
  parts: z.array(z.tuple([z.string(), z.string()]).rest(z.unknown())),
});

/** What is over on a day: events for the conversations concerned, and records that nobody's turn needs for going. */
export interface Overdue {
  readonly events: readonly Event[];
  readonly drop: readonly { readonly key: RecordKey; readonly list: string | null }[];
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

/** When somebody last gave something for a draft, milliseconds since 1970; null for what bears no time and no name. */
const lastGiven = ({ answers, consent }: Session): number | null => {
  const times = [...Object.values(answers).map(({ at }) => at), ...(consent ? [consent.at] : [])];
  return times.length === 0 ? null : Math.max(...times);
};

const isOver = (pack: Pack, record: StoredRecord, now: number): { event?: Event; list?: string | null } => {
  const { retention, manifest } = pack;
  const day = localMoment(now, manifest.timezone).date;
  switch (record.key.kind) {
    case 'session': {
      const session = readSession(record);
      const last = session && lastGiven(session);
      // Who writes long after the window is in the middle of something too.
      const over =
        last !== null &&
        retention.drafts &&
        Math.max(endOf(wholeSpan(manifest).closes), last) + retention.drafts.days * DAY_MS < now;
      return session && over && session.application === null
        ? { event: event(`draft:${session.id}:${day}`, now, session, 'expire-draft') }
        : {};
    }
    case 'application': {
      const application = readApplication(record);
      if (!application || !retention.decided || ['in-review', 'returned'].includes(application.status))
        return {};
      const last = application.decisions.at(-1)?.at ?? application.snapshots.at(-1)!.at;
      const erased = application.snapshots.every(({ rows }) => rows.length === 0);
      const of = { address: application.applicant.address, actor: application.applicant.actor };
      return !erased && last + retention.decided.years * 365.25 * DAY_MS < now
        ? {
            event: event(`case:${application.number}:${day}`, now, of, 'erase-case', {
              number: application.number,
            }),
          }
        : {};
    }
    case 'ticket': {
      const ticket = readTicket(record);
      const over =
        ticket?.status === 'closed' &&
        retention.tickets &&
        ticket.opened + retention.tickets.days * DAY_MS < now;
      return over ? { list: null } : {};
    }
    case 'note:refused':
    case 'note:claims':
    case 'note:desk-links': {
      const { at = 0, expires = at } = JSON.parse(record.parts.body ?? '{}') as {
        at?: number;
        expires?: number;
      };
      const days = record.key.kind === 'note:refused' ? REFUSED_DAYS : USELESS_DAYS;
      return expires + days * DAY_MS < now ? { list: record.key.kind } : {};
    }
    default:
      return {};
  }
};

/** Everything of a space whose time is over at `now` (milliseconds since 1970). Reads the whole space: once a day. */
export const overdueIn = async (store: Store, space: string, pack: Pack, now: number): Promise<Overdue> => {
  const events: Event[] = [];
  const drop: Overdue['drop'][number][] = [];
  for await (const line of store.dump(space)) {
    if (!line.startsWith('{"is":"record"')) continue;
    const { kind, id, parts } = Kept.parse(JSON.parse(line));
    const key: RecordKey = { kind, id };
    const found = isOver(
      pack,
      { key, revision: 1, parts: Object.fromEntries(parts.map(([name, value]) => [name, value])) },
      now,
    );
    if (found.event) events.push(found.event);
    if (found.list !== undefined) drop.push({ key, list: found.list });
  }
  return { events, drop };
};

/** Take records out whose time is over, a hundred at a time. */
export const dropOverdue = async (
  store: Store,
  space: string,
  { drop }: Overdue,
  now: number,
): Promise<void> => {
  for (let from = 0; from < drop.length; from += 100) {
    const some = drop.slice(from, from + 100);
    const records = await store.load(
      space,
      some.map(({ key }) => key),
    );
    const changes = records.flatMap(({ key, revision }) =>
      revision === 0 ? [] : [{ key, expect: revision, set: {}, remove: [], drop: true }],
    );
    const indexes = some.flatMap(({ key, list }) =>
      list === null ? [] : [{ index: list, id: key.id, score: null }],
    );
    const id = `retention:drop:${now}:${from}`;
    if (changes.length > 0) await store.commit(space, commitWith(id, id, now, { changes, indexes }));
  }
};
