/** One place of the form, as a platform that shows the form needs it. */
export interface PlaceView {
  readonly place: string;
  /** A name that is its own. */
  readonly name: string;
  readonly state: 'filled' | 'skipped' | 'open';
  /** When it was given, in milliseconds since 1970 (UTC); null while it is not. */
  readonly at: number | null;
}

export interface SectionView {
  readonly title: string;
  /** Of a repeating section those of all its entries; none where nobody has asked yet whether there are any. */
  readonly places: readonly PlaceView[];
  /** A repeating section of which was said that it has no entries. */
  readonly none: boolean;
  /** Whether what is asked now belongs here. */
  readonly here: boolean;
}

/** The form in the making. */
export interface FormView {
  readonly title: string;
  readonly sections: readonly SectionView[];
  /**
   * The place that is asked for, and the prompt that asks for it. `value`: what stands there, where it is long enough to be
   * mended rather than typed anew; otherwise null.
   */
  readonly asked: {
    readonly place: string;
    readonly prompt: string;
    readonly value: string | null;
  } | null;
}
