import type { Application } from '../model/application.ts';
import type { Session } from '../model/session.ts';
import type { Ticket } from '../model/ticket.ts';
import type { IndexChange } from '../store/port.ts';

/*
 * What may be kept no longer some day stands on a list of its kind, by the moment from which its time runs. The daily look
 * takes from the front of each list what is over, and reads nothing else.
 */

export const retentionList = {
  drafts: 'retention:drafts',
  decided: 'retention:decided',
  tickets: 'retention:tickets',
} as const;

/** When somebody last gave something for a draft, milliseconds since 1970; null for what bears no time and no name. */
export const lastGiven = ({ answers, consent }: Session): number | null => {
  const times = [...Object.values(answers).map(({ at }) => at), ...(consent ? [consent.at] : [])];
  return times.length === 0 ? null : Math.max(...times);
};

/** From when the time of a draft runs; null: there is no draft. */
export const draftSince = (session: Session): number | null =>
  session.application === null ? lastGiven(session) : null;

/** What was given for the case is gone. */
export const isErased = ({ snapshots }: Application): boolean =>
  snapshots.every(({ rows }) => rows.length === 0);

/** From when the time of a decided case runs; null: it is not decided, or erased already. */
export const decidedSince = (application: Application): number | null => {
  const { status, snapshots, decisions } = application;
  if (status === 'in-review' || status === 'returned' || isErased(application)) return null;
  return decisions.at(-1)?.at ?? snapshots.at(-1)!.at;
};

export const closedSince = ({ status, opened }: Ticket): number | null =>
  status === 'closed' ? opened : null;

const dayOf = (at: number | null): number | null => (at === null ? null : Math.floor(at / 86_400_000));

/** A draft's place on its list, where a turn moved it to another day. */
export const draftListing = (session: Session, before: Session | null): IndexChange[] => {
  if (
    before !== null &&
    before.answers === session.answers &&
    before.consent === session.consent &&
    before.application === session.application
  )
    return [];
  const score = draftSince(session);
  return dayOf(score) === dayOf(before && draftSince(before))
    ? []
    : [{ index: retentionList.drafts, id: session.id, score }];
};

export const caseListing = (application: Application): IndexChange => ({
  index: retentionList.decided,
  id: application.number,
  score: decidedSince(application),
});

export const ticketListing = (ticket: Ticket): IndexChange => ({
  index: retentionList.tickets,
  id: ticket.id,
  score: closedSince(ticket),
});
