import type { Application } from '../model/application.ts';
import type { AuditEntry } from '../model/audit.ts';
import type { FileRef } from '../model/file.ts';
import type { Issue } from '../model/issue.ts';
import type { Block } from '../model/message.ts';
import type { Session } from '../model/session.ts';
import type { Roster } from '../model/staff.ts';
import type { Ticket } from '../model/ticket.ts';
import type { Effect } from '../model/turn.ts';
import type { Link, Scene } from './scene.ts';

/** What an act makes of a turn. */
export interface Reaction {
  readonly session: Session;
  /** Said before the scene: what was noted, an answer to a question in between. */
  readonly notes?: readonly Block[];
  /** What to show: `next`, as when left out, is what follows from the state; `nothing`: no message goes out. */
  readonly scene?: Scene | 'next' | 'nothing';
  /** Ways that stand before those of whatever is shown. */
  readonly ways?: readonly Link[];
  /** Fields that took a value that was given for them. */
  readonly accepted?: readonly string[];
  readonly applications?: readonly Application[];
  readonly counter?: number;
  readonly effects?: readonly Effect[];
  readonly audit?: readonly Omit<AuditEntry, 'event' | 'at' | 'actor'>[];
  readonly tickets?: readonly Ticket[];
  readonly left?: Session;
  readonly claimed?: string;
  readonly roster?: Roster;
  readonly issues?: readonly Issue[];
  readonly toast?: string;
  /** Something personal in this message was not kept for want of consent. */
  readonly withheld?: boolean;
  /** What was not kept of this person goes from memory as well. */
  readonly forgotten?: boolean;
  /** Sent with whatever is shown. */
  readonly files?: readonly FileRef[];
  /** What was said was not understood: said differently each time it happens in a row. */
  readonly misread?: boolean;
  /** Concerns cases or people of the office's work: not for everybody in a group. */
  readonly discreet?: boolean;
  /** The message of this turn tells the person that a human is asked for. */
  readonly handover?: boolean;
}
