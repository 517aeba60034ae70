import { has } from './clauses.ts';
import type { Token } from './lexicon.ts';

/** Events are denied with events, states with states: 没有失信，规上企业 denies one thing and tells another. */
export const isEvent = ({ concepts }: Token): boolean =>
  concepts.some(concept => concept.kind === 'head' || (concept.kind === 'fact' && concept.event));

/** What somebody is or does (an option) goes with either. */
export const isFact = ({ concepts }: Token): boolean =>
  concepts.some(({ kind }) => kind === 'head' || kind === 'fact');

export const differ = (one: Token, other: Token): boolean =>
  isFact(one) && isFact(other) && isEvent(one) !== isEvent(other);

/** Letters that change nothing of what is said. */
export const PLAIN = /^[的了过呢啊吧嘛呀哦哈就这那么些种方面等也还都均全是]$/u;

export const isPredicate = (token: Token): boolean =>
  has(token, 'aff', 'happen') ||
  token.concepts.some(({ kind }) => kind === 'verb') ||
  /^[在做搞从]$/u.test(token.text);

/** Ends of words for units of any kind. */
export const unitWord = /(?:公司|企业|单位|厂|院|校|所|社|大学|学校)$/u;

/** 公司, 医院: a word for who speaks as well as for what she is. */
export const namesUnit = ({ concepts, text }: Token): boolean =>
  unitWord.test(text) && concepts.length > 0 && concepts.every(({ kind }) => kind === 'option');
