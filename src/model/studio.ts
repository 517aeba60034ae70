import type { Issue } from './issue.ts';
import type { OutMessage } from './message.ts';
import type { CriterionState, Outcome } from './verdict.ts';

/** What the author of a pack is shown and may do in the studio. */

/** What a clause is used for. */
export type UseKind = 'criterion' | 'field' | 'topic' | 'other';

/** One place of a pack that rests on a clause. */
export interface ClauseUse {
  readonly clause: string;
  readonly kind: UseKind;
  /** For people: 申报条件「规模以上企业」. */
  readonly what: string;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/** What a question that people asked becomes. */
export type Adoption =
  /** Another way to ask what an intent, a common topic or a silent entry is about already. */
  | { readonly as: 'phrasing'; readonly of: 'intents' | 'topics' | 'silent'; readonly id: string }
  /** Something the notice does not say, under a name of its own. */
  | { readonly as: 'silent'; readonly topic: string };

/** One criterion: what each combination of the facts it looks at makes of it. */
export interface CriterionRows {
  readonly id: string;
  readonly title: string;
  readonly clause: string;
  /** Titles of the facts it looks at: the heads of the columns. */
  readonly facts: readonly string[];
  readonly rows: readonly {
    readonly values: readonly string[];
    /** `applies-not`: the criterion is not about such a unit. */
    readonly state: CriterionState | 'applies-not';
  }[];
  /** There are more combinations than are shown. */
  readonly cut: boolean;
}

interface GridSide {
  readonly fact: string;
  readonly values: readonly string[];
}

/** The verdict over two facts, while everything else is as it should be. */
export interface OutcomeGrid {
  readonly rows: GridSide;
  readonly columns: GridSide;
  /** Row by row. */
  readonly outcomes: readonly (readonly Outcome[])[];
}

export interface EligibilityView {
  readonly criteria: readonly CriterionRows[];
  /** The facts a grid may be made of. */
  readonly facts: readonly { readonly id: string; readonly title: string }[];
  /** Null: the criteria look at fewer than two facts. */
  readonly grid: OutcomeGrid | null;
}

/** A file of a pack. `editable`: text that is written here; others are made elsewhere (Word). */
export interface PackFileRow {
  readonly path: string;
  readonly editable: boolean;
}

export interface StudioPack {
  readonly folder: string;
  readonly title: string;
  readonly files: readonly PackFileRow[];
}

/** `version`: a name of this very text; saving says which one it is to take the place of. */
export interface PackText {
  readonly text: string;
  readonly version: string;
}

/** `stale`: somebody else saved meanwhile; nothing was written, and this is what stands there. */
export type Saved =
  | { readonly outcome: 'saved'; readonly version: string }
  | ({ readonly outcome: 'stale' } & PackText);

/** What `check` says of a pack as it lies in its folder, and what becomes of it. */
export interface PackState {
  readonly findings: readonly (Issue & { readonly level: 'error' | 'warning' })[];
  /**
   * served: this very version answers people · held: it has errors, and the last good version goes on answering ·
   * soon: it is right and about to be served · apart: this process serves no version of it.
   */
  readonly serving: 'served' | 'held' | 'soon' | 'apart';
  /** Whether the notice, the answers and the conversation beside it are those of this very version. */
  readonly current: boolean;
}

/** One step of a rehearsal: what its author does. A press names the button by its words, `place` a place of the form. */
export type RehearsalInput =
  | { readonly say: string }
  | { readonly press: string }
  | { readonly place: string };

export interface RehearsalStep {
  readonly input: RehearsalInput | null;
  /** The words are on no button any more, so they were said instead. */
  readonly unpressed: boolean;
  readonly messages: readonly OutMessage[];
}

/** How a question would be answered. */
export interface AnswerRow {
  readonly question: string;
  readonly kind: 'answer' | 'silent' | 'action' | 'smalltalk';
  readonly text: string;
  readonly clauses: readonly string[];
}

/** A question that the notice did not answer, asked once or more, without names and numbers of people. */
export interface UnansweredRow {
  readonly question: string;
  readonly times: number;
  /** When it was asked last, milliseconds since 1970. */
  readonly at: number;
  /** What it may be a phrasing of, likeliest first. */
  readonly near: readonly { readonly of: 'intents' | 'topics' | 'silent'; readonly id: string }[];
}

export interface UnansweredView {
  readonly rows: readonly UnansweredRow[];
  /** Everything a question may become a phrasing of. */
  readonly targets: readonly {
    readonly of: 'intents' | 'topics' | 'silent';
    readonly id: string;
    readonly title: string;
  }[];
}

export interface SignoffRow {
  readonly id: string;
  readonly what: string;
  readonly file: string;
  readonly clause: string;
  readonly change: 'changed' | 'new' | 'gone';
  /** The clause in last year's pack; null: that pack is not here. */
  readonly before: string | null;
  readonly after: string | null;
  /** The text has changed since the sheet was made: it cannot be signed. */
  readonly stale: boolean;
  readonly name: string;
  readonly date: string;
}
