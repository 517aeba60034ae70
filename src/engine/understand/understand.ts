import { read } from '../../language/read.ts';
import type { Act, Reading } from '../../language/reading.ts';
import type { FactValue } from '../../model/fact.ts';
import { type FactRead, factsIn } from './facts.ts';
import { type Named, vocabularyOf } from './vocabulary.ts';

/** What is open when a message comes. */
export type Open =
  | { readonly kind: 'fact'; readonly id: string }
  /** Id of a place in the form: `unitName`, `partners.0.name`. */
  | { readonly kind: 'field'; readonly id: string };

/** What a message means for the conversation. Nothing of it is used before it was read back. */
export interface Understanding {
  readonly reading: Reading;
  readonly acts: readonly Act[];
  /** Each fact at most once. */
  readonly facts: readonly FactRead[];
}

/** Reads a message for a pack. `today`: the day it is told for, `YYYY-MM-DD` on the office's calendar. */
export const understand = (pack: Named, text: string, open: Open | null, today: string): Understanding => {
  const reading = read(text, vocabularyOf(pack));
  const facts = factsIn(reading, pack.eligibility.facts, open?.kind === 'fact' ? open.id : null, today);
  return { reading, acts: reading.acts, facts };
};

/** Longest text that is read as an answer to a fact, in UTF-16 units; anything longer is a story, not an answer. */
const ANSWER_LIMIT = 300;

/** The answer to one open fact: its value, null for an honest 不清楚, undefined when the text is none. */
export const readFact = (pack: Named, fact: string, text: string, today: string): FactValue | undefined =>
  text.length > ANSWER_LIMIT
    ? undefined
    : understand(pack, text, { kind: 'fact', id: fact }, today).facts.find(read => read.fact === fact)?.value;
