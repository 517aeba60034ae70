import type { FactValue } from '../../model/fact.ts';

/** A fact as it was read, with the person's own words it came from. */
export interface FactRead {
  readonly fact: string;
  /** Null: she says that she does not know. */
  readonly value: FactValue;
  readonly start: number;
  readonly end: number;
  readonly words: string;
}
