import type { Citation } from './clause.ts';
import type { Block } from './message.ts';
import type { ApplicationStatus, CaseVerb } from './review-verbs.ts';
import type { CriterionState } from './verdict.ts';

/** One case in the inbox of the desk. */
export interface CaseRow {
  readonly number: string;
  readonly unit: string;
  /** What is applied for, where the form composes a name for it; otherwise empty. */
  readonly subject: string;
  readonly domain: string;
  readonly section: string;
  readonly stage: string;
  readonly status: ApplicationStatus;
  /** 审核中（专家论证）. */
  readonly standing: string;
  readonly round: number;
  /** Of the round under review; `YYYY-MM-DD HH:mm` on the office's wall clock. */
  readonly submitted: string;
  /** Working days since the case came to where it is; null once it is closed. */
  readonly waiting: number | null;
  /** Working days after which the stage reminds. */
  readonly limit: number;
  /** Whether it waits longer than that. */
  readonly late: boolean;
  /** Whether this person decides on it now. */
  readonly mine: boolean;
  /** Names of the fields that changed since the round before. */
  readonly changed: readonly string[];
  /** Names of papers that are needed and not there. */
  readonly missing: readonly string[];
}

export interface PreparedReason {
  readonly id: string;
  readonly text: string;
  readonly clause?: string;
}

/** One printed line of the form. */
export interface CaseLine {
  readonly field: string;
  /** A name that is its own. */
  readonly name: string;
  readonly label: string;
  readonly value: string;
  /** What it said in the round before; absent where nothing changed. */
  readonly before?: string;
  /** Why it was returned the last time. */
  readonly asked?: string;
  readonly reasons: readonly PreparedReason[];
}

/** A button of the case with everything it asks for. */
export interface CaseAction {
  readonly verb: CaseVerb;
  readonly token: string;
  readonly label: string;
  readonly style: 'primary' | 'danger' | 'default';
  readonly records: readonly {
    readonly id: string;
    readonly label: string;
    readonly required: boolean;
    readonly example?: string;
  }[];
  readonly people: readonly { readonly actor: string; readonly name: string }[];
  readonly needs: 'nothing' | 'records' | 'fields' | 'reason' | 'person';
}

export interface CasePaper {
  readonly title: string;
  readonly state: 'done' | 'todo' | 'later';
  readonly files: readonly CaseFile[];
}

export interface CaseFile {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  /** The round it came with. */
  readonly round: number;
  /** When it was handed in after that round was submitted, `YYYY-MM-DD HH:mm`; absent: it came with it. */
  readonly later?: string;
}

export interface CaseHistoryLine {
  readonly at: string;
  readonly who: string;
  readonly what: string;
  readonly rows: readonly (readonly [string, string])[];
}

/** One case as the desk shows it to one person. */
export interface CaseView {
  readonly row: CaseRow;
  /** Rises with every act. */
  readonly version: number;
  readonly sections: readonly { readonly title: string; readonly lines: readonly CaseLine[] }[];
  readonly papers: readonly CasePaper[];
  /** Sent along without belonging to a paper. */
  readonly otherFiles: readonly CaseFile[];
  readonly outcome: string;
  readonly criteria: readonly {
    readonly title: string;
    readonly state: CriterionState;
    readonly kind: 'gate' | 'preparation' | 'judged';
    readonly citation: Citation;
  }[];
  /** What the form and the self-check do not agree about. */
  readonly discrepancies: readonly Block[];
  /** The clause this stage follows. */
  readonly ground: readonly Block[];
  readonly history: readonly CaseHistoryLine[];
  readonly actions: readonly CaseAction[];
  /** Why somebody who decides at such a stage may not decide on this case, and who may; null: there is no such reason. */
  readonly barred: string | null;
  /** Prepared reasons for the application as a whole. */
  readonly reasons: readonly PreparedReason[];
  /** The last act, while this person may take it back, and for how many milliseconds more. */
  readonly undo: { readonly token: string; readonly what: string; readonly left: number } | null;
}

/** What the inbox of one person shows. */
export interface InboxView {
  readonly rows: readonly CaseRow[];
  readonly stages: readonly { readonly id: string; readonly title: string }[];
}

/** Who sits at the desk. */
export interface DeskPerson {
  readonly name: string;
  readonly seats: readonly string[];
  readonly rehearsal: boolean;
  readonly office: string;
  readonly notice: string;
  /** Whether the overview is open to this person. */
  readonly oversees: boolean;
}
