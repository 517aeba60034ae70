import { z } from 'zod';
import { noteOwner } from '../model/note-owner.ts';
import {
  commitWith,
  type IndexChange,
  type RecordChange,
  type RecordKey,
  type Store,
} from '../store/port.ts';
import { readTicket, ticketKey } from './records.ts';
import { retentionList } from './retention-lists.ts';

/** Notes looked at in one round trip. */
const BATCH = 500;
/** Lists whose notes come of what somebody wrote. */
const lists = ['unanswered', 'feedback', 'faq-proposals', 'tickets'] as const;

const Owned = z.looseObject({ of: z.string().optional(), ticket: z.string().optional() });

const ownedBy = (body: string | undefined): z.infer<typeof Owned> =>
  Owned.safeParse(JSON.parse(body ?? '{}')).data ?? {};

interface Gone {
  readonly changes: RecordChange[];
  readonly indexes: IndexChange[];
  readonly cancel: string[];
}

const drop = (gone: Gone, key: RecordKey, revision: number): void => {
  gone.changes.push({ key, expect: revision, set: {}, remove: [], drop: true });
};

/** Tickets of this conversation, with everything said in them. */
const ownTickets = async (
  store: Store,
  space: string,
  ids: readonly string[],
  session: string,
  gone: Gone,
) => {
  const tickets = await store.load(space, ids.map(ticketKey));
  const own = tickets.filter(record => readTicket(record)?.session === session);
  for (const { key, revision } of own) {
    drop(gone, key, revision);
    gone.indexes.push({ index: retentionList.tickets, id: key.id, score: null });
    gone.cancel.push(`timer:ticket:${key.id}`);
  }
  return new Set(own.map(({ key }) => key.id));
};

/**
 * What is kept about a conversation outside its session: its tickets and its questions on the author's lists. One commit
 * a batch, so that a crash in between leaves whole notes, and the work is simply done again.
 */
export const forgetNotes = async (
  store: Store,
  space: string,
  session: string,
  event: string,
  now: number,
): Promise<void> => {
  const owner = noteOwner(session);
  const own = new Set<string>();
  for (const list of lists.toReversed()) {
    const kind = `note:${list}`;
    const all = await store.list(space, kind);
    for (let from = 0; from < all.length; from += BATCH) {
      const ids = all.slice(from, from + BATCH);
      const gone: Gone = { changes: [], indexes: [], cancel: [] };
      if (list === 'tickets')
        for (const id of await ownTickets(store, space, ids, session, gone)) own.add(id);
      const notes = await store.load(
        space,
        ids.map(id => ({ kind, id })),
      );
      for (const { key, revision, parts } of notes) {
        const { of, ticket } = ownedBy(parts.body);
        if (of !== owner && !own.has(ticket ?? key.id)) continue;
        drop(gone, key, revision);
        gone.indexes.push({ index: kind, id: key.id, score: null });
      }
      if (gone.changes.length > 0)
        await store.commit(space, commitWith(`${event}:${list}:${from}`, event, now, gone));
    }
  }
};
