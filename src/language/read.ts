import { actOf, answerOf, plainOf } from './acts.ts';
import { clausesOf, has } from './clauses.ts';
import { compounded, isAgent } from './compounds.ts';
import { constructed } from './constructions.ts';
import { contextOf } from './context.ts';
import type { Token, Vocabulary } from './lexicon.ts';
import { spell } from './normalise.ts';
import { persons } from './people.ts';
import { pointersIn } from './pointers.ts';
import type { Act, Clause, Concept, Mention, Reading, Span, Value } from './reading.ts';
import { mended } from './slips.ts';
import { addresses, type Found, organisations, plainValues } from './values.ts';

/** Longest text that is read, in UTF-16 units; what follows is content, not talk. */
const LIMIT = 2_000;

/** The end of a name tells what kind of unit it is (…医院); the rest of it says nothing. */
const nameToken = (text: string, value: Found, tokens: readonly Token[]): Token => ({
  classes: [],
  asks: false,
  concepts:
    value.kind === 'organisation'
      ? (tokens
          .findLast(token => token.end === value.end)
          ?.concepts.filter(({ kind }) => kind === 'option') ?? [])
      : [],
  start: value.start,
  end: value.end,
  text: text.slice(value.start, value.end),
});

/**
 * Reads a message once: its clauses with what each does, what it mentions of the vocabulary and what it says of that, the
 * values in it and what it points at. `asks`: what was asked. Positions are UTF-16 units of `text` as it was typed. Pure; linear in the text.
 */
export const read = (typed: string, vocabulary: Vocabulary, asks: Concept | null = null): Reading => {
  const text = typed.slice(0, LIMIT);
  const spelled = spell(text);
  const typedTokens = vocabulary.tokens(spelled.text);
  const plain = mended(spelled.text, vocabulary, typedTokens);
  const span = (start: number, end: number): Span => ({
    start: spelled.origin[start]!,
    end: spelled.origin[end]!,
    words: text.slice(spelled.origin[start]!, spelled.origin[end]!),
  });

  const first = plain === spelled.text ? typedTokens : vocabulary.tokens(plain);
  const counted = plainValues(plain);
  const placed = addresses(plain, first);
  const named = organisations(plain, first).filter(
    ({ start, end }) => !placed.some(each => each.start < end && start < each.end && each.end >= end),
  );
  const people = persons(
    plain,
    first,
    counted.filter(({ kind }) => kind === 'phone'),
  );
  const found = [...counted, ...named, ...placed, ...people].sort(
    (a, b) => a.start - b.start || b.end - a.end,
  );
  const masks = [
    ...named,
    ...placed,
    ...people,
    ...counted.filter(({ kind }) => kind !== 'number' && kind !== 'year'),
  ].sort((a, b) => a.start - b.start || b.end - a.end);
  const tokens: Token[] = [];
  let at = 0;
  for (const mask of masks) {
    if (mask.start < at) continue;
    tokens.push(
      ...first.filter(token => token.start >= at && token.end <= mask.start),
      nameToken(plain, mask, first),
    );
    at = mask.end;
  }
  tokens.push(...first.filter(token => token.start >= at));

  const agent = isAgent(tokens);
  const parts = clausesOf(plain, compounded(constructed(tokens, plain), plain, vocabulary));
  const heads = parts.map(part => {
    const start = part.tokens[0]!.start;
    const end = part.tokens.at(-1)!.end;
    const said = plainOf(plain.slice(start, end));
    const answer = answerOf(said);
    return { start, end, said, answer, act: actOf(part, said, answer) };
  });
  const { drafts, supposed, another } = contextOf(
    plain,
    parts,
    heads.map(({ act }) => act === 'asks'),
    asks,
  );
  const clauses = heads.map(
    ({ start, end, said, answer, act }, index): Clause => ({
      ...span(start, end),
      act,
      answer,
      sentence: parts[index]!.sentence,
      own: parts[index]!.tokens.some(token => has(token, 'ours')),
      another: another[index]!,
      plain: said,
      supposed: supposed[index]!,
      retracts: parts[index]!.tokens.some(token => has(token, 'untrue')),
      doubts: parts[index]!.tokens.some(token => has(token, 'doubt')),
    }),
  );
  const clauseAt = (start: number): number =>
    Math.max(
      0,
      heads.findLastIndex(head => head.start <= start),
    );
  const mentions = drafts.map(
    ({ part, ...draft }): Mention => ({ ...draft, ...span(draft.start, draft.end), clause: part }),
  );
  const values = found.map(
    ({ kind, start, end, amount, unit }): Value => ({
      kind,
      amount,
      unit,
      ...span(start, end),
      clause: clauseAt(start),
    }),
  );
  const acts = [...new Set(clauses.map(({ act }) => act))] satisfies Act[];
  return { text, clauses, mentions, values, pointers: pointersIn(plain, span), agent, acts };
};
