import { Application } from '../model/application.ts';
import { Session } from '../model/session.ts';
import { upgradeSession } from '../model/session-upgrade.ts';
import { emptyRoster, Roster } from '../model/staff.ts';
import { Ticket } from '../model/ticket.ts';
import type { Parts, RecordChange, RecordKey, StoredRecord } from '../store/port.ts';

export const sessionKey = (id: string): RecordKey => ({ kind: 'session', id });
export const applicationKey = (number: string): RecordKey => ({ kind: 'application', id: number });
export const claimKey = (id: string): RecordKey => ({ kind: 'note:claims', id });
export const ticketKey = (id: string): RecordKey => ({ kind: 'ticket', id });
/** A link to the desk that was not used yet, and a browser that is signed in there; by a hash of what opens them. */
export const deskLinkKey = (id: string): RecordKey => ({ kind: 'note:desk-links', id });
export const deskSessionKey = (id: string): RecordKey => ({ kind: 'desk-session', id });
/** One roster and one counter a space. */
export const rosterKey: RecordKey = { kind: 'roster', id: 'staff' };
export const counterKey: RecordKey = { kind: 'counter', id: 'applications' };
export const clockKey: RecordKey = { kind: 'clock', id: 'rehearsal' };

type Json = Readonly<Record<string, unknown>>;

/** Answers are parts of their own, so that a turn writes one answer and not the whole form. */
const SPREAD = 'answers';

const fromParts = (parts: Parts): Json => {
  const value: Record<string, unknown> = {};
  const spread: Record<string, unknown> = {};
  for (const [name, content] of Object.entries(parts)) {
    if (name.startsWith(`${SPREAD}.`)) spread[name.slice(SPREAD.length + 1)] = JSON.parse(content);
    else value[name] = JSON.parse(content);
  }
  return Object.keys(spread).length > 0 || 'journey' in value ? { ...value, [SPREAD]: spread } : value;
};

/**
 * Values that were read from a record, or that a record was written from. The store gives the same record object for
 * as long as it remembers it; a value is immutable, so that it need not be read and checked again.
 */
const known = new WeakMap<StoredRecord, unknown>();

/** Records of an earlier schema: their value was brought up to date, so no part may be taken for written because of it. */
const outdated = new WeakSet<StoredRecord>();

/**
 * What is stored is checked like anything else that crosses a boundary: a broken record is a bug and throws. One of an
 * earlier schema is upgraded here and written in the new one by the next change; until then what lies in the store, and
 * the seal over it, stay as they are.
 */
const reading =
  <Value>(parse: (value: Json) => Value, upgrade: (stored: Json) => Json = stored => stored) =>
  (record: StoredRecord): Value => {
    if (!known.has(record)) {
      const stored = fromParts(record.parts);
      const current = upgrade(stored);
      if (current !== stored) outdated.add(record);
      known.set(record, parse(current));
    }
    return known.get(record) as Value;
  };

/** This record was just written from this value. */
export const noteWritten = (record: StoredRecord, value: Json): void => {
  known.set(record, value);
};

const parsedApplication = reading(value => Application.parse(value));
const parsedTicket = reading(value => Ticket.parse(value));
const parsedSession = reading(value => Session.parse(value), upgradeSession);
const trustedSession = reading(value => value as unknown as Session);
const parsedRoster = reading(value => Roster.parse(value));

/** `checked`: this very revision was written by this process from a checked session, so only its JSON is read. */
export const readSession = (record: StoredRecord, checked = false): Session | null =>
  record.revision === 0 ? null : checked ? trustedSession(record) : parsedSession(record);

export const readApplication = (record: StoredRecord): Application | null =>
  record.revision === 0 ? null : parsedApplication(record);

export const readTicket = (record: StoredRecord): Ticket | null =>
  record.revision === 0 ? null : parsedTicket(record);

export const readRoster = (record: StoredRecord): Roster =>
  record.revision === 0 ? emptyRoster() : parsedRoster(record);

export const readCounter = (record: StoredRecord): number => Number(record.parts.count ?? 0);

/**
 * Only what differs from what was loaded; null when nothing does. Each property is a part, as JSON, and each of the
 * `answers` one of its own; what is undefined takes no room. What the turn passed on untouched is not written out again.
 */
export const changeOf = (record: StoredRecord, value: Json): RecordChange | null => {
  const before = (outdated.has(record) ? {} : (known.get(record) ?? {})) as Json;
  const set: Record<string, string> = {};
  const there = new Set<string>();
  const put = (part: string, content: unknown, old: unknown): void => {
    if (content === undefined) return;
    there.add(part);
    if (content === old && part in record.parts) return;
    const text = JSON.stringify(content);
    if (record.parts[part] !== text) set[part] = text;
  };
  for (const [name, content] of Object.entries(value)) {
    if (name === SPREAD && content !== null && typeof content === 'object') {
      const old = (before[SPREAD] ?? {}) as Json;
      for (const [id, entry] of Object.entries(content)) put(`${SPREAD}.${id}`, entry, old[id]);
    } else put(name, content, before[name]);
  }
  const remove = Object.keys(record.parts).filter(part => !there.has(part));
  return Object.keys(set).length === 0 && remove.length === 0
    ? null
    : { key: record.key, expect: record.revision, set, remove };
};
