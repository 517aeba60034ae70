import type { Application } from './application.ts';
import type { AuditEntry } from './audit.ts';
import type { Issue } from './issue.ts';
import type { OutMessage } from './message.ts';
import type { Session } from './session.ts';
import type { Roster } from './staff.ts';
import type { Ticket } from './ticket.ts';
import type { Timer } from './timer.ts';

/** Set or move a timer: when due, the event `{kind:'timer', name, data}` comes back to the same session or case. */
export type SetTimer = {
  readonly kind: 'timer';
  /** Same id again replaces the earlier timer. */
  readonly id: string;
  /** Milliseconds since 1970 (UTC). */
  readonly due: number;
} & Timer;
export interface CancelTimer {
  readonly kind: 'cancel-timer';
  readonly id: string;
}
export interface SendMessage {
  readonly kind: 'message';
  readonly message: OutMessage;
  /** Do not send before this moment (an undo window, quiet hours); milliseconds since 1970 (UTC). */
  readonly notBefore?: number;
}
/** Take back a message that has not been sent yet. */
export interface RecallMessage {
  readonly kind: 'recall';
  readonly key: string;
}
/** A question or ticket for the author's and officers' lists. `body` is JSON. */
export interface Note {
  readonly kind: 'note';
  readonly list: 'unanswered' | 'feedback' | 'tickets' | 'faq-proposals' | 'alerts' | 'claims' | 'desk-links';
  readonly id: string;
  readonly body: string;
}
/** Delete what is kept about the person who asks: session, drafts, files. */
export interface Forget {
  readonly kind: 'forget';
  readonly session: string;
  readonly files: readonly string[];
}

/** JSON description of I/O, carried out after the commit and never before it. */
export type Effect = SendMessage | SetTimer | CancelTimer | RecallMessage | Note | Forget;

/** Result of one advance. What is absent did not change. */
export interface Turn {
  readonly session?: Session;
  readonly applications?: readonly Application[];
  readonly tickets?: readonly Ticket[];
  /** Another door's session whose draft moved here, as it is left behind, and the code that is used up. */
  readonly left?: Session;
  readonly claimed?: string;
  readonly roster?: Roster;
  /** Set when a new application took the next number. */
  readonly counter?: number;
  /**
   * The person's messages that may not be stored before her consent, oldest first: kept in memory for her next turns, or not at
   * all. Empty: what was kept goes.
   */
  readonly unkept?: readonly string[];
  readonly effects: readonly Effect[];
  readonly audit: readonly AuditEntry[];
  readonly issues: readonly Issue[];
}
