import type { OutFile } from '../../../src/host/channel.ts';
import type { CaseView, DeskPerson, InboxView } from '../../../src/model/desk.ts';
import type { CaseGiven } from '../../../src/model/event.ts';
import type { Block } from '../../../src/model/message.ts';
import type { Overview } from '../../../src/model/overview.ts';

export type ActGiven = CaseGiven;

/** What became of an act: `done`, or something else happened to the case before, or it was not accepted. */
export type ActOutcome = 'done' | 'overtaken' | 'refused';

/** The desk as one signed-in officer has it. Cases the person may not read do not exist: null. */
export interface Desk {
  readonly person: DeskPerson;
  /** Says whether the inbox changed since an earlier tag. */
  tag(): Promise<string>;
  inbox(): Promise<InboxView>;
  /** Open a case: recorded in the audit trail under this event id. */
  open(number: string, event: string): Promise<CaseView | null>;
  /** The case again, without opening it anew. */
  look(number: string): Promise<CaseView | null>;
  /** Act by one of the case's buttons. `version`: the case as the person saw it. */
  act(
    number: string,
    event: string,
    version: number,
    given: ActGiven,
  ): Promise<{ readonly outcome: ActOutcome; readonly view: CaseView } | null>;
  /** What the applicant would read of this act; null: the act is not complete. */
  preview(number: string, given: ActGiven): Promise<readonly Block[] | null>;
  /** The office's form as submitted, .docx. Recorded when it is taken along (`event`), not when it is only drawn. */
  form(number: string, event: string | null): Promise<OutFile | null>;
  /** A file that was sent with the case, in the round under review. */
  file(number: string, id: string, event: string): Promise<OutFile | null>;
  /** What the office comes to as a whole, of the cases this person may read; null: it is not for this person. */
  overview(): Promise<Overview | null>;
  /** The same as a workbook, .xlsx; recorded under this event id. */
  overviewFile(event: string): Promise<OutFile | null>;
  /** Be seen at this case, and see who else is: names. */
  beside(number: string): readonly string[];
}

export interface SignedIn {
  /** Goes into the browser's cookie; only a hash of it is kept. */
  readonly cookie: string;
  readonly seconds: number;
}

/** What the page needs for `/desk`; composed in src/commands. A browser is named as in seat.ts. */
export interface DeskHouse {
  /** Whom a link would sign in, without using it up; null: nobody (any more). */
  whose(link: string): Promise<{ readonly name: string } | null>;
  /** Use the link up: from now on this browser, and no other, has a session. */
  signIn(link: string, browser: string): Promise<SignedIn | null>;
  /** The desk this cookie opens in this browser; null: signed out, run out, or the binding is gone. */
  desk(cookie: string, browser: string): Promise<Desk | null>;
  signOut(cookie: string, browser: string): Promise<void>;
  /** A link for the reviewer's chair of this browser's rehearsal; null: nobody sits there. */
  rehearsalLink(browser: string): Promise<string | null>;
}
