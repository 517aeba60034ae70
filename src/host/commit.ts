import { hash } from 'node:crypto';
import { chatKey } from '../model/address.ts';
import { applicationLists } from '../model/application-lists.ts';
import type { Event } from '../model/event.ts';
import type { OutMessage } from '../model/message.ts';
import type { SendMessage, Turn } from '../model/turn.ts';
import type {
  Commit,
  Expectation,
  IndexChange,
  OutboxItem,
  RecordChange,
  RecordKey,
  StoredRecord,
} from '../store/port.ts';
import { recordName } from '../store/rules.ts';
import { LEASE_MS } from './lease.ts';
import { messageItem, outboxItem, replyOf } from './outbox.ts';
import { applicationKey, changeOf, claimKey, readSession, sessionKey, ticketKey } from './records.ts';
import { caseListing, draftListing, isErased, ticketListing } from './retention-lists.ts';

export const bodyHashOf = (event: Event): string =>
  hash('sha256', JSON.stringify([event.address, event.actor.id, event.body]), 'hex');

/** Messages leave a chat in order; one that is held back waits beside the others, so that it holds up no reply. */
const laneOf = ({ message, notBefore }: SendMessage, now: number): string =>
  notBefore !== undefined && notBefore > now ? `${chatKey(message.to)}@${notBefore}` : chatKey(message.to);

interface Loaded {
  /** Whether any of it is what this process remembers, and not what the store has just said. */
  readonly recalled: boolean;
  readonly session: StoredRecord;
  readonly counter: StoredRecord;
  readonly roster: StoredRecord;
  /** Applications and tickets that were read, by record id. */
  readonly others: ReadonlyMap<string, StoredRecord>;
}

/**
 * Records that must not have moved though the turn does not change them: the roster, because rights count at the moment
 * of the commit, and whatever was recalled instead of loaded. The counter is a number to be had, not one to rely on.
 */
const expectationsOf = (loaded: Loaded, changes: readonly RecordChange[]): Expectation[] => {
  const { recalled, session, roster, others } = loaded;
  const changed = new Set(changes.map(({ key }) => recordName(key)));
  const read = recalled ? [session, roster, ...others.values()] : roster.revision > 0 ? [roster] : [];
  return read
    .filter(({ key }) => !changed.has(recordName(key)))
    .map(({ key, revision }) => ({ key, revision }));
};

/** A turn's messages for the chat its event came from. */
export const messagesFor = (turn: Turn, event: Event): OutMessage[] =>
  turn.effects.flatMap(effect =>
    effect.kind === 'message' && chatKey(effect.message.to) === chatKey(event.address)
      ? [effect.message]
      : [],
  );

const rekeyed = (change: RecordChange | null, anew: boolean): RecordChange | null =>
  change && anew ? { ...change, rekey: true } : change;

/** One turn as the store's atomic step. `now` is the space's business clock, `doors` what this process carries out. */
export const commitOf = (
  event: Event,
  turn: Turn,
  loaded: Loaded,
  now: number,
  doors: readonly string[],
): Commit => {
  const changes: RecordChange[] = [];
  const keep = (change: RecordChange | null): void => {
    if (change) changes.push(change);
  };
  // What is said to this person goes with what is kept of her; under a key of its own, once she has had all of it deleted.
  const owner = turn.session || loaded.session.revision > 0 ? loaded.session.key : null;
  const forgets = turn.effects.some(({ kind }) => kind === 'forget');
  if (turn.session) keep(rekeyed(changeOf(loaded.session, turn.session), forgets));
  if (turn.roster) keep(changeOf(loaded.roster, turn.roster));
  if (turn.counter !== undefined) keep(changeOf(loaded.counter, { count: turn.counter }));
  const recordOf = (key: RecordKey): StoredRecord =>
    loaded.others.get(key.id) ?? { key, revision: 0, parts: {} };
  for (const application of turn.applications ?? []) {
    const change = changeOf(recordOf(applicationKey(application.number)), application);
    keep(rekeyed(change, isErased(application)));
  }
  if (turn.left) keep(changeOf(recordOf(sessionKey(turn.left.id)), turn.left));
  const outbox: OutboxItem[] = [];
  const reply: string[] = [];
  const indexes: IndexChange[] = [
    ...(turn.applications ?? []).flatMap(each => [...applicationLists(each), caseListing(each)]),
    ...(turn.session ? draftListing(turn.session, readSession(loaded.session)) : []),
    ...(turn.left ? draftListing(turn.left, readSession(recordOf(sessionKey(turn.left.id)))) : []),
    ...(turn.tickets ?? []).map(ticketListing),
  ];
  if (turn.claimed) {
    const used = recordOf(claimKey(turn.claimed));
    changes.push({ key: used.key, expect: used.revision, set: {}, remove: [], drop: true });
    indexes.push({ index: claimKey(turn.claimed).kind, id: turn.claimed, score: null });
  }
  for (const ticket of turn.tickets ?? []) keep(changeOf(recordOf(ticketKey(ticket.id)), ticket));
  const cancel: string[] = [];
  for (const effect of turn.effects) {
    switch (effect.kind) {
      case 'message': {
        const { message, notBefore } = effect;
        const due = notBefore ?? Math.min(event.at, now);
        const answers = chatKey(message.to) === chatKey(event.address);
        const rank = event.body.kind === 'timer' ? 'reminder' : answers ? 'answer' : 'notice';
        const own = answers && owner ? { owner } : {};
        const at = { id: message.key, lane: laneOf(effect, now), due, ...own };
        outbox.push(messageItem(at, message, rank));
        if (answers) reply.push(message.key);
        break;
      }
      case 'timer':
        outbox.push(
          outboxItem(
            { id: `timer:${effect.id}`, lane: `timer:${effect.id}`, due: effect.due },
            {
              kind: 'timer',
              name: effect.name,
              data: Object.fromEntries(
                Object.entries(effect.data).flatMap(([name, value]) =>
                  value === undefined ? [] : [[name, value]],
                ),
              ),
              address: event.address,
              actor: event.actor,
            },
          ),
        );
        break;
      case 'cancel-timer':
        cancel.push(`timer:${effect.id}`);
        break;
      case 'recall':
        cancel.push(effect.key);
        break;
      case 'note':
        changes.push({
          key: { kind: `note:${effect.list}`, id: effect.id },
          expect: 0,
          set: { body: effect.body },
          remove: [],
        });
        indexes.push({ index: `note:${effect.list}`, id: effect.id, score: event.at });
        break;
      case 'forget':
        outbox.push(
          outboxItem(
            { id: `forget:${event.id}`, lane: `forget:${effect.session}`, due: Math.min(event.at, now) },
            { kind: 'forget', address: event.address, files: [] },
          ),
        );
        break;
      default:
        effect satisfies never;
    }
  }
  return {
    eventId: event.id,
    bodyHash: bodyHashOf(event),
    reply: replyOf(reply),
    changes,
    expectations: expectationsOf(loaded, changes),
    indexes,
    outbox,
    cancel,
    audit: turn.audit,
    // A rehearsal may be years behind the platform that the event came from: nothing may fall due by its clock.
    at: Math.min(event.at, now),
    leaseMs: LEASE_MS,
    doors,
  };
};
