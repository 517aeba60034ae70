import type { PolicyAnswer } from '../model/answer.ts';
import type { Application } from '../model/application.ts';
import type { LocalMoment } from '../model/calendar.ts';
import type { FileReading, StoredFile } from '../model/file.ts';
import type { Pack } from '../model/pack/pack.ts';
import type { Session } from '../model/session.ts';
import type { Roster } from '../model/staff.ts';
import type { Ticket } from '../model/ticket.ts';

/** What a turn may know besides the state: all of it given, none of it fetched. */
export interface Context {
  readonly pack: Pack;
  /** The office's wall clock at the event. */
  readonly now: LocalMoment;
  /**
   * When the event is being taken, in milliseconds since 1970 (UTC): later than `now` when the platform delivered it
   * late. What has happened meanwhile (a message that went out) cannot be undone by it.
   */
  readonly takenAt?: number;
  /** Unforgeable and repeatable: the same event and purpose give the same 16 letters and digits. */
  readonly mint: (purpose: string) => string;
  readonly ask: (question: string, context: string | null) => PolicyAnswer;
  /** What was written has been understood: nothing comes of it but that whoever takes times hears of it. */
  readonly interpreted?: () => void;
  /** What is in a document; `null`: not read yet, the turn will be computed again once it is. */
  readonly reading: (file: StoredFile) => FileReading | null;
  /**
   * What the person wrote before the consent and could not be kept, message by message, while this process still has it in
   * memory: to be taken with her yes. Never stored; absent after a restart and in other processes.
   */
  readonly unkept?: readonly string[] | undefined;
  readonly rehearsal: boolean;
  /** Where the audit chain was last known to stand: printed on receipts and posted daily. Absent: not known yet. */
  readonly chain?: { readonly length: number; readonly head: string };
  /** All notices served, this one among them, with the button that leads to each. */
  readonly notices: readonly { readonly id: string; readonly title: string; readonly token: string }[];
  /** What the token of a link to the desk is put behind; null or absent: the desk is not served. */
  readonly desk?: string | null;
  /** Restrictions of the channel the event came through. */
  readonly policies: readonly string[];
}

/** The state a turn starts from. */
export interface World {
  readonly session: Session;
  /** The application this session submitted, if any. */
  readonly application: Application | null;
  /** Applications the event or the session's open work speaks of, by number. */
  readonly cases: ReadonlyMap<string, Application>;
  /** Tickets the event or the session speaks of, by id. */
  readonly tickets: ReadonlyMap<string, Ticket>;
  /** Open applications, oldest first, when the event asks for a list. */
  readonly listed: readonly Application[];
  /** The draft code that was sent: whose draft it is, and until when; null without one or when nobody knows it. */
  readonly claim?: { readonly id: string; readonly session: Session; readonly expires: number } | null;
  readonly roster: Roster;
  /** Applications numbered so far. */
  readonly counter: number;
}
