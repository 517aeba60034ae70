/** A value for a place of the form. `corrects`: she says that what stands there is wrong, so nobody needs to ask again. */
export interface ToldValue {
  readonly place: string;
  readonly value: string;
  readonly corrects: boolean;
}

/** What a message in ordinary prose gives to the form beside, or instead of, an answer to the open question. */
export interface Told {
  readonly values: readonly ToldValue[];
  /** A place said to be wrong without a new value: it is asked for. */
  readonly wrong: string | null;
  /** Values that belong to nothing anybody named, as they were written. */
  readonly left: readonly string[];
  /** A value that is right for one of these places, and nobody can tell which. */
  readonly unclear: {
    readonly value: string;
    readonly places: readonly string[];
    /** What would stand in each of them, where a part of what stands there is replaced. */
    readonly each?: Readonly<Record<string, string>>;
  } | null;
}
