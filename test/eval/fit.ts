import type { Candidate } from '../../src/faq/candidates.ts';
import { lexiconOf } from '../../src/faq/lexicon-of.ts';
import { paperReader } from '../../src/faq/papers.ts';
import { Table } from '../../src/faq/rank.ts';
import type { FaqSource } from '../../src/faq/source.ts';
import { normalise } from '../../src/faq/text.ts';
import type { Signs } from '../../src/faq/weights.ts';
import { readFaqSource, wanzhou } from './source.ts';

/**
 * Fits the weights of src/faq/weights.ts: a part of all phrasings of all packs is left out in turn, the table is built
 * without them, and the weights are chosen under which the left-out phrasings find their own candidates best (softmax over
 * the candidates that come into question). `npm run fit:faq` prints them; they are copied by hand, so that no figure
 * changes unseen.
 */
const folds = 4;
const steps = 300;
const shortlist = 20;
/** Weights are fitted at this scale and printed so that the first two add up to one. */
const sharpness = 12;

const keys = [
  'learned',
  'covered',
  'wrongType',
  'missing',
  'paper',
  'unasked',
] as const satisfies (keyof Signs)[];

interface Case {
  readonly right: readonly boolean[];
  readonly signs: readonly (readonly number[])[];
}

const packs = [
  wanzhou,
  ...['yunxi-workshop-2026', 'shanwei-2021-voucher'].map(
    name => new URL(`../fixtures/packs/${name}`, import.meta.url).pathname,
  ),
].map(readFaqSource);

/** The pack without the phrasings whose turn it is. */
const without = (source: FaqSource, fold: number): FaqSource => {
  const kept = (phrasings: readonly string[]): string[] =>
    phrasings.filter((_, at) => phrasings.length < folds || at % folds !== fold);
  const { faq, common } = source;
  return {
    ...source,
    faq: {
      ...faq,
      intents: faq.intents.map(intent => ({ ...intent, variants: kept(intent.variants) })),
      silent: faq.silent.map(entry => ({ ...entry, variants: kept(entry.variants) })),
    },
    common: { ...common, topics: common.topics.map(topic => ({ ...topic, asks: kept(topic.asks) })) },
  };
};

const alike = (a: Candidate, b: Candidate): boolean =>
  a.id === b.id ||
  (a.outcome.kind === 'clauses' &&
    b.outcome.kind === 'clauses' &&
    a.outcome.clauses.some(id => b.outcome.kind === 'clauses' && b.outcome.clauses.includes(id)));

const tableOf = (source: FaqSource): Table =>
  new Table(source, { lexicon: lexiconOf(source), papersIn: paperReader(source) });

const casesOf = (source: FaqSource, fold: number): Case[] => {
  const whole = tableOf(source);
  const table = tableOf(without(source, fold));
  return table.candidates.flatMap((candidate, owner) => {
    const known = new Set(candidate.variants);
    return whole.candidates[owner]!.variants.filter(variant => !known.has(variant)).flatMap(variant => {
      const signs = table.signs(table.query(normalise(variant).text));
      const near = signs
        .map((sign, at) => ({ sign, at }))
        .filter(({ sign }) => sign.covered > 0)
        .sort((a, b) => b.sign.learned + b.sign.covered - a.sign.learned - a.sign.covered)
        .slice(0, shortlist);
      const right = near.map(({ at }) => alike(table.candidates[at]!, candidate));
      return right.includes(true)
        ? [{ right, signs: near.map(({ sign }) => keys.map(key => sign[key])) }]
        : [];
    });
  });
};

const cases = packs.flatMap(source =>
  Array.from({ length: folds }, (_, fold) => casesOf(source, fold)).flat(),
);

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, at) => sum + value * b[at]!, 0);

const found = (weights: readonly number[]): number =>
  cases.filter(({ right, signs }) => {
    const scores = signs.map(sign => dot(sign, weights));
    return right[scores.indexOf(Math.max(...scores))];
  }).length / cases.length;

let weights = keys.map(key => (key === 'learned' || key === 'covered' ? sharpness / 2 : 0));
for (let step = 0; step < steps; step += 1) {
  const slope = keys.map(() => 0);
  for (const { right, signs } of cases) {
    const scores = signs.map(sign => dot(sign, weights));
    const top = Math.max(...scores);
    const odds = scores.map(score => Math.exp(score - top));
    const all = odds.reduce((sum, one) => sum + one, 0);
    const own = odds.reduce((sum, one, at) => sum + (right[at] ? one : 0), 0);
    for (const [at, one] of odds.entries()) {
      const pull = (right[at] ? one / own : 0) - one / all;
      for (const [key, value] of signs[at]!.entries()) slope[key]! += pull * value;
    }
  }
  weights = weights.map((weight, at) => weight + (40 * slope[at]!) / cases.length);
}
const unit = weights[0]! + weights[1]!;
console.log(
  `${cases.length} phrasings left out, ${(found(weights) * 100).toFixed(1)} % find their own candidate first`,
);
for (const [at, key] of keys.entries()) console.log(`  ${key}: ${(weights[at]! / unit).toFixed(2)},`);
