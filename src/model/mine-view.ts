import type { Block } from './message.ts';
import type { ApplicationStatus } from './review-verbs.ts';

/** A stage of the procedure, as far as the applicant has been told. */
export interface StageView {
  readonly title: string;
  readonly state: 'done' | 'here' | 'ahead';
  /** When it was passed, or since when the application is there; `YYYY-MM-DD` on the office's wall clock. */
  readonly date: string | null;
  /** Working days it took, or has taken so far. */
  readonly days: number | null;
}

/** The application as it was submitted in one round. */
export interface VersionView {
  readonly round: number;
  /** `YYYY-MM-DD HH:mm` on the office's wall clock. */
  readonly at: string;
  /** What the receipt shows of the digest. */
  readonly digest: string;
}

/** What somebody is asked to do about an application now. */
export type Asked =
  /** To go on with the draft; `by`: the last moment, in words; null outside the window. */
  | { readonly kind: 'fill'; readonly filled: number; readonly total: number; readonly by: string | null }
  /** To correct it: names of the fields that were returned. */
  | { readonly kind: 'fix'; readonly fields: readonly string[] }
  /** To bring papers: their titles. */
  | { readonly kind: 'papers'; readonly titles: readonly string[] };

/** One application of a chat, submitted or not. */
export interface WorkView {
  readonly unit: string | null;
  /** Whether it is the one in hand; questions are about this one. */
  readonly inHand: boolean;
  readonly asked: Asked | null;
  /** null: a draft. */
  readonly submitted: {
    readonly number: string;
    readonly status: ApplicationStatus;
    /** 审核中（专家论证）. */
    readonly standing: string;
    /** Name of the section in charge. */
    readonly section: string;
    readonly stages: readonly StageView[];
    /** Newest first. */
    readonly versions: readonly VersionView[];
    /** What was told last, with its clause. */
    readonly told: readonly Block[];
  } | null;
}
