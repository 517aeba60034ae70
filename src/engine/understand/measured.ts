import type { Reading, Value, ValueKind } from '../../language/reading.ts';
import type { Fact } from '../../model/pack/eligibility.ts';
import type { Field } from '../../model/pack/form.ts';
import { readDate } from '../fields/date.ts';
import type { FactRead } from './fact-read.ts';

type Measured = Exclude<Fact['type'], 'boolean' | 'choice'>;

/** Kinds of values that can be one of a fact's. */
const kinds: Readonly<Record<Measured, readonly ValueKind[]>> = {
  number: ['number'],
  money: ['money'],
  year: ['year', 'date'],
  date: ['date'],
  ratio: ['ratio'],
};

const dateField: Field = {
  id: 'date',
  label: '日期',
  kind: 'date',
  clause: '',
  aliases: [],
  required: true,
  personal: false,
  many: false,
};

const isoOf = (words: string, today: string): string | null => {
  const read = readDate(dateField, words, { today, areaCode: null });
  const [, year, month, day] = (read.ok && /^(\d+)年(\d+)月(\d+)日$/.exec(read.value)) || [];
  return year ? `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}` : null;
};

/** Years said by their distance from this one. */
const spokenYears: readonly (readonly [RegExp, number])[] = [
  [/大前年/u, 3],
  [/(?<!大)前年/u, 2],
  [/去年/u, 1],
  [/今年/u, 0],
];

/** A value that is only a bound from above: 不到3000万 is no number of ours. */
const below = /(?:不到|不足|不满|低于|少于|没到|未到|达不到|没有|没达到|小于|以内)\s*$/u;

const amountOf = (fact: Fact, value: Value, today: string): number | string | null => {
  if (fact.type === 'date') return isoOf(value.words, today);
  if (fact.type === 'year' && value.kind === 'date')
    return Number(isoOf(value.words, today)?.slice(0, 4)) || null;
  if (fact.type === 'number' && fact.unit && value.unit && value.unit !== fact.unit) {
    // 个 counts anything.
    if (value.unit !== '个' && fact.unit !== '个') return null;
  }
  return value.amount;
};

/** A number, a sum, a year, a date or a share that a message gives for a fact: beside its noun, or as an answer to it. */
export const measuredIn = (reading: Reading, fact: Fact, open: boolean, today: string): FactRead | null => {
  if (fact.type === 'boolean' || fact.type === 'choice') return null;
  const { text, clauses, mentions } = reading;
  const allowed = kinds[fact.type];
  const told = (clause: number): boolean =>
    clauses[clause] !== undefined && clauses[clause].act !== 'asks' && !clauses[clause].supposed;
  const candidates = reading.values.flatMap(value => {
    if (!allowed.includes(value.kind) || !told(value.clause) || below.test(text.slice(0, value.start)))
      return [];
    const amount = amountOf(fact, value, today);
    return amount === null ? [] : [{ value, amount }];
  });
  const nouns = mentions.filter(({ concept }) => concept.kind === 'fact' && concept.fact === fact.id);
  for (const noun of nouns.filter(({ whose, mood }) => whose === 'ours' && mood === 'told')) {
    const near = candidates
      .filter(
        ({ value }) =>
          value.clause === noun.clause || (value.clause === noun.clause + 1 && value.start - noun.end <= 3),
      )
      .sort((a, b) => distance(a.value, noun) - distance(b.value, noun))[0];
    if (near)
      return {
        fact: fact.id,
        value: near.amount,
        start: near.value.start,
        end: near.value.end,
        words: near.value.words,
      };
    if (noun.polarity === 'uncertain')
      return {
        fact: fact.id,
        value: null,
        start: noun.start,
        end: noun.end,
        words: noun.words,
      };
  }
  if (!open || nouns.length > 0) return null;
  const amounts = new Set(candidates.map(({ amount }) => amount));
  if (amounts.size === 1) {
    const { value, amount } = candidates[0]!;
    return {
      fact: fact.id,
      value: amount,
      start: value.start,
      end: value.end,
      words: value.words,
    };
  }
  if (fact.type !== 'year' || candidates.length > 0) return null;
  const spoken = clauses.find(
    clause => clause.act !== 'asks' && spokenYears.some(([pattern]) => pattern.test(clause.words)),
  );
  const ago = spoken && spokenYears.find(([pattern]) => pattern.test(spoken.words))?.[1];
  return spoken && ago !== undefined
    ? {
        fact: fact.id,
        value: Number(today.slice(0, 4)) - ago,
        start: spoken.start,
        end: spoken.end,
        words: spoken.words,
      }
    : null;
};

/** A value behind its noun is nearer than one before it. */
const distance = (value: Value, noun: { readonly start: number; readonly end: number }): number =>
  value.start >= noun.end ? value.start - noun.end : (noun.start - value.end) * 2 + 4;
