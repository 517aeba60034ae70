import { read } from '../../language/read.ts';
import type { Act, Answer, Concept, Pointer, Reading, Value } from '../../language/reading.ts';
import type { Action } from '../../model/answer.ts';
import type { FactValue } from '../../model/fact.ts';
import { actionIn } from './action.ts';
import type { Correction } from './corrections.ts';
import type { FactRead } from './fact-read.ts';
import { factsIn } from './facts.ts';
import { type FieldRead, fieldsIn, type NamedAs, outsideValues } from './fields.ts';
import { type Named, vocabularyOf } from './vocabulary.ts';

/** What is open when a message comes. A question of another kind is as good as none here. */
export type Open =
  | { readonly kind: 'fact'; readonly id: string }
  /** Id of a place in the form: `unitName`, `partners.0.name`. */
  | { readonly kind: 'field'; readonly id: string };

/**
 * What a message means for the conversation. Nothing of it is used before it was read back. Positions are UTF-16 units
 * of the text as typed; `words` is that slice.
 */
export interface Understanding {
  readonly reading: Reading;
  /** What its clauses do, each once, in the order of the text. */
  readonly acts: readonly Act[];
  /** Each fact at most once. */
  readonly facts: readonly FactRead[];
  /** Each place at most once; values as they would be stored. */
  readonly fields: readonly FieldRead[];
  /** What she wants done. */
  readonly action: Action | null;
  readonly corrections: readonly Correction[];
  /** Phones, names, addresses and the like that belong to no field anybody named. */
  readonly unplaced: readonly Value[];
  /** Places said to be as another one, or to be the writer herself (同上, 法人就是我). */
  readonly referred: readonly string[];
  /** The names of fields it uses, and what stood before each. */
  readonly named: readonly NamedAs[];
  /** 第三项, 上面那个, 办法第九条, a case number, 同上. */
  readonly pointers: readonly Pointer[];
  /** Set when the message holds nothing but an answer: yes, no, 不清楚, later, 同上, 见附件. */
  readonly answer: Answer | null;
}

/** The open fact as a reading knows it: clauses without a noun of their own speak of it. */
const asked = ({ eligibility }: Named, open: Open | null): Concept | null => {
  const fact = open?.kind === 'fact' ? eligibility.facts.find(({ id }) => id === open.id) : undefined;
  return fact?.type === 'boolean'
    ? { kind: 'fact', fact: fact.id, side: 'noun', event: fact.says === 'happened' }
    : null;
};

/** Letters of the longest answer whose reading is kept, and how many of a pack are. */
const SHORT = 12;
const KEPT = 500;
const answers = new WeakMap<Named['eligibility'], Map<string, Understanding>>();

/** Whether a message holds nothing but words of the language and the pack: 是, 没有, 先进制造. Nothing of a person is in it. */
const isWordsOnly = ({ reading, fields, unplaced }: Understanding): boolean =>
  reading.values.length === 0 &&
  fields.length === 0 &&
  unplaced.length === 0 &&
  reading.clauses.length > 0 &&
  reading.clauses.every(
    ({ answer, act, start, end }) =>
      answer !== null ||
      act === 'greets' ||
      reading.mentions.some(mention => mention.start <= start && mention.end >= end),
  );

/** Reads a message for a pack. What is said most, and is about nobody, is read once a process. `today`: the day it is told for, `YYYY-MM-DD`. */
export const understand = (pack: Named, text: string, open: Open | null, today: string): Understanding => {
  if (text.length > SHORT) return readFor(pack, text, open, today);
  const known = answers.get(pack.eligibility) ?? new Map<string, Understanding>();
  answers.set(pack.eligibility, known);
  const key = `${today} ${open?.kind ?? ''} ${open?.id ?? ''} ${text}`;
  const kept = known.get(key);
  if (kept) return kept;
  const made = readFor(pack, text, open, today);
  if (known.size < KEPT && isWordsOnly(made)) known.set(key, made);
  return made;
};

/** Reads a message for a pack. `today`: the day it is told for, `YYYY-MM-DD` on the office's calendar. */
const readFor = (pack: Named, text: string, open: Open | null, today: string): Understanding => {
  const reading = read(text, vocabularyOf(pack), asked(pack, open));
  const action = actionIn(reading);
  const place = open?.kind === 'field' ? open.id : null;
  const placed = fieldsIn(reading, pack, place, today, action !== null);
  const outside: Reading = { ...reading, mentions: outsideValues(reading.mentions, placed, pack.form) };
  const facts = factsIn(outside, pack.eligibility.facts, open?.kind === 'fact' ? open.id : null, today, {
    form: pack.form,
    near: `${pack.manifest.issuer} ${pack.manifest.office}`,
  });
  const said = reading.clauses.filter(({ act }) => act !== 'greets');
  return {
    reading,
    acts: reading.acts,
    facts,
    ...placed,
    action,
    pointers: reading.pointers,
    answer: said.length === 1 ? said[0]!.answer : null,
  };
};

/** Longest text that is read as an answer to a fact, in UTF-16 units; anything longer is a story, not an answer. */
const ANSWER_LIMIT = 300;

/** The answer to one open fact: its value, null for an honest 不清楚, undefined when the text is none. */
export const answerTo = (fact: string, { reading, facts }: Understanding): FactValue | undefined =>
  reading.text.length > ANSWER_LIMIT ? undefined : facts.find(read => read.fact === fact)?.value;

export const readFact = (pack: Named, fact: string, text: string, today: string): FactValue | undefined =>
  answerTo(fact, understand(pack, text, { kind: 'fact', id: fact }, today));
