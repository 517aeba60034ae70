/** So many of one kind. */
export interface Tally {
  readonly name: string;
  readonly count: number;
}

/** What the applications of an office come to, among those that whoever asks may read. */
export interface CaseFigures {
  readonly total: number;
  /** In the order of the review; `late`: those that wait longer than the stage's reminder allows. */
  readonly stages: readonly (Tally & { readonly late: number })[];
  /** By where they stand as a whole: 审核中, 已退回补正, 已通过 … */
  readonly statuses: readonly Tally[];
  readonly domains: readonly Tally[];
  /** First submissions by day, `YYYY-MM-DD` on the office's wall clock, without gaps. */
  readonly days: readonly Tally[];
  /** Longest over its time first; days are working days. */
  readonly late: readonly {
    readonly number: string;
    readonly unit: string;
    readonly standing: string;
    readonly waiting: number;
    readonly limit: number;
  }[];
  /** Fields returned for correction, most often first, each with its reasons. */
  readonly returned: readonly (Tally & { readonly reasons: readonly Tally[] })[];
}

/** A question that the notice does not answer, as it was first asked; `last`: the day it was asked last. */
export interface OpenQuestion extends Tally {
  readonly last: string;
}

export interface ChannelLine {
  readonly name: string;
  readonly state: 'starting' | 'running' | 'degraded' | 'stopped';
  readonly detail?: string;
  /** When something last came in, `YYYY-MM-DD HH:mm`; absent: nothing since the start. */
  readonly heard?: string;
}

/** The page of whoever answers for the office as a whole. */
export interface Overview {
  /** The moment the figures are of, `YYYY-MM-DD HH:mm`. */
  readonly at: string;
  /** null: this person reads no applications. */
  readonly cases: CaseFigures | null;
  readonly questions: readonly OpenQuestion[];
  readonly channels: readonly ChannelLine[];
}
