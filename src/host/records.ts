import { Application } from '../model/application.ts';
import { Session } from '../model/session.ts';
import { emptyRoster, Roster } from '../model/staff.ts';
import { Ticket } from '../model/ticket.ts';
import type { Parts, RecordChange, RecordKey, StoredRecord } from '../store/port.ts';

export const sessionKey = (id: string): RecordKey => ({ kind: 'session', id });
export const applicationKey = (number: string): RecordKey => ({ kind: 'application', id: number });
export const claimKey = (id: string): RecordKey => ({ kind: 'note:claims', id });
export const ticketKey = (id: string): RecordKey => ({ kind: 'ticket', id });
/** One roster and one counter a space. */
export const rosterKey: RecordKey = { kind: 'roster', id: 'staff' };
export const counterKey: RecordKey = { kind: 'counter', id: 'applications' };
export const clockKey: RecordKey = { kind: 'clock', id: 'rehearsal' };

type Json = Readonly<Record<string, unknown>>;

/** Answers are parts of their own, so that a turn writes one answer and not the whole form. */
const SPREAD = 'answers';

/** A record's parts: each property as JSON, `answers` one part an entry. Empty values take no room. */
export const toParts = (value: Json): Record<string, string> => {
  const parts: Record<string, string> = {};
  for (const [name, content] of Object.entries(value)) {
    if (name === SPREAD && content !== null && typeof content === 'object') {
      for (const [id, entry] of Object.entries(content)) parts[`${SPREAD}.${id}`] = JSON.stringify(entry);
    } else if (content !== undefined) parts[name] = JSON.stringify(content);
  }
  return parts;
};

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
 * What is stored is checked like anything else that crosses a boundary: a broken record is a bug and throws. `checked`:
 * this very revision was written by this process from a checked session, so only its JSON is read.
 */
export const readSession = (record: StoredRecord, checked = false): Session | null => {
  if (record.revision === 0) return null;
  const value = fromParts(record.parts);
  return checked ? (value as unknown as Session) : Session.parse(value);
};

export const readApplication = (record: StoredRecord): Application | null =>
  record.revision === 0 ? null : Application.parse(fromParts(record.parts));

export const readTicket = (record: StoredRecord): Ticket | null =>
  record.revision === 0 ? null : Ticket.parse(fromParts(record.parts));

export const readRoster = (record: StoredRecord): Roster =>
  record.revision === 0 ? emptyRoster() : Roster.parse(fromParts(record.parts));

export const readCounter = (record: StoredRecord): number => Number(record.parts.count ?? 0);

/** Only what differs from what was loaded; null when nothing does. */
export const changeOf = (record: StoredRecord, value: Json): RecordChange | null => {
  const next = toParts(value);
  const set = Object.fromEntries(
    Object.entries(next).filter(([name, content]) => record.parts[name] !== content),
  );
  const remove = Object.keys(record.parts).filter(name => !(name in next));
  return Object.keys(set).length === 0 && remove.length === 0
    ? null
    : { key: record.key, expect: record.revision, set, remove };
};
