import type { OutFile } from '../../src/host/channel.ts';
import type { Address } from '../../src/model/address.ts';
import type { FormView } from '../../src/model/form-view.ts';
import type { Result } from '../../src/model/issue.ts';
import type { WorkView } from '../../src/model/mine-view.ts';
import type { StaffRole } from '../../src/model/staff.ts';
import type { TourMove } from '../../src/model/tour.ts';

/** One source document as the clause drawer shows it: the whole text, and where each clause stands in it. */
export interface DocumentView {
  readonly id: string;
  readonly title: string;
  readonly number?: string;
  /** `YYYY-MM-DD`. */
  readonly date?: string;
  readonly text: string;
  /** UTF-16 offsets into `text`. Leaves partition the text. */
  readonly clauses: readonly {
    readonly id: string;
    readonly start: number;
    readonly end: number;
    readonly leaf: boolean;
  }[];
}

export interface NoticeView {
  readonly title: string;
  readonly office: string;
  readonly subject: string;
  /** `YYYY-MM-DD`, both days included. */
  readonly window: { readonly opens: string; readonly closes: string };
  readonly sections: readonly { readonly id: string; readonly name: string }[];
  readonly documents: readonly DocumentView[];
}

/** One paper to hand in, as it stands for this person now. */
export interface ChecklistRow {
  readonly id: string;
  /** Whether a file may be sent for it now. */
  readonly takes: boolean;
  readonly title: string;
  readonly how: 'generated' | 'prepared' | 'obtained';
  /** done: we have it or will make it · todo: still to do · later: not needed as things stand. */
  readonly state: 'done' | 'todo' | 'later';
  readonly note?: string;
  readonly cites: readonly { readonly clause: string; readonly quote?: string }[];
  readonly points: readonly { readonly text: string; readonly clause: string }[];
  readonly files: readonly string[];
}

/** A signature or seal to obtain, in order. */
export interface BlankRow {
  readonly title: string;
  readonly kind: 'signature' | 'seal' | 'opinion';
  readonly by: string;
  readonly note?: string;
  readonly cites: readonly { readonly clause: string; readonly quote?: string }[];
}

export interface ChecklistView {
  readonly items: readonly ChecklistRow[];
  readonly blanks: readonly BlankRow[];
  /** Names of files that were sent and belong to no paper; and of those whose purpose is still to be said. */
  readonly others: readonly string[];
  readonly waiting: readonly string[];
}

export interface RehearsalView {
  /** The day the rehearsal takes for today, `YYYY-MM-DD` in the office's time zone. */
  readonly today: string;
  /** Who sits in the reviewer's chair, if somebody does. */
  readonly reviewer: { readonly section: string; readonly role: StaffRole; readonly name: string } | null;
}

/** One act of a rehearsal that plays by itself. */
export interface TourStep {
  readonly chair: 'applicant' | 'office';
  /** What is shown now, in a few words. */
  readonly note: string;
  /** What the applicant does, still to be taken in. */
  readonly act: Extract<TourMove, { kind: 'say' | 'press' }> | null;
  readonly over: boolean;
}

/**
 * What the page needs of the house beyond `Intake`; main.ts supplies it.
 *
 * A browser has three chats, see seat.ts: its own, and for a rehearsal one as applicant and one as reviewer. Both
 * rehearsal addresses are always given together with the clock of one rehearsal, named by `rehearsal`; all its data is
 * kept apart under that name and can be wiped by it.
 */
export interface WebHouse {
  /** The notice this chat is about, in the version its session is pinned to. */
  notice(chat: Address): Promise<NoticeView>;
  /** The form in the making; null while none is. */
  form(chat: Address): Promise<FormView | null>;
  /**
   * The official form as it would come out now, .docx; null before it is begun. `traced`: with the place of each value before
   * it, to be drawn and never to be kept.
   */
  preview(chat: Address, traced: boolean): Promise<Uint8Array | null>;
  checklist(chat: Address): Promise<ChecklistView>;
  /** Every application of this chat, the one in hand first. */
  mine(chat: Address): Promise<readonly WorkView[]>;
  /** The form as this chat submitted it in a round; null: it did not. */
  version(chat: Address, number: string, round: number): Promise<OutFile | null>;
  /** null: no rehearsal is running under this name. */
  rehearsal(rehearsal: string): Promise<RehearsalView | null>;
  /**
   * Start a rehearsal as of `date` (`YYYY-MM-DD`), or move its clock; timers that fall due on the way fire.
   * null: stop it, keeping its data. Issue when the date cannot be taken.
   */
  setClock(rehearsal: string, date: string | null): Promise<Result<RehearsalView | null>>;
  /** Delete everything the rehearsal made, and stop it. */
  wipeRehearsal(rehearsal: string): Promise<void>;
  /** Play one act of a rehearsal from both its chairs; null: none is running. */
  tour(rehearsal: string, applicant: Address, reviewer: Address): Promise<TourStep | null>;
  /** Bind `chat` as staff inside the rehearsal only, replacing an earlier chair. */
  bindRehearsalReviewer(
    rehearsal: string,
    chat: Address,
    section: string,
    role: StaffRole,
  ): Promise<Result<RehearsalView>>;
}
